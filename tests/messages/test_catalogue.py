"""The French of the interface is whole, and the tool that keeps it loses nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from perms_graph.errors import FileError, QueryError, msg
from perms_graph.translation import explain, translate
from tools import messages


def test_no_sentence_is_without_its_french() -> None:
    compiled = messages.PO.with_suffix(".mo").read_bytes()
    assert messages.faults(messages.read(), messages.collect(), compiled) == []


def test_nothing_is_kept_that_no_one_says() -> None:
    assert [str(text) for text in messages.read().obsolete] == []


def test_the_catalogue_is_as_the_tool_writes_it() -> None:
    fresh = messages.update(messages.read(), messages.collect())
    assert messages.written(fresh) == messages.PO.read_bytes()


def test_french_punctuation_keeps_to_its_word() -> None:
    # A line must not break before ":", ";", "?", "!" or inside « ».
    loose = re.compile(r"\w [:;?!»]|« ")
    found = [str(m.string) for m in messages.read() if m.id and loose.search(str(m.string))]
    assert found == []


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "perms_graph").mkdir()
    (tmp_path / "web" / "templates").mkdir(parents=True)
    (tmp_path / "perms_graph" / "a.py").write_text(
        'msg("one " "sentence", x=msg("within"))\nerrors.msg("dotted")\nother("no")\nmsg(name)\n',
        encoding="utf-8",
    )
    (tmp_path / "web" / "templates" / "b.html").write_text(
        '{{ _("page {n}", n=3) }}{{ _("within") }}', encoding="utf-8"
    )
    return tmp_path


def test_sentences_are_found_in_code_and_in_pages(checkout: Path) -> None:
    assert messages.collect(checkout) == {
        "dotted": ["perms_graph/a.py"],
        "one sentence": ["perms_graph/a.py"],
        "page {n}": ["web/templates/b.html"],
        "within": ["perms_graph/a.py", "web/templates/b.html"],
    }


def test_an_update_keeps_translations_even_of_what_is_gone_for_now() -> None:
    known = Catalog(locale="fr")
    known.add("a", "un")
    known.add("b", "deux", flags={"fuzzy"})
    fresh = messages.update(known, {"b": ["x.py"], "c": ["x.py"]})
    assert {str(m.id): (m.string, m.fuzzy) for m in fresh if m.id} == {
        "b": ("deux", True),
        "c": ("", False),
    }
    assert [m.string for m in fresh.obsolete.values()] == ["un"]
    back = messages.update(fresh, {"a": ["x.py"]})
    assert back.get("a").string == "un"  # type: ignore[union-attr]
    assert dict(messages.update(known, {"b": []}, prune=True).obsolete) == {}


def test_every_fault_is_named() -> None:
    catalogue = Catalog(locale="fr")
    catalogue.add("right {x}", "juste {x}")
    catalogue.add("doubtful", "douteux", flags={"fuzzy"})
    catalogue.add("other {x}", "autre {y}")
    sentences = ["right {x}", "doubtful", "other {x}", "missing"]
    compiled = messages.compile_catalogue(catalogue)
    assert messages.faults(catalogue, sentences, compiled) == [
        "doubtful French (fuzzy): 'doubtful'",
        "other fields in the French: 'other {x}' → 'autre {y}'",
        "no French: 'missing'",
    ]
    catalogue.add("new", "neuf")
    assert messages.faults(catalogue, [], compiled) == [
        "messages.mo is not compiled from this messages.po: make messages"
    ]
    assert len(messages.faults(catalogue, [], b"")) == 1


def test_a_sentence_is_said_with_its_values_in_the_language() -> None:
    nested = msg("Give {wanted}.", wanted=msg("yes or no"))
    assert translate(nested, "en") == "Give yes or no."
    assert translate(nested, "fr") == "Donnez oui ou non."
    assert translate("no such sentence", "fr") == "no such sentence"


def test_an_error_says_its_place_and_what_to_do() -> None:
    in_file = FileError("a.ttl", msg("There is no such file."), line=3, column=6)
    assert explain(in_file, "fr") == "a.ttl:3:6: Ce fichier n’existe pas."
    in_query = QueryError(msg("The query is empty."), msg("yes or no"), line=1, column=2)
    assert explain(in_query, "fr") == "La requête est vide. (ligne 1, colonne 2)\noui ou non"
