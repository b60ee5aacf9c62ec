"""The files on disk: what the facts give, readable, and the same each run."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from tools.convert_facts.__main__ import main
from tools.convert_facts.converting import files_of, stale
from tools.convert_facts.names import dated, grouped, slug
from tools.convert_facts.writing import Writer


def test_files_on_disk_are_what_the_facts_give(shipped) -> None:
    assert stale(shipped.data, files_of(shipped.data)) == []


def test_a_corrected_row_shows_in_the_check(shipped, tmp_path: Path, capsys) -> None:
    for folder in ("facts", "readings"):
        for source in sorted((shipped.data / folder).rglob("*")):
            target = tmp_path / source.relative_to(shipped.data)
            if source.is_dir():
                target.mkdir(parents=True, exist_ok=True)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(source.read_bytes())
    readme = (shipped.data / "README.md").read_text(encoding="utf-8")
    (tmp_path / "README.md").write_text(readme, encoding="utf-8")
    assert main(["--data", str(tmp_path)]) == 0
    assert main(["--data", str(tmp_path), "--check"]) == 0
    members = tmp_path / "facts" / "members.csv"
    rows = members.read_text(encoding="utf-8")
    members.write_text(rows.replace("Avarua", "Arutanga"), encoding="utf-8")
    assert main(["--data", str(tmp_path), "--check"]) == 1
    assert "register/members.trig is not what the facts give" in capsys.readouterr().out


def test_reading_the_files_gives_every_statement_of_the_book(shipped) -> None:
    assert set(shipped.quads) == set(shipped.book.statements())


def test_each_graph_is_one_block_a_file_and_each_subject_one_block_a_graph(shipped) -> None:
    text = (shipped.data / "register" / "members.trig").read_text(encoding="utf-8")
    graphs = re.findall(r"^(\S+) \{$", text, flags=re.MULTILINE)
    assert len(graphs) == len(set(graphs)) > 5
    for block in text.split("{\n")[1:]:
        subjects = re.findall(r"^    (\S+)$", block, flags=re.MULTILINE)
        assert len(subjects) == len(set(subjects))


def test_no_file_names_a_place_on_a_machine(shipped) -> None:
    for name, text in files_of(shipped.data).items():
        assert not re.search(r"(?<![\w.])/(?:work|tmp|home|root)/", text), name


def test_a_text_survives_being_written() -> None:
    odd = 'quote " backslash \\ newline \n tab \t é 太'
    node, graph = (
        ox.NamedNode("https://w3id.org/perms/id/note/odd"),
        "https://w3id.org/perms/graph/x",
    )
    literal = ox.Literal(odd, language="en")
    predicate = ox.NamedNode("http://purl.org/dc/terms/description")
    written = Writer().write("A test.", {graph: {node: {predicate: {literal}}}})
    (quad,) = ox.parse(written, format=ox.RdfFormat.TRIG)
    assert quad.object == literal


@pytest.mark.parametrize(
    ("value", "datatype"),
    [("2024", "gYear"), ("2024-05", "gYearMonth"), ("2024-05-28", "date")],
)
def test_a_date_keeps_its_precision(value: str, datatype: str) -> None:
    assert dated(value).datatype.value == f"http://www.w3.org/2001/XMLSchema#{datatype}"


@pytest.mark.parametrize("value", ["", "24", "2024-13", "May 2024", "2024-05-32"])
def test_what_is_not_a_date_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="not a year, month or day"):
        dated(value)


def test_slugs_are_ascii_with_hyphens() -> None:
    assert slug("Côte d’Ivoire / Îles & Cie.") == "cote-divoire-iles-cie"


def test_numbers_are_grouped_for_each_language() -> None:
    assert grouped("8168178.32") == ("8,168,178.32", "8\u202f168\u202f178,32")
