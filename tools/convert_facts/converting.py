"""The whole conversion: facts in, texts of files out."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tools.convert_facts import (
    agreements,
    codelists,
    disagreements,
    documents,
    iati,
    mechanisms,
    members,
    money,
    notes,
    partners,
    partnerships,
    passages,
    provenance,
    schemes,
    strategy,
    translations,
)
from tools.convert_facts.book import Book
from tools.convert_facts.counts import readme
from tools.convert_facts.reading import Facts
from tools.convert_facts.writing import Writer

FOLDERS: Final = ("register", "strategy", "codelists")
HEADING: Final = (
    "Written by tools/convert_facts from data/facts: correct a row there, then run it again.\n"
    "Each graph holds what one document states with one confidence; see data/provenance.trig."
)


def book_of(data: Path) -> tuple[Book, Facts]:
    """Convert the facts.

    Args:
        data: Folder with ``facts/`` and ``readings/``.

    Raises:
        KeyError: A code in a row is unknown.
        ValueError: A cell is not of the form its column wants.
    """
    facts = Facts.read(data)
    ours = facts.ours["translations"]
    french = {r["thing"]: r["text"] for r in ours if r["what"] == "name" and r["language"] == "fr"}
    measures = {r["thing"]: r["text"] for r in facts.ours["measures"]}
    titles = {
        row["agreement_id"].lower(): row["title_fr"]
        for row in facts.tables["agreements"]
        if row["title_fr"]
    }
    titles |= {name.removeprefix("agreement/"): text for name, text in french.items()}
    for row in facts.tables["mechanisms"]:
        key = f"mechanism/{mechanisms.mechanism_name(row['mechanism_code'])}"
        if key in french:
            titles[f"mechanism/{row['mechanism_code']}"] = french[key]

    book = Book(documents.library(facts))
    schemes.convert(book, facts)
    members.convert(book, facts)
    partners.convert(book, facts)
    mechanisms.convert(book, facts)
    agreements.convert(book, facts)
    partnerships.convert(book, facts, titles)
    money.convert(book, facts, measures, titles)
    disagreements.convert(book, facts)
    passages.convert(book, facts)
    strategy.convert(book, facts)
    notes.convert(book, facts)
    codelists.convert(book, facts)
    iati.convert(book, data / "facts" / "iati" / "codelists")
    translations.convert(book, ours)
    provenance.convert(book)
    return book, facts


def files_of(data: Path) -> dict[str, str]:
    """Give the text of every file the facts make, by its path inside the data folder."""
    book, facts = book_of(data)
    files = {
        f"{name}.trig": Writer().write(HEADING, graphs)
        for name, graphs in sorted(book.files.items())
    }
    files["README.md"] = readme(data, book, facts)
    return files


def stale(data: Path, wanted: dict[str, str]) -> list[str]:
    """Name the files on disk that are missing, different, or not to be there, in order."""
    present = {
        path.relative_to(data).as_posix()
        for folder in FOLDERS
        for path in (data / folder).glob("*.trig")
    }
    differing = {
        name
        for name, text in wanted.items()
        if not (data / name).is_file() or (data / name).read_text(encoding="utf-8") != text
    }
    return sorted(differing | (present - set(wanted)))
