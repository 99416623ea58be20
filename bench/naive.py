"""The yardstick: genanki + markdown-it-py + Pygments in a few lines; it checks nothing."""

import re
import sys
from pathlib import Path

import genanki
from markdown_it import MarkdownIt
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

formatter = HtmlFormatter(nowrap=True)
markdown = MarkdownIt(
    options_update={"highlight": lambda code, name, _: highlight(code, get_lexer_by_name(name), formatter)}
)
card = {"name": "Card", "qfmt": "{{Q}}", "afmt": "{{Q}}<hr id=answer>{{A}}"}
model = genanki.Model(1607392319, "Basic", [{"name": "Q"}, {"name": "A"}], [card])
decks = []
for number, path in enumerate(sorted(Path(sys.argv[1], "questions").glob("*.md"))):
    deck = genanki.Deck(2059400110 + number, f"Bench::{path.stem}")
    for part in re.split(r"^## ", path.read_text(), flags=re.MULTILINE)[1:]:
        prompt, _, rest = part.partition("\n")
        body = re.sub(r"```yaml.*?```", "", rest, count=1, flags=re.DOTALL)
        body = re.sub(r"\$([^$]+)\$", r"\\\\(\1\\\\)", body)
        deck.add_note(genanki.Note(model, [markdown.renderInline(prompt), markdown.render(body)]))
    decks.append(deck)
genanki.Package(decks).write_to_file(sys.argv[2])
