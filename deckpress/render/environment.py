"""The Jinja environment: everything escaped, nothing undefined, templates from one folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deckpress.problems import DeckpressError

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["make_environment", "render_template"]


def make_environment(templates: Path, finalize: Callable[[Any], Any] | None = None) -> Environment:
    """An environment over a templates folder; source text is data in it, never a template.

    `finalize` sees every value that a template shows, before it is escaped.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - on use

    return Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def render_template(environment: Environment, name: str, **context: Any) -> str:
    """Render one template. Raises DeckpressError naming the template and line that failed."""
    from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError  # noqa: PLC0415 - on use

    try:
        return environment.get_template(name).render(**context)
    except TemplateNotFound as error:
        raise DeckpressError(f"the template {error.name} is missing") from None
    except TemplateSyntaxError as error:
        raise DeckpressError(f"templates/{error.name}:{error.lineno}: {error.message}") from None
    except TemplateError as error:
        raise DeckpressError(f"templates/{name}{_line(error, name)}: {error.message}") from None


def _line(error: BaseException, name: str) -> str:
    """The last line of the template that the traceback passed through."""
    line, trace = "", error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename.endswith(name):
            line = f":{trace.tb_lineno}"
        trace = trace.tb_next
    return line
