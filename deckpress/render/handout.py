"""The handout: one HTML file that needs nothing else."""

from __future__ import annotations

import base64
import hashlib

from deckpress.bank import Bank
from deckpress.content.page_voice import PageVoice
from deckpress.content.palette import palette
from deckpress.render import Context
from deckpress.render.environment import make_environment, render_template
from deckpress.render.math_font import math_characters, subset_math_font
from deckpress.render.views import view_topics

__all__ = ["render"]


def render(bank: Bank, context: Context) -> bytes:
    """The bytes of the page, UTF-8."""
    voice = PageVoice()
    topics = view_topics(bank, lambda index, count: voice)
    environment = make_environment(context.templates)
    css = render_template(environment, "handout.css.j2", **_looks(bank, voice, context))
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    page = render_template(
        environment, "handout.html.j2", settings=bank.settings, topics=topics, css=css,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; img-src data:; "
               "base-uri 'none'; form-action 'none'",
    )
    return page.encode()


def _looks(bank: Bank, voice: PageVoice, context: Context) -> dict[str, object]:
    count = len(bank.topics)
    font = subset_math_font(math_characters(sorted(voice.formulas)), context.store)
    return {
        "math_font": base64.b64encode(font).decode(),
        "light": palette(0, 1), "night": palette(0, 1, night=True),
        "accents": [
            (topic.id, palette(index, count), palette(index, count, night=True))
            for index, topic in enumerate(bank.topics)
        ],
    }
