"""watch builds again at each change, tells problems and goes on; Ctrl-C ends it quietly."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

from running import WAIT, run, running

from deckpress.watching import changes


def test_it_builds_at_each_change_and_survives_mistakes(bank_folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "out" / "sample-handout.html"
    path = bank_folder / "questions" / "02-metrics.md"
    good = path.read_text()
    with running("watch", "handout", "-s", "source", "-o", "out", cwd=tmp_path) as command:
        assert "watching source" in command.hear("built in")
        assert page.is_file()
        path.write_text(good.replace("Lowering", "Reducing"))
        command.hear("built in")
        assert "Reducing" in page.read_text()
        path.write_text(good.replace("TP / (TP + FP)", "\\foo"))
        assert "error[M401]" in command.hear("1 error")
        assert "Reducing" in page.read_text()
        path.write_text(good)
        command.hear("built in")
        assert "Lowering" in page.read_text()
        command.process.send_signal(signal.SIGINT)
        assert command.process.wait(WAIT) == 0


def test_an_unknown_product_is_told(tmp_path: Path) -> None:
    done = run("watch", "handuot", cwd=tmp_path)
    assert (done.returncode, "did you mean 'handout'?" in done.stderr) == (2, True)


def test_what_editors_leave_beside_and_what_builds_write_is_not_told(tmp_path: Path) -> None:
    source, output = tmp_path / "bank", tmp_path / "bank" / "output"
    output.mkdir(parents=True)
    found: list[set[Path]] = []
    ready = threading.Event()

    def listen() -> None:
        for batch in changes([source], leave_out=[output]):
            found.append(batch)
            ready.set()
            if any(path.name == "last.md" for path in batch):
                return

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    assert ready.wait(WAIT)
    for name in (".hidden", "a.md~", "4913", ".a.md.swp", "#a.md#", "output/x.html", "b.tmp"):
        (source / name).write_text("x")
    (source / "quietly.md").write_text("x")
    (source / "quietly.md").replace(source / "last.md")
    thread.join(WAIT)
    names = {path.name for batch in found for path in batch}
    assert {"last.md"} <= names <= {"quietly.md", "last.md"}
