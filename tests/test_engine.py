"""ziamath with our short cuts draws what it draws without them."""

from __future__ import annotations

import json
import subprocess
import sys

_FORMULAS = [
    r"\left(\frac{\sum_{i=1}^{n} x_i}{n}\right)^2",
    r"\frac{\left[\frac{(a+b)}{2}\right]}{|x|}",
    r"x = \begin{cases} 1 & \text{if } (x > 0) \\ 0 & \text{else} \end{cases}",
    r"\begin{pmatrix} \frac{1}{2} & b \\ c & \mathbf{d} \end{pmatrix}",
    r"\hat{\theta} = \arg\max_{\theta} \prod_{i} p(x_i \mid \theta)",
    r"\sqrt{\frac{a}{\left\lVert w \right\rVert}} \to \overline{xy}",
    r"f(g(h(x))) \Rightarrow \{a, b\}",
]
_DRAW = """
import json, sys
from deckpress.render.paper import outlines
if sys.argv[1] == "plain":
    from ziamath import styles
    from ziamath.nodes.mrow import Mrow
    kept = Mrow._get_height_nostretch, styles.asdict
    outlines.engine()
    Mrow._get_height_nostretch, styles.asdict = kept
else:
    outlines.engine()
print(json.dumps([[outlines._row(p) for p in outlines._draw(t, display=d)] for t in json.loads(sys.argv[2]) for d in (False, True)]))
"""


def _drawn(way: str) -> list[object]:
    done = subprocess.run(
        [sys.executable, "-c", _DRAW, way, json.dumps(_FORMULAS)], capture_output=True, check=True, text=True
    )
    drawn: list[object] = json.loads(done.stdout)
    return drawn


def test_the_short_cuts_change_no_outline() -> None:
    quick = _drawn("quick")
    assert len(quick) == 2 * len(_FORMULAS)
    assert quick == _drawn("plain")
