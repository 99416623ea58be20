"""Pictures and sounds where they are shown: Chromium loads all of them and asks nobody, by axe without a fault."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from browser import Browser
from conftest import ROOT, TEMPLATES, Memory, need, one_file
from engine import collection, import_deck
from picture_bank import FLAGS, FORMS, picture, question, write_bank
from shells import axe_script, shell_page, show
from sound_bank import SOUNDS
from test_handout_browser import QUICK_JAVA, missing
from test_paper_validators import CHECKERS, run_checker

from deckpress.lock import Lock
from deckpress.pipeline import Project, build
from deckpress.read import read_bank
from deckpress.render import FORMATS, Context

_LOADED = """(async () => {
  document.querySelectorAll("img").forEach(i => i.loading = "eager");
  const images = [...document.querySelectorAll("img")];
  await Promise.all(images.map(i => i.decode().catch(() => 0)));
  const heard = [...document.querySelectorAll("audio")].map(a => new Promise(done => {
    a.addEventListener("loadedmetadata", () => done("ok"));
    a.addEventListener("error", () => done(a.error.code));
    a.preload = "metadata"; a.load();
    setTimeout(() => done("late"), 4000);
  }));
  return [images.map(i => i.naturalWidth), await Promise.all(heard)];
})()"""


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bank with every form of picture, drawing and sound."""
    files = {
        f"{form}.{'gif' if form == 'moving' else form}": picture(form, width=64, height=48) for form in FORMS
    }
    files |= {f"{name}.svg": svg.encode() for name, svg in FLAGS.items()}
    rows = [question(name) for name in files]
    rows.append(
        "## What is heard?\n\n```yaml\nid: heard\n```\n\n"
        + "\n\n".join(f"![A high note](../audio/{name})" for name in SOUNDS)
        + "\n"
    )
    folder = write_bank(tmp_path_factory.mktemp("media") / "source", files, *rows)
    shutil.copytree(ROOT / "examples/sky/audio", folder / "audio")
    for name, data in SOUNDS.items():
        (folder / "audio" / name).write_bytes(data)
    return folder


@pytest.mark.parametrize("pages", ["one", "topic"])
def test_the_page_loads_all_of_them(browser: Browser, everything: Path, pages: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(everything, tmp_path / "source"))
    settings = (folder / "bank.toml").read_text()
    (folder / "bank.toml").write_text(f'{settings}[handout]\npages = "{pages}"\n')
    build(Project(folder, tmp_path / "output", TEMPLATES), ["handout"], warn=[])
    home = tmp_path / "output"
    path = home / "pictures-handout.html" if pages == "one" else home / "pictures-handout/pictures.html"
    page = browser.page(width=375, height=700)
    page.open(path.as_uri())
    asked = page.requests()
    if pages == "one":
        assert asked == [path.as_uri()]
    else:
        assert all(address.startswith(path.parent.as_uri()) for address in asked)
        assert not [address for address in asked if "/sound-" in address]  # waits until it is asked for
        assert len([address for address in asked if "/picture-" in address]) < len(FORMS) + len(
            FLAGS
        )  # lazily
    widths, heard = page.run(_LOADED)
    assert len(widths) == len(FORMS) + len(FLAGS)
    assert min(widths) > 0
    assert len(heard) == len(SOUNDS)
    assert heard.count("ok") >= 1  # the others have heads but no music in them
    assert [m for m in page.messages() if "Content Security Policy" in m or "ERR_" in m] == []
    page.run("document.styleSheets[0].insertRule('article { content-visibility: visible !important; }'), 0")
    page.run(axe_script() + ";0")
    found = page.run("axe.run().then(r => JSON.stringify(r.violations.map(v => [v.id, v.nodes[0].html])))")
    assert json.loads(found) == []
    page.close()


def test_cards_show_all_pictures(browser: Browser, everything: Path, tmp_path: Path) -> None:
    context = Context(TEMPLATES, Memory(), Lock())
    data = one_file(FORMATS["deck"].renderer()(read_bank(everything), context))
    with collection(tmp_path / "col") as col:
        import_deck(col, data, tmp_path)
        backs = [col.get_card(i).answer() for i in col.find_cards("")]
        assert (list(col.media.check().missing), list(col.media.check().unused)) == ([], [])
        media = Path(col.media.dir())
    for width, night in ((320, True), (375, False), (768, False)):
        (tmp_path / "x.html").write_text(shell_page(media, None, "android", night=night))
        page = browser.page(width=width, height=700)
        page.open((tmp_path / "x.html").as_uri())
        page.run(show(*backs))
        widths, _ = page.run(_LOADED)
        assert len(widths) == len(FORMS) + len(FLAGS)
        assert min(widths) > 0
        assert page.run("document.documentElement.scrollWidth <= innerWidth")
        white = page.run(
            "[...document.querySelectorAll('img.ground')].map(i => getComputedStyle(i).backgroundColor)"
        )
        assert (set(white) == {"rgb(255, 255, 255)"}) is night
        page.close()


def test_the_page_is_valid(tmp_path: Path, store: Memory) -> None:
    """The checker takes every picture of data for one that the policy blocks, whatever the policy says."""
    jar = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
    need("java")
    if not jar.is_file():
        missing("vnu-jar")
    bank = read_bank(ROOT / "examples/sky")
    (tmp_path / "x.html").write_bytes(
        one_file(FORMATS["handout"].renderer()(bank, Context(TEMPLATES, store, Lock())))
    )
    run = subprocess.run(
        ["java", *QUICK_JAVA, "-jar", jar, "--stdout", "--format", "gnu", tmp_path / "x.html"],
        capture_output=True,
        text=True,
        check=False,
    )
    told = [
        line for line in run.stdout.splitlines() if "Resource violates Content Security Policy" not in line
    ]
    assert told == []


def test_paper_with_pictures_labels_and_sounds_is_accessible(tmp_path: Path, store: Memory) -> None:
    bank = read_bank(ROOT / "examples/sky")
    papers = [tmp_path / f"{product}.pdf" for product in ("cheatsheet", "flashcards", "selftest")]
    for path in papers:
        path.write_bytes(one_file(FORMATS[path.stem].renderer()(bank, Context(TEMPLATES, store, Lock()))))
    for checker in CHECKERS:
        done = run_checker(checker, *papers)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_bench_shows_what_a_build_shows(tmp_path: Path, store: Memory) -> None:
    from deckpress.render.handout.article import render_article

    bank = read_bank(ROOT / "examples/sky")
    whole = one_file(FORMATS["handout"].renderer()(bank, Context(TEMPLATES, store, Lock()))).decode()
    for name in ("orion-shape", "orion-stars", "milky-way", "vela-sound"):
        assert render_article(bank, TEMPLATES, name, Memory()).strip() in whole, name
        assert "<article" in render_article(bank, TEMPLATES, name)
