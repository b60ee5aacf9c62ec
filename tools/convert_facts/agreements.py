"""Agreements: parties, mechanism, dates, money, what they serve, and what came before them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from tools.convert_facts.book import BY_WORD, Book, Confidence, Page
from tools.convert_facts.mechanisms import mechanism_name
from tools.convert_facts.members import SPREP, member_slugs
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
from tools.convert_facts.purposes import PURPOSES
from tools.convert_facts.reading import Facts, Row, addresses_in
from tools.convert_facts.schemes import readings

FILE: Final = "register/agreements"

RELATIONS: Final = {"renews": "renews", "follows": "follows", "part of or under": "isUnder"}

INFERRED: Final = {
    # Column → what its row's notes say when the value is ours. A row has no column for this.
    "start_date": re.compile(
        r"Start = (?!entry)|[Yy]ears (?:computed|from the event)|Years are those of|Start = launch"
    ),
    "end_date": re.compile(
        r"end (?:date )?computed|years computed|Years from the event|Years are those of"
        r"|End = |end inferred",
        re.IGNORECASE,
    ),
    "mechanism_code": re.compile(
        r"Mechanism inferred|instrument type MoU inferred|Contracted service inferred"
    ),
    "beneficiary_members": re.compile(r"Beneficiaries inferred|; list inferred"),
    "partner_ids": re.compile(r"list of partners inferred|parties inferred"),
    "currency": re.compile(r"Dollar taken as USD"),
}

SECOND_SOURCE: Final = {
    # The row's dates are those of its second page; the first page says otherwise (disagreements).
    "AG-064": frozenset({"start_date", "end_date"}),
    "AG-125": frozenset({"end_date"}),
}
_STATUS: Final = {"running to 2031": "running"}
"""Status notes that say more than the status."""


@dataclass(frozen=True)
class _Pages:
    """The graphs of one row's sources."""

    book: Book
    facts: Facts
    row: Row

    @property
    def said(self) -> Page:
        return self.at(BY_WORD[self.row["confidence"]])

    def at(self, confidence: Confidence) -> Page:
        return self.book.source(FILE, self.row["source_url"], confidence)

    def of(self, column: str) -> Page:
        """Give the graph for the value of a column."""
        pattern = INFERRED.get(column)
        if pattern and pattern.search(self.row["notes"]):
            return self.at(Confidence.INFERRED)
        if column in SECOND_SOURCE.get(self.row["agreement_id"], frozenset()):
            return self.book.source(FILE, self.row["source_url_2"], Confidence.STATED)
        return self.said


def convert(book: Book, facts: Facts) -> None:
    """Write all agreements and their amounts."""
    members = member_slugs(facts)
    for row in facts.tables["agreements"]:
        pages = _Pages(book, facts, row)
        node = thing("agreement", slug(row["agreement_id"]))
        _names(pages, node)
        _parties(pages, node)
        _dates(pages, node)
        _serves(pages, node, members)
        _money(pages, node)
        _notes(pages, node)


def _names(pages: _Pages, agreement: ox.NamedNode) -> None:
    row, said = pages.row, pages.said
    said.kind(agreement, perms("Agreement"))
    said.say(agreement, skos("notation"), text(row["agreement_id"]))
    said.say(agreement, dcterms("source"), iri(row["source_url"]))
    if row["source_url_2"]:
        second = pages.book.source(FILE, row["source_url_2"], Confidence.STATED)
        second.say(agreement, dcterms("source"), iri(row["source_url_2"]))
    if row["title_fr"] and row["title"].startswith(row["title_fr"]):
        # The title itself is French; the other column only names the sort of instrument.
        said.say(agreement, skos("prefLabel"), french(row["title"]))
        said.say(agreement, skos("altLabel"), french(row["title_fr"]))
    else:
        said.say(agreement, skos("prefLabel"), english(row["title"]))
        if row["title_fr"]:
            said.say(agreement, skos("prefLabel"), french(row["title_fr"]))


def _parties(pages: _Pages, agreement: ox.NamedNode) -> None:
    row = pages.row
    who = pages.of("partner_ids")
    who.say(agreement, perms("hasParty"), SPREP)
    for partner in filter(None, row["partner_ids"].split(";")):
        who.say(agreement, perms("hasPartner"), thing("partner", partner))
    pages.said.say(agreement, perms("partiesAsPrinted"), text(row["parties"]))
    mechanism = thing("mechanism", mechanism_name(row["mechanism_code"]))
    pages.of("mechanism_code").say(agreement, perms("usesMechanism"), mechanism)
    if row["predecessor_id"]:
        before = thing("agreement", slug(row["predecessor_id"]))
        relation = perms(RELATIONS[row["relation_to_predecessor"]])
        pages.said.say(agreement, relation, before)


def _dates(pages: _Pages, agreement: ox.NamedNode) -> None:
    row = pages.row
    if row["signature_date"]:
        page = pages.at(BY_WORD[row["date_confidence"]])
        page.say(agreement, perms("signedOn"), dated(row["signature_date"]))
        page.say(agreement, perms("dateKind"), pages.facts.concept("date-kind", row["date_kind"]))
    # Work on a text that is not signed yet begins its preparation, not the agreement.
    begun = "preparationBeganOn" if row["status_note"] == "in preparation" else "startsOn"
    for column, term in (("start_date", begun), ("end_date", "endsOn")):
        if row[column]:
            pages.of(column).say(agreement, perms(term), dated(row[column]))
    if row["duration_stated"]:
        pages.said.say(agreement, perms("durationAsPrinted"), text(row["duration_stated"]))
    if row["status_note"]:
        word = _STATUS.get(row["status_note"], row["status_note"])
        status = pages.facts.concept("status", word)
        pages.said.say(agreement, perms("statedStatus"), status)
        pages.said.say(agreement, perms("statusNote"), english(row["status_note"]))


def _serves(pages: _Pages, agreement: ox.NamedNode, members: dict[str, str]) -> None:
    row, read = pages.row, pages.at(Confidence.INFERRED)
    for purpose in filter(None, row["supports"].split(";")):
        read.say(agreement, perms("hasPurpose"), thing("purpose", PURPOSES[purpose]))
    if row["regional_goal"]:
        page = pages.at(BY_WORD[row["regional_goal_confidence"]])
        page.say(agreement, perms("servesGoal"), thing("goal", slug(row["regional_goal"])))
    if "-" in row["objective"]:
        objective = thing("objective", slug(row["objective"]))
        read.say(agreement, perms("servesObjective"), objective)
    elif row["objective"]:
        # A whole organisational goal, though the column is called objective.
        read.say(agreement, perms("servesGoal"), thing("goal", slug(row["objective"])))
    page = pages.of("beneficiary_members")
    for code in filter(None, row["beneficiary_members"].split(";")):
        page.say(agreement, perms("benefits"), thing("member", members[code]))


def _money(pages: _Pages, agreement: ox.NamedNode) -> None:
    row, said = pages.row, pages.said
    put = pages.at(Confidence.PARAPHRASE)
    # Without a sum there is no amount; what is known stays on the agreement.
    holder = thing("amount", slug(row["agreement_id"])) if row["amount"] else agreement
    if row["amount"]:
        said.kind(holder, perms("Amount"))
        said.say(agreement, perms("hasAmount"), holder)
        said.say(holder, perms("value"), typed(row["amount"], "decimal"))
        pages.of("currency").say(holder, perms("currency"), text(row["currency"]))
        scope = pages.facts.concept("amount-scope", row["amount_scope"])
        said.say(holder, perms("amountScope"), scope)
        name_amount(pages.book, FILE, holder, row["amount"], row["currency"], row["agreement_id"])
    if row["amount_note"]:
        put.say(holder, perms("amountNote"), english(row["amount_note"]))
    if row["same_money_as"]:
        same = thing("agreement", slug(row["same_money_as"]))
        pages.at(Confidence.INFERRED).say(holder, perms("sameMoneyAs"), same)


def name_amount(
    book: Book, file: str, amount: ox.NamedNode, value: str, currency: str, agreement: str
) -> None:
    """Give an amount a name for readers; ours, no source names amounts."""
    en, fr = grouped(value)
    readings(book, file).say(
        amount,
        skos("prefLabel"),
        english(f"{currency} {en} ({agreement})"),
        french(f"{fr} {currency} ({agreement})"),
    )


def _notes(pages: _Pages, agreement: ox.NamedNode) -> None:
    row, put = pages.row, pages.at(Confidence.PARAPHRASE)
    if row["topic"]:
        put.say(agreement, perms("topic"), english(row["topic"]))
    if row["notes"]:
        put.say(agreement, skos("note"), english(row["notes"]))
    for address in addresses_in(f"{row['notes']} {row['amount_note']}"):
        put.say(agreement, dcterms("references"), iri(address))
