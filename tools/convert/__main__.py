"""Write ``data/*.trig`` from ``data/facts``; with ``--check`` only say whether they are up to date."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.convert import agreements, codelists, disagreements, organisations, partnerships
from tools.convert import passages, provenance, schemes, strategy
from tools.convert.book import Book, write
from tools.convert.facts import read

TOP = Path(__file__).resolve().parents[2]


def convert(facts: Path) -> tuple[Book, dict[str, str]]:
    """Convert the facts.

    Args:
        facts: Folder with the tables.

    Returns:
        The book, and the text of each file by its path under ``data/``.
    """
    book, licences = Book(), {}
    members, partners = read(facts, "members.csv"), read(facts, "partners.csv")
    signed, forms = read(facts, "agreements.csv"), read(facts, "mechanisms.csv")
    plan = read(facts, "strategy.csv")
    by_code = {m["alpha2"]: organisations.member_iri(m) for m in members}
    schemes.write(book)
    organisations.sprep(book, plan)
    organisations.members(book, members)
    organisations.partners(book, partners, by_code)
    agreements.mechanisms(book, forms)
    agreements.agreements(book, signed, by_code)
    agreements.contributions(book, read(facts, "contributions.csv"))
    agreements.statistics(book, read(facts, "measures.csv"))
    partnerships.partnerships(book, signed, forms, partners)
    strategy.schemes(book)
    strategy.strategy(book, plan)
    passages.passages(book, facts)
    disagreements.disagreements(book, facts)
    disagreements.notes(book, facts)
    codelists.tables(book, facts, licences)
    codelists.iati(book, facts)
    provenance.provenance(book, licences)
    return book, book.files()


def main() -> int:
    """Run from the command line; 1 if ``--check`` finds a difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; say what differs")
    data = TOP / "data"
    arguments = parser.parse_args()
    _, files = convert(data / "facts")
    stale = [
        n for n, t in files.items() if not (data / n).is_file() or (data / n).read_text("utf-8") != t
    ]
    if arguments.check:
        print("\n".join(f"data/{n} is not what data/facts gives" for n in stale) or "up to date")
        return 1 if stale else 0
    write(data, files)
    print(f"{len(files)} files, {len(stale)} changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
