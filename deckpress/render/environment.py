"""The Jinja environment: everything escaped, nothing undefined, templates from one folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from deckpress.problems import DeckpressError
from deckpress.settings import Settings
from deckpress.wording import PLACEHOLDER, Words, kind_titles, level_titles, words_of

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment, Template
    from jinja2.bccache import Bucket

__all__ = ["make_environment", "render_source", "render_template"]

_MOST: Final = 400  # compiled templates


def make_environment(
    templates: Path, settings: Settings, finalize: Callable[[Any], Any] | None = None
) -> Environment:
    """An environment over a templates folder; source text is data in it, never a template.

    Templates say `_` and `_n` before their own words, and have titles in `kinds` and `levels`.
    `finalize` sees every value that a template shows, before it is escaped.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - on use

    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_compiled(),
    )
    words = words_of(settings)
    environment.globals |= {
        "_": _remembering(words),
        "_n": words.plural,
        "kinds": kind_titles(settings, words),
        "levels": level_titles(settings, words),
    }
    environment.filters |= {"around_counter": _around_counter, "in_script": _in_script}
    return environment


def _remembering(words: Words) -> Callable[..., Any]:
    """The words' `text`, which templates ask for the same few words again and again."""
    told: dict[tuple[object, ...], Any] = {}

    def text(english: str, /, **given: Any) -> Any:
        if any(type(value) is not int for value in given.values()):
            return words.text(english, **given)
        key = (english, *given.items())
        if key not in told:
            told[key] = words.text(english, **given)
        return told[key]

    return text


def _around_counter(text: str, counter: str) -> Any:
    """A word whose placeholder is a counter, as a value of `content` in CSS."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2, imported on use

    before, _, after = PLACEHOLDER.split(text, maxsplit=1)
    parts = (_css_string(before), counter, _css_string(after))
    return Markup(" ".join(part for part in parts if part))  # noqa: S704 - strings of CSS


def _css_string(text: str) -> str:
    safe = "".join(c if c.isalnum() or c in " .:" else f"\\{ord(c):x} " for c in text)
    return f'"{safe}"' if text else ""


def _in_script(text: str, **values: str) -> Any:
    """A word inside a template literal of JavaScript, its placeholders being values there."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2, imported on use

    safe = "".join(f"\\u{ord(c):04x}" if c in "\\`$<" else c for c in text)
    return Markup(PLACEHOLDER.sub(lambda found: f"${{{values[found[1]]}}}", safe))  # noqa: S704 - escaped


@cache
def _compiled() -> BytecodeCache:
    """Templates compiled once in a process, however many environments are made: by content and manner."""
    from jinja2 import BytecodeCache  # noqa: PLC0415 - imported on use

    codes: dict[tuple[object, ...], Any] = {}

    class Compiled(BytecodeCache):
        def load_bytecode(self, bucket: Bucket) -> None:
            bucket.code = codes.get(self._key(bucket))

        def dump_bytecode(self, bucket: Bucket) -> None:
            if len(codes) > _MOST:
                codes.clear()
            codes[self._key(bucket)] = bucket.code

        @staticmethod
        def _key(bucket: Bucket) -> tuple[object, ...]:
            manner = bucket.environment
            marks = manner.variable_start_string, manner.block_start_string, manner.keep_trailing_newline
            known = tuple(sorted(manner.filters))
            return bucket.key, bucket.checksum, manner.finalize, manner.autoescape, marks, known

    return Compiled()


def render_template(environment: Environment, name: str, **context: Any) -> str:
    """Render one template. Raises DeckpressError naming the template and line that failed."""
    return _rendered(name, lambda: environment.get_template(name), context)


def render_source(environment: Environment, source: str, **context: Any) -> str:
    """Render a template of ours that stands in code, and includes others. Raises DeckpressError as above."""
    return _rendered("", lambda: environment.from_string(source), context)


def _rendered(name: str, load: Callable[[], Template], context: Mapping[str, Any]) -> str:
    from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError  # noqa: PLC0415 - on use

    try:
        return load().render(**context)
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
