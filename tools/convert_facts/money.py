"""Contributions by partner and year, and figures about SPREP. Never to be added blindly."""

from __future__ import annotations

from typing import Final

from tools.convert_facts.book import BY_WORD, Book, Confidence
from tools.convert_facts.members import SPREP
from tools.convert_facts.names import (
    dated,
    dcterms,
    english,
    french,
    grouped,
    iri,
    perms,
    skos,
    slug,
    text,
    thing,
    typed,
)
from tools.convert_facts.reading import Facts, Row, addresses_in
from tools.convert_facts.schemes import readings

CONTRIBUTIONS: Final = "register/contributions"
STATISTICS: Final = "register/statistics"


def convert(book: Book, facts: Facts, measures_fr: dict[str, str], titles: dict[str, str]) -> None:
    """Write contributions and statistics.

    Args:
        book: Where to.
        facts: Both tables.
        measures_fr: English name of a measure → our French one.
        titles: ``partner/<slug>`` → our French name, where the source gives none.
    """
    partners = {p["partner_id"]: p for p in facts.tables["partners"]}
    for row in facts.tables["contributions"]:
        partner = partners[row["partner_id"]]
        name_fr = partner["name_fr"] or titles[f"partner/{row['partner_id']}"]
        _contribution(book, facts, row, (partner["name"], name_fr))
    seen: dict[str, int] = {}
    for row in facts.tables["measures"]:
        name = slug(f"{row['measure']} {row['year'] or 'undated'}")
        seen[name] = seen.get(name, 0) + 1
        number = seen[name]
        _statistic(book, row, name if number == 1 else f"{name}-{number}", measures_fr)


def _contribution(book: Book, facts: Facts, row: Row, giver: tuple[str, str]) -> None:
    name_en, name_fr = giver
    file, code = CONTRIBUTIONS, row["contribution_id"]
    node = thing("contribution", slug(code))
    said = book.source(file, row["source_url"], BY_WORD[row["confidence"]])
    said.kind(node, perms("Contribution"))
    said.say(node, skos("notation"), text(code))
    said.say(node, perms("givenBy"), thing("partner", row["partner_id"]))
    if row["agreement_id"]:
        said.say(node, perms("underAgreement"), thing("agreement", slug(row["agreement_id"])))
    for column, term in (("year", "year"), ("period_start", "startsOn"), ("period_end", "endsOn")):
        if row[column]:
            said.say(node, perms(term), dated(row[column]))
    said.say(node, perms("value"), typed(row["amount"], "decimal"))
    said.say(node, perms("currency"), text(row["currency"]))
    said.say(node, perms("contributionKind"), facts.concept("contribution-kind", row["kind"]))
    said.say(node, perms("amountScope"), facts.concept("amount-scope", row["scope"]))
    said.say(node, dcterms("source"), iri(row["source_url"]))
    if row["note"]:
        put = book.source(file, row["source_url"], Confidence.PARAPHRASE)
        put.say(node, skos("note"), english(row["note"]))
    when = row["year"] or "–".join(filter(None, (row["period_start"], row["period_end"])))
    tail = f", {when}" if when else ""
    en, fr = grouped(row["amount"])
    readings(book, file).say(
        node,
        skos("prefLabel"),
        english(f"{name_en}: {row['currency']} {en}{tail}"),
        french(f"{name_fr} : {fr} {row['currency']}{tail}"),
    )


def _statistic(book: Book, row: Row, name: str, measures_fr: dict[str, str]) -> None:
    node = thing("statistic", name)
    said = book.source(STATISTICS, row["source_url"], BY_WORD[row["confidence"]])
    said.kind(node, perms("Statistic"))
    said.say(node, perms("measureName"), english(row["measure"]))
    said.say(node, perms("value"), typed(row["value"], "decimal"))
    said.say(node, perms("unit"), text(row["unit"]))
    said.say(node, perms("about"), SPREP)
    said.say(node, dcterms("source"), iri(row["source_url"]))
    if row["year"]:
        said.say(node, perms("year"), dated(row["year"]))
    if row["note"]:
        put = book.source(STATISTICS, row["source_url"], Confidence.PARAPHRASE)
        put.say(node, skos("note"), english(row["note"]))
        for address in addresses_in(row["note"]):
            put.say(node, dcterms("references"), iri(address))
    tail = f" ({row['year']})" if row["year"] else ""
    readings(book, STATISTICS).say(
        node,
        skos("prefLabel"),
        english(f"{row['measure']}{tail}"),
        french(f"{measures_fr[row['measure']]}{tail}"),
    )
