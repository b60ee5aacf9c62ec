"""The ledger's file: same entries, same bytes; whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perms_graph.bilingual import Entry, Ledger, digest
from perms_graph.errors import FileError

HEAD = "key,english,french,reviewed_on,reviewed_by\n"
ROW = "terms/perms:A/rdfs:label,0123456789abcdef,fedcba9876543210,2026-01-02,Ana\n"


def test_a_digest_is_of_the_letters_not_of_how_they_are_stored() -> None:
    assert digest("é") == digest("e\u0301")
    assert digest("e") != digest("é")
    assert digest("") == ""
    assert len(digest("a")) == 16


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20),
        st.builds(
            Entry,
            st.text("0123456789abcdef", min_size=16, max_size=16),
            st.text("0123456789abcdef", min_size=16, max_size=16),
            st.sampled_from(["", "2026-01-02"]),
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=10),
        ),
        max_size=5,
    )
)
def test_what_is_written_is_read_again_in_one_order(
    tmp_path_factory: pytest.TempPathFactory, entries: dict[str, Entry]
) -> None:
    path = tmp_path_factory.mktemp("ledger") / "reviewed.csv"
    Ledger(entries).write(path)
    assert Ledger.read(path).entries == entries
    backwards = Ledger(dict(sorted(entries.items(), reverse=True)))
    assert backwards.text() == path.read_text(encoding="utf-8")
    assert [p.name for p in path.parent.iterdir()] == ["reviewed.csv"]


def test_no_file_is_an_empty_ledger(tmp_path: Path) -> None:
    assert Ledger.read(tmp_path / "none.csv").entries == {}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("key,en\n", 1, id="another heading"),
        pytest.param(HEAD + "a,b\n", 2, id="too few columns"),
        pytest.param(HEAD + ROW + "<<<<<<< ours\n", 3, id="a conflict left in"),
        pytest.param(HEAD + ROW.replace("0123456789abcdef", "xyz"), 2, id="no digest"),
        pytest.param(HEAD + ROW.replace("2026-01-02", "today"), 2, id="no day"),
        pytest.param(HEAD + ROW + ROW, 3, id="a key twice"),
        pytest.param(HEAD + '"a', None, id="a quote without end"),
    ],
)
def test_a_damaged_ledger_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int | None
) -> None:
    path = tmp_path / "reviewed.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        Ledger.read(path)
    assert (caught.value.path, caught.value.line) == (str(path), line)


def test_a_ledger_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "reviewed.csv"
    (target / "inside").mkdir(parents=True)
    with pytest.raises(FileError) as caught:
        Ledger({}).write(target)
    assert caught.value.path == str(target)
    assert [p.name for p in tmp_path.iterdir()] == ["reviewed.csv"]
    assert (target / "inside").is_dir()
