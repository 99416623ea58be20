"""Ready: questions of our own format that came without the files they stood beside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from deckpress.importing.made import Made, faults_of, with_losses
from deckpress.importing.media import MediaNames
from deckpress.pictures import FIGURES, FILE_NAME

__all__ = ["ready_question"]

_FIGURE: Final = re.compile(rf'!\[([^\]\n]*)\]\({re.escape(FIGURES)}({FILE_NAME})(?:\s+"[^"\n]*")?\)')
_ITEM: Final = re.compile(r"^[-*+] ([a-z0-9]+(?:-[a-z0-9]+)*)(?:,[^\n]*)?$(?:\n(?![-*+] ).+)*\n?", re.M)


def ready_question(made: Made, note: Mapping[str, Any], media: MediaNames) -> Made:
    """The question as it was, if our reader takes it, without what the bank has not: figures, references."""

    def figure(found: re.Match[str]) -> str:
        if (media.shelf.root / "figures" / found[2]).is_file():
            return found[0]
        made.tally.lose(found[0], "a figure that did not come with it")
        return f"*{found[1].strip()}*"

    given: dict[str, Any] = dict(note)
    for part in ("prompt", "lead"):
        given[part] = _FIGURE.sub(figure, str(given.get(part) or ""))
    sections = {name: _FIGURE.sub(figure, body) for name, body in dict(given.get("sections") or {}).items()}
    _keep_known(made, given, sections, media)
    given["sections"] = with_losses(sections, made.tally)
    faults = faults_of(given) if given["prompt"] and given["lead"] else ["it has no prompt or no answer"]
    if faults:
        made.dropped = f"it cannot be read: {faults[0]}"
    else:
        made.question = given
    return made


def _keep_known(made: Made, given: dict[str, Any], sections: dict[str, str], media: MediaNames) -> None:
    """Take out references and syllabus items that the bank does not know."""
    bank = media.shelf.bank
    known = {item.id for syllabus in bank.syllabi for item in syllabus.items} if bank else set()
    if strange := [name for name in given.get("covers", ()) if name not in known]:
        made.tally.lose(f"covers: {', '.join(strange)}", "an item of a syllabus that did not come with it")
        given["covers"] = [name for name in given["covers"] if name in known]
    if not given.get("covers", True):
        del given["covers"]

    def item(found: re.Match[str]) -> str:
        if bank and found[1] in bank.references:
            return found[0]
        made.tally.lose(found[0].strip(), "a reference that did not come with it")
        return ""

    if "References" in sections:
        sections["References"] = _ITEM.sub(item, sections["References"]).strip("\n")
        if not sections["References"]:
            del sections["References"]
