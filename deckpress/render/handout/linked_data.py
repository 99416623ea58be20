"""Linked data: what a page of the handout is, as JSON-LD for machines that read it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from deckpress.render.handout.addresses import Addresses
from deckpress.render.views import TopicView
from deckpress.settings import Settings
from deckpress.wording import words_of

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["linked_data", "to_script"]


def linked_data(settings: Settings, topics: Sequence[TopicView], at: Addresses) -> Markup:
    """A learning resource, and each of its topics as a page of questions and answers.

    Vocabulary: schema.org, LearningResource and FAQPage.
    """
    page: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "learningResourceType": words_of(settings).text("questions and answers"),
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
                "url": at.topic(topic.id),
            }
            for topic in topics
        ],
    }
    given = {key: value for key, value in page.items() if value}
    return to_script(given)


def to_script(value: object) -> Markup:
    """A value as JSON inside a script element."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2, imported on use

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - nothing in it can end the element
