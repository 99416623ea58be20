"""What is given to editors, hooks and workflows fits what deckpress does."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

from deckpress.cli import cli
from deckpress.read import read_source

SNIPPETS = json.loads((ROOT / "editors/deckpress.code-snippets").read_text())
PAGE = (ROOT / "docs/editors.md").read_text()


def _expanded(body: list[str]) -> str:
    """A snippet as it stands when every place keeps its first choice."""
    text = re.sub(r"\$\{\d+\|([^,|]*)[^}]*\|\}", r"\1", "\n".join(body))
    for _ in range(2):
        text = re.sub(r"\$\{\d+:((?:[^{}]|\{[^{}]*\})*)\}", r"\1", text)
    return text.replace("$0", "").rstrip() + "\n"


def test_snippets_make_a_question_without_an_error(bank_folder: Path) -> None:
    names = ("Question", "Cloze", "Code that is run", "Figure", "Table", "Formula")
    question, *rest = (_expanded(SNIPPETS[name]["body"]) for name in names)
    cloze, code, figure, table, formula = rest
    text = f"{question}\n### In depth\n\nIt is drawn.\n\n{figure}\n{table}\n{formula}\n### Example\n\n{code}\n{cloze}"
    text = text.replace("name.svg", "ridge.svg").replace("ridge-unique-solution", "from-snippets")
    path = bank_folder / "questions/03-snippets.md"
    path.write_text(f"# Snippets\n\n{text}")
    bank, problems = read_source(bank_folder)
    assert [f"{p.span} {p.message}" for p in problems if p.span.path == "questions/03-snippets.md"] == []
    (question_read,) = [q for q in bank.questions() if q.id == "from-snippets"]
    assert set(question_read.sections) == {"Key points", "In depth", "Example", "Cloze"}
    assert set(SNIPPETS) == set(names)


def test_the_page_names_every_schema_and_snippet() -> None:
    for path in (ROOT / "docs/schemas").glob("*.json"):
        assert path.name in PAGE or path.stem == "export", path.name
    for snippet in SNIPPETS.values():
        assert f"`{snippet['prefix']}`" in PAGE


def test_settings_on_the_page_are_sound() -> None:
    blocks = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE, re.S)]
    assert len(blocks) == 2
    pattern = re.compile(blocks[1]["tasks"][0]["problemMatcher"]["pattern"]["regexp"])
    found = pattern.match("source/questions/02-metrics.md:17:15: error M401 \\foo is not in the TeX")
    assert found
    assert found.groups()[:5] == ("source/questions/02-metrics.md", "17", "15", "error", "M401")


def test_hooks_call_commands_that_there_are() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {hook["id"] for hook in hooks} == set(re.findall(r"deckpress-\w+", PAGE)) - {"deckpress-code"}
    for hook in hooks:
        program, command, *options = hook["entry"].split()
        assert (program, hook["language"]) == ("deckpress", "python")
        known = {name for parameter in cli.commands[command].params for name in parameter.opts}
        assert set(options) <= known
        assert re.search(hook["files"], "source/questions/01-a.md")
        assert re.search(hook["files"], "source/bank.toml")
        assert not re.search(hook["files"], "README.md")


def test_the_action_runs_what_there_is() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    for step in action["runs"]["steps"]:
        if "uses" in step:
            assert re.search(r"@[0-9a-f]{40}$", step["uses"])
        else:
            assert step["shell"] == "bash"
            assert "${{" not in step["run"], "an input in a script is a way to run anything"
            done = subprocess.run(["bash", "-n"], input=step["run"], text=True, check=False)
            assert done.returncode == 0
    used = set(re.findall(r"^ {10}(\w+):", PAGE, re.M))
    assert used <= set(action["inputs"])


@pytest.mark.parametrize(("words", "wanted"), [("deckpress se", "serve"), ("deckpress check --fo", "--format"), ("deckpress check --format sa", "sarif")])  # fmt: skip
def test_the_shell_completes(words: str, wanted: str) -> None:
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv = ['deckpress']; from deckpress.cli import main; main()"
    env = dict(os.environ) | {
        "_DECKPRESS_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=False)
    assert f"plain,{wanted}" in done.stdout, done.stdout + done.stderr
