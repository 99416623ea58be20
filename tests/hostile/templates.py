"""What Jinja, Mustache, Anki's templates and format strings would run."""

from __future__ import annotations

from hostile.case import QUESTIONS, Case, paragraphs, question, settings, topic

__all__ = ["CASES"]

_TEXTS = {
    "a sum": "{{ 7*7 }}",
    "a statement": "{% for x in range(9) %}x{% endfor %}",
    "a comment": "{# gone #}",
    "a class of classes": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "an include": "{% include '/etc/passwd' %}",
    "raw": "{% raw %}{{ x }}{% endraw %}",
    "three braces": "{{{Front}}}",
    "a section": "{{#Front}}x{{/Front}}",
    "the front side": "{{FrontSide}}",
    "a typed answer": "{{type:Prompt}}",
    "a cloze filter": "{{cloze:Text}}",
    "a deletion in a lead": "{{c1::hidden}}",
    "a hint filter": "{{hint:Prompt}}",
    "a change of marks": "{{=<% %>=}}",
    "a format field": "{0.__class__} %s %(x)s {id}",
    "a shell": "$(id) ${HOME} `id`",
}
_SHELL = "$(id) ${HOME} id"
_CLOZE = "### Cloze\n\n- The ridge penalty makes the Gram matrix {{{{c1::invertible}}}} for any {} data."


def _in(name: str, *refused: str, **given: str) -> Case:
    return Case(name, {QUESTIONS: topic(question(**given))}, frozenset(refused), either=bool(refused))


CASES = (
    paragraphs(
        "every template",
        ((text, _SHELL if "HOME" in text else text) for text in _TEXTS.values() if "__" not in text),
    ),
    paragraphs("every template, in code", ((f"`` {text} ``", text) for text in _TEXTS.values())),
    _in("a sum in a prompt", prompt="Why does `{{ 7*7 }}` have a unique solution in the end?"),
    _in("a sum in another wording", block='also: ["What is {{ 7*7 }} good for in this place?"]\n'),
    _in("the front side in a cloze item", "Z301", more=_CLOZE.format("`{{FrontSide}}`")),
    _in("a sum in a cloze item", "Z301", more=_CLOZE.format("`{{ 7*7 }}`")),
    Case(
        "a sum in the settings",
        {"bank.toml": settings(TITLE="{{ 7*7 }}", ABOUT="{% include 'x' %}", DECK="{{FrontSide}}")},
        shown=("{% include 'x' %}",),
    ),
    Case(
        "a sum in a topic's title",
        {QUESTIONS: topic(question(), title="Ridge {{ 7*7 }}", head="summary: '{% x %} {{ y }}'")},
        shown=("Ridge {{ 7*7 }}",),
    ),
    Case(
        "an Anki field in the licence",
        {"bank.toml": settings().replace("[deck]", 'licence = "{{Answer}}"\nauthors = ["{{#x}}"]\n[deck]')},
    ),
    Case(
        "an Anki field for reports",
        {
            "bank.toml": settings().replace(
                "[deck]", 'report_url = "https://e.example/{{Answer}}{id}{{/x}}"\n[deck]'
            )
        },
    ),
)
