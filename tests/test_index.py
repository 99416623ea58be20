"""The index: what it names, what it leaves out, and that a reader finds what is looked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import shipped_bank
from small_bank import write_bank

from deckpress.bank import Bank
from deckpress.paper import Paper
from deckpress.read import read_source
from deckpress.render.candidates import acronyms, names
from deckpress.render.index import IndexEntry, index_entries
from deckpress.render.paper.frame import frame_for
from deckpress.render.paper.index_pages import IndexRow, _columns

WANTED = {
    "Lasso": "l1-vs-l2-regularization",
    "Ridge": "l1-vs-l2-regularization",
    "Recall vs precision": "precision-vs-recall",
    "SVM (support vector machine)": "support-vector-machine",
    "Support vector machine (SVM)": "support-vector-machine",
    "PCA (principal component analysis)": "pca",
    "MAE (mean absolute error)": "regression-metrics",
    "Thompson sampling": "exploration-vs-exploitation",
    "Shapley values": "shap-vs-lime",
    "Lloyd’s algorithm": "k-means",
    "MNAR": "missing-data-mechanisms",
    "Cold start": "video-recommender",
    "TF-IDF": "bag-of-words",
    "Transformer": "attention-mechanism",
    "nDCG": "recommender-metrics",
}
NOTHING = (
    "Class",
    "Ride",
    "Parametric",
    "Matrix",
    "One-hot",
    "Arrival-time",
    "Time-ordered",
    "Flight-delay",
    "None",
    "Bayes",
    "Bayes applies",
    "Brier",
    "Bradley–Terry",
    "Scaling",
    "Story",
)


def flat(bank: Bank) -> dict[str, IndexEntry]:
    return {entry.label: entry for _, entries in index_entries(bank) for entry in entries}


@pytest.fixture(scope="module")
def shipped() -> Bank:
    return shipped_bank()


def test_what_is_looked_for_is_found(shipped: Bank) -> None:
    found = flat(shipped)
    for label, name in WANTED.items():
        assert name in found[label].questions, label
    for question in shipped.questions():
        head, _, sub = question.term.partition(": ")
        whole = found.get(question.term) or found.get(f"{sub[:1].upper()}{sub[1:]} ({head.lower()})")
        under = found[head].subs if whole is None else ()
        assert question.id in (whole.main if whole else [n for s in under if s.label == sub for n in s.main])


def test_what_finds_nothing_is_left_out(shipped: Bank) -> None:
    assert not {*NOTHING} & flat(shipped).keys()
    assert all(len(entry.questions) <= 4 or entry.subs for entry in flat(shipped).values())


def test_a_stop_list_takes_words_out(shipped: Bank) -> None:
    stopped = replace(shipped, settings=replace(shipped.settings, index_stop=("thompson samplings",)))
    assert "Thompson sampling" in flat(shipped)
    assert "Thompson sampling" not in flat(stopped)


def test_authors_add_words_and_sub_entries(tmp_path: Path) -> None:
    source = write_bank(tmp_path)
    path = source / "questions/01-first.md"
    text = path.read_text("utf-8").replace(
        "id: square\n", 'id: square\nindex: [Signs, "Tables: of squares"]\n'
    )
    text = text.replace("id: table\n", "id: table\nterm: Tables\n")
    path.write_text(text, "utf-8")
    bank, problems = read_source(source)
    assert not problems
    found = flat(bank)
    assert found["Signs"].main == ("square",)
    assert found["Tables"].main == ("table",)
    assert [(sub.label, sub.main) for sub in found["Tables"].subs] == [("of squares", ("square",))]


def test_acronyms_and_names(shipped: Bank) -> None:
    found = acronyms(shipped.questions())
    assert found["AUC"] == "area under the curve"
    assert found["BIC"] == "Bayesian information criterion"
    assert "NaN" not in found
    assert list(names("We sample by Thompson sampling, by Lloyd's algorithm and with Keras.")) == [
        "Thompson sampling",
        "Lloyd's algorithm",
        "Keras",
    ]
    assert list(names("Gaussian noise; a Gaussian one with LightGBM")) == []


def test_an_acronym_is_no_common_word(tmp_path: Path) -> None:
    bank, _ = read_source(write_bank(tmp_path))
    topic = bank.topics[0]
    one, two = (
        replace(q, term="", index=(), also=also) for q, also in zip(topic.questions, ((), ()), strict=False)
    )
    one = replace(one, term="CLIP")
    for also, others in (("What does CLIP see?", (two.id,)), ("Why clip a gradient?", ())):
        mine = replace(topic, questions=(one, replace(two, also=(also,))))
        assert flat(replace(bank, topics=(mine,)))["CLIP"].others == others


def test_a_common_word_is_no_head(tmp_path: Path) -> None:
    bank, _ = read_source(write_bank(tmp_path))
    topic = bank.topics[0]
    terms = ("Story: a decisive feature", "Story: data", "Overfitting", "Overfitting: remedies")
    questions = [replace(q, term=term, index=()) for q, term in zip(topic.questions * 2, terms, strict=False)]
    questions = [replace(q, id=f"{q.id}-{n}") for n, q in enumerate(questions)]
    found = flat(replace(bank, topics=(replace(topic, questions=tuple(questions)),)))
    assert {"A decisive feature (story)", "Data (story)"} <= set(found)
    assert "Story" not in found
    assert [sub.label for sub in found["Overfitting"].subs] == ["remedies"]


def test_a_sub_entry_stays_in_the_column_of_its_entry() -> None:
    rows = [IndexRow("A", "one", ()), IndexRow("", "two", ()), *[IndexRow("", "sub", (), under=True)] * 3]
    columns = _columns(rows, [1] * 5, 2)
    assert [len(column) for column in columns] == [5, 0]
    assert [len(column) for column in _columns([row for row in rows if not row.under] * 2, [1] * 4, 2)] == [
        2,
        2,
    ]
    frame = frame_for(Paper())
    assert frame.index_columns * frame.index_column + 3 * frame.index_gutter == pytest.approx(
        frame.width - 2 * frame.margin, abs=0.01
    )
