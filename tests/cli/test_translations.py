"""``perms translations``: what lacks a language, and the ledger that a steward keeps."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from perms_graph.bilingual import Ledger, State, all_pairs, judge_pairs, product, read_owing
from perms_graph.resources import Resources

from .conftest import Perms

KEY = "terms/perms:Agreement/rdfs:label"
OTHER = "terms/perms:Agreement/skos:definition"


@pytest.fixture(scope="module")
def recorded(resources: Resources) -> Ledger:
    """The shipped product as it stands; what is published by others is not watched."""
    pairs = all_pairs(product(resources), resources)
    found = judge_pairs(pairs, Ledger({}), read_owing(resources.locale))
    return Ledger({}).reviewed((f.pair for f in found if f.state is State.UNREVIEWED), day="")


@pytest.fixture
def ledger(tmp_path: Path, recorded: Ledger) -> Path:
    path = tmp_path / "mine.csv"
    recorded.write(path)
    return path


def disturb(path: Path, key: str, *, english: bool = False, french: bool = False) -> None:
    """Make the ledger remember other words than there are now: as if they had changed since."""
    entries = dict(Ledger.read(path).entries)
    old = entries[key]
    entries[key] = type(old)(
        "0" * 16 if english else old.english, "0" * 16 if french else old.french
    )
    Ledger(entries).write(path)


def test_a_product_in_order_says_so(perms: Perms, ledger: Path) -> None:
    done = perms("translations", "--ledger", str(ledger))
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1] == "Nothing is missing, nothing is stale."
    assert "Terms of the ontology (terms)" in done.out
    french = perms("translations", "--ledger", str(ledger), "--lang", "fr")
    assert french.out.splitlines()[-1] == "Rien ne manque, tout est à jour."


def test_a_side_that_changed_alone_is_told_and_ends_with_one(perms: Perms, ledger: Path) -> None:
    disturb(ledger, KEY, english=True)
    disturb(ledger, OTHER, english=True, french=True)
    done = perms("translations", "--ledger", str(ledger))
    assert done.code == 1
    assert done.out.splitlines()[:3] == [
        f"{KEY}  [stale: English changed since]",
        "  en  agreement",
        "  fr  accord",
    ]
    assert f"{OTHER}  [changed together: to be reviewed]" in done.out
    assert "Missing or stale: 1" in done.out
    assert "perms translations --accept KEY …" in done.out
    only = perms("translations", "--ledger", str(ledger), "--state", "stale", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(only.out)))
    assert [(r["key"], r["state"], r["english"], r["french"]) for r in rows] == [
        (KEY, "english-changed", "agreement", "accord")
    ]


def test_a_changed_text_alone_in_two_words_is_no_fault(perms: Perms, ledger: Path) -> None:
    disturb(ledger, KEY, english=True, french=True)
    assert perms("translations", "--ledger", str(ledger)).code == 0


def test_accepting_a_key_keeps_who_and_when_and_nothing_else_changes(
    perms: Perms, ledger: Path
) -> None:
    disturb(ledger, KEY, french=True)
    before = ledger.read_text(encoding="utf-8").splitlines()
    done = perms(
        "translations", "--accept", KEY, "--by", "Ana", "--on", "2026-06-30",
        "--ledger", str(ledger),
    )  # fmt: skip
    assert done.code == 0
    after = ledger.read_text(encoding="utf-8").splitlines()
    (changed,) = [new for old, new in zip(before, after, strict=True) if old != new]
    assert changed.startswith(f"{KEY},")
    assert changed.endswith(",2026-06-30,Ana")
    assert "1 texts noted in mine.csv" in done.err


def test_accepting_all_can_be_narrowed(perms: Perms, ledger: Path) -> None:
    disturb(ledger, KEY, english=True)
    disturb(ledger, OTHER, french=True)
    perms(
        "translations", "--accept", "--all", "--state", "french-changed", "--on", "2026-06-30",
        "--ledger", str(ledger),
    )  # fmt: skip
    entries = Ledger.read(ledger).entries
    assert [k for k, e in entries.items() if e.reviewed_on] == [OTHER]
    perms("translations", "--accept", "--all", "--on", "2026-07-01", "--ledger", str(ledger))
    assert {e.reviewed_on for e in Ledger.read(ledger).entries.values()} == {"2026-07-01"}


def test_recording_leaves_what_is_known_alone_and_drops_what_is_gone(
    perms: Perms, ledger: Path, recorded: Ledger
) -> None:
    disturb(ledger, KEY, english=True)
    entries = dict(Ledger.read(ledger).entries)
    del entries[OTHER]
    entries["terms/perms:Gone/rdfs:label"] = entries[KEY]
    Ledger(entries).write(ledger)
    done = perms("translations", "--record", "--ledger", str(ledger))
    assert done.code == 1  # a record reviews nothing: the changed text is still to be looked at
    after = Ledger.read(ledger).entries
    assert after[KEY] == entries[KEY]
    assert after[OTHER] == recorded.entries[OTHER]
    assert "terms/perms:Gone/rdfs:label" not in after


def test_json_holds_counts_texts_and_things(perms: Perms, ledger: Path) -> None:
    done = perms("translations", "--ledger", str(ledger), "--kind", "rules", "--format", "json")
    found = json.loads(done.out)
    assert found["counts"]["rules"] == {"recorded": 12}
    assert len(found["texts"]) == 12
    assert found["texts"][0]["key"] == "rules/ends_from_dates/reading"
    assert found["texts"][0]["reviewed_on"] is None
    assert found["texts"][0]["remarks"] == []
    topics = {"kind": "perms:Agreement", "property": "perms:topic"}
    (topic,) = [t for t in found["things"] if topics.items() <= t.items()]
    assert (topic["both"], topic["french_only"]) == (0, 0)
    assert topic["english_only"] > 100


def test_things_in_one_language_are_counted_by_kind(perms: Perms, ledger: Path) -> None:
    done = perms("translations", "--things", "--ledger", str(ledger))
    words = [line.split() for line in done.out.splitlines()]
    assert [
        "perms:Passage", "perms:quotes", "0", "0", "22", "published"
    ] in words  # fmt: skip
    assert not any(w[0] == "perms:Goal" for w in words if w)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("terms/x",), "Keys are given with --accept."),
        (("--all",), "--all is given with --accept."),
        (("--accept",), "Say which texts: either keys, or --all."),
        (("--accept", "--all", KEY), "Say which texts: either keys, or --all."),
        (("--record", "--accept", "--all"), "--record takes all that is new, and no keys."),
        (("--state", "fine"), "“fine” does not suit --state."),
        (("--kind", "poems"), "“poems” does not suit --kind."),
        (("--format", "turtle"), "“turtle” does not suit --format."),
    ],
)
def test_words_that_contradict_each_other_are_refused(
    perms: Perms, words: tuple[str, ...], message: str
) -> None:
    done = perms("translations", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[0] == message


def test_a_key_that_is_not_there_is_answered_with_the_nearest(perms: Perms, ledger: Path) -> None:
    before = ledger.read_bytes()
    done = perms("translations", "--accept", KEY + "s", "--ledger", str(ledger))
    assert done.code == 2
    assert done.err.splitlines()[0] == f"There is no text with the key {KEY}s."
    assert KEY in done.err.splitlines()[1]
    assert ledger.read_bytes() == before


def test_what_has_one_language_cannot_be_accepted(perms: Perms, ledger: Path) -> None:
    key = "data/id:passage/principle-b/perms:quotes"
    done = perms("translations", "--accept", key, "--ledger", str(ledger))
    assert done.code == 2
    assert done.err.splitlines()[0].startswith(f"{key} is not in the ledger")


def test_a_damaged_ledger_is_named_with_its_line(perms: Perms, tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    path.write_text("key,english,french,reviewed_on,reviewed_by\nx\n", encoding="utf-8")
    done = perms("translations", "--ledger", str(path))
    assert done.code == 2
    assert done.err.startswith(f"{path}:2: This line of the ledger is not understood.")
