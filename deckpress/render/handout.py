"""The handout: one HTML file that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

from deckpress.bank import Bank
from deckpress.content.page_voice import PageVoice
from deckpress.content.palette import palette
from deckpress.render import Context
from deckpress.render.apparatus import make_apparatus
from deckpress.render.environment import make_environment, render_template
from deckpress.render.math_font import math_characters, subset_math_font
from deckpress.render.views import TopicView, view_topics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

__all__ = ["render"]


def render(bank: Bank, context: Context) -> bytes:
    """The bytes of the page, UTF-8."""
    voice = PageVoice()
    topics = view_topics(bank, lambda _index, _count: voice)
    environment = make_environment(context.templates)
    css = render_template(environment, "handout.css.j2", **_looks(bank, voice, context))
    script = render_template(environment, "handout/search.js") if bank.settings.search else ""
    data = _data(bank, topics)
    page = render_template(
        environment,
        "handout.html.j2",
        settings=bank.settings,
        topics=topics,
        css=css,
        script=script,
        data=data,
        policy=_policy(css, data, script),
        book=make_apparatus(bank, topics),
    )
    return page.encode()


def _policy(css: str, *scripts: str) -> str:
    """The Content-Security-Policy that lets in this style and these scripts and nothing else."""
    allowed = " ".join(_hash(script) for script in scripts if script)
    return (
        f"default-src 'none'; style-src {_hash(css)}; script-src {allowed}; font-src data:; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _data(bank: Bank, topics: Sequence[TopicView]) -> Markup:
    """JSON-LD: what the page is, and its topics, each a list of questions and answers."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2, imported on use

    settings = bank.settings
    page: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "learningResourceType": "questions and answers",
        "name": settings.title,
        "description": settings.description,
        "inLanguage": settings.language,
        "version": settings.version,
        "url": settings.home_url,
        "license": settings.licence_url or settings.licence,
        "author": [{"@type": "Organization", "name": name} for name in settings.authors],
        "hasPart": [
            {
                "@type": "FAQPage",
                "name": topic.title,
                "description": topic.summary,
                "url": f"#topic_{topic.id}",
            }
            for topic in topics
        ],
    }
    text = json.dumps(
        {key: value for key, value in page.items() if value}, ensure_ascii=False, separators=(",", ":")
    )
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - nothing in it can end the element


def _looks(bank: Bank, voice: PageVoice, context: Context) -> dict[str, object]:
    count = len(bank.topics)
    font = subset_math_font(math_characters(sorted(voice.formulas)), context.store)
    return {
        "title": _css_text(bank.settings.title),
        "math_font": base64.b64encode(font).decode(),
        "light": palette(0, 1),
        "night": palette(0, 1, night=True),
        "accents": [
            (topic.id, palette(index, count), palette(index, count, night=True))
            for index, topic in enumerate(bank.topics)
        ],
    }


def _css_text(text: str) -> str:
    """A text for a CSS string: whatever is not a letter, a digit or a space as its code point."""
    return "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text)
