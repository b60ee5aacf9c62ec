"""Mechanisms, agreements and the money named in them."""

from __future__ import annotations

import re

from tools.convert.book import Book, moment, node, slug, text, typed
from tools.convert.facts import Row, codes
from tools.convert.organisations import SPREP, purpose
from tools.convert.schemes import concept

FILE = "register/agreements.trig"

# The notes say so of these: an end reckoned from a start and a duration, or a party read between the lines.
_COMPUTED_END = re.compile(r"[Ee]nd date computed|[Ee]nd computed|End = target year|years computed", re.IGNORECASE)
_INFERRED_BENEFITS = re.compile(r"Beneficiaries inferred|list inferred")
_INFERRED_MECHANISM = re.compile(r"Mechanism inferred|instrument type MoU inferred|inferred from \"on behalf of\"")
_INFERRED_START = re.compile(r"Start = |Start 20\d\d announced")

_STATUS = {"in force": "inForce", "running": "running", "running to 2031": "running", "in preparation": "inPreparation"}
_RELATION = {"renews": "perms:renews", "follows": "perms:follows", "part of or under": "perms:isUnder"}


def iri_of(code: str) -> str:
    """Give the short name of an agreement."""
    return "id:agreement/" + code.lower()


def mechanism_iri(code: str) -> str:
    """Give the short name of a mechanism."""
    return "id:mechanism/" + slug(code.removeprefix("M-"))


def mechanisms(book: Book, rows: list[Row]) -> None:
    """State the mechanisms; most French names are our translations."""
    file = "register/mechanisms.trig"
    ours = book.project("translations", "ourTranslation")
    for row in rows:
        iri = mechanism_iri(row["mechanism_code"])
        graph = book.source(row["source_url"])
        words = book.source(row["source_url"], "paraphrase")
        book.say(file, graph, iri, "rdf:type", node("perms:Mechanism"), node("skos:Concept"))
        book.say(file, graph, iri, "skos:inScheme", node("id:scheme/mechanism"))
        book.say(file, graph, iri, "skos:prefLabel", text(row["label_en"], "en"))
        book.say(file, graph, iri, "skos:notation", text(row["mechanism_code"]))
        book.say(file, words, iri, "skos:definition", text(row["definition_en"], "en"))
        book.say(file, words, iri, "perms:legalNature", text(row["legal_nature"], "en"))
        book.say(file, words, iri, "perms:mechanismGroup", node(concept("mechanism-group", row["group"])))
        book.say(file, words, iri, "perms:origin", text(row["origin"], "en"))
        if row["label_fr"]:
            official = row["label_fr_source"] != "our translation"
            book.say(file, graph if official else ours, iri, "skos:prefLabel", text(row["label_fr"], "fr"))
        if row["example_agreement_id"]:
            book.say(file, words, iri, "perms:exampleAgreement", node(iri_of(row["example_agreement_id"])))
    scheme, readings = "id:scheme/mechanism", book.project("readings", "inferred")
    book.say(file, readings, scheme, "rdf:type", node("skos:ConceptScheme"))
    book.say(file, readings, scheme, "skos:prefLabel", text("Mechanisms", "en"), text("Mécanismes", "fr"))


def agreements(book: Book, rows: list[Row], by_code: dict[str, str]) -> None:
    """State the agreements. Purposes and goals are nearly always our reading of the topic."""
    for row in rows:
        iri, url, notes = iri_of(row["agreement_id"]), row["source_url"], row["notes"]
        graph = book.source(url, row["confidence"])
        stated, reading = book.source(url), book.source(url, "inferred")
        words = book.source(url, "paraphrase")

        def say(where: str, predicate: str, *objects: object, _iri: str = iri) -> None:
            book.say(FILE, where, _iri, predicate, *objects)  # type: ignore[arg-type]

        say(graph, "rdf:type", node("perms:Agreement"))
        say(graph, "skos:prefLabel", text(row["title"], "en"))
        say(graph, "skos:notation", text(row["agreement_id"]))
        say(graph, "dcterms:source", node(url))
        if row["source_url_2"]:
            say(book.source(row["source_url_2"]), "dcterms:source", node(row["source_url_2"]))
        if row["title_fr"]:
            say(stated, "skos:prefLabel" if len(row["title_fr"]) > 20 else "skos:altLabel", text(row["title_fr"], "fr"))
        say(graph, "perms:partiesAsPrinted", text(row["parties"]))
        say(graph, "perms:hasParty", node(SPREP))
        for partner in codes(row["partner_ids"]):
            say(graph, "perms:hasPartner", node("id:partner/" + partner))
        inferred_mechanism = _INFERRED_MECHANISM.search(notes)
        say(reading if inferred_mechanism else graph, "perms:usesMechanism", node(mechanism_iri(row["mechanism_code"])))
        _dates(book, row)
        for code in codes(row["supports"]):
            say(reading, "perms:hasPurpose", node(purpose(code)))
        say(words, "perms:topic", text(row["topic"], "en"))
        if row["regional_goal"]:
            where = stated if row["regional_goal_confidence"] == "stated" else reading
            say(where, "perms:servesGoal", node(f"id:goal/{row['regional_goal'].lower()}"))
        if row["objective"].startswith("OG4-"):
            say(reading, "perms:servesObjective", node("id:objective/" + slug(row["objective"])))
        elif row["objective"]:
            say(reading, "perms:servesGoal", node(f"id:goal/{row['objective'].lower()}"))
        benefits = reading if _INFERRED_BENEFITS.search(notes) else graph
        for code in codes(row["beneficiary_members"]):
            say(benefits, "perms:benefits", node(by_code[code]))
        if row["predecessor_id"]:
            say(graph, _RELATION[row["relation_to_predecessor"]], node(iri_of(row["predecessor_id"])))
        if row["status_note"]:
            say(graph, "perms:statedStatus", node("id:status/" + _STATUS[row["status_note"]]))
            say(graph, "perms:statusNote", text(row["status_note"], "en"))
        if notes:
            say(words, "skos:note", text(notes, "en"))
        _amount(book, row)


def _dates(book: Book, row: Row) -> None:
    iri, url, notes = iri_of(row["agreement_id"]), row["source_url"], row["notes"]
    graph, reading = book.source(url, row["confidence"]), book.source(url, "inferred")
    if row["signature_date"]:
        where = reading if row["date_confidence"] == "inferred" else graph
        book.say(FILE, where, iri, "perms:signedOn", moment(row["signature_date"]))
        book.say(FILE, where, iri, "perms:dateKind", node(concept("date-kind", row["date_kind"])))
    if row["start_date"]:
        where = reading if _INFERRED_START.search(notes) else graph
        # Work on a text that is not signed yet begins its preparation, not the agreement.
        begun = "preparationBeganOn" if row["status_note"] == "in preparation" else "startsOn"
        book.say(FILE, where, iri, f"perms:{begun}", moment(row["start_date"]))
    if row["end_date"]:
        where = reading if _COMPUTED_END.search(notes) else graph
        book.say(FILE, where, iri, "perms:endsOn", moment(row["end_date"]))
    if row["duration_stated"]:
        book.say(FILE, graph, iri, "perms:durationAsPrinted", text(row["duration_stated"], "en"))


def _amount(book: Book, row: Row) -> None:
    iri, url = iri_of(row["agreement_id"]), row["source_url"]
    graph, words = book.source(url, row["confidence"]), book.source(url, "paraphrase")
    if not row["amount"]:
        if row["amount_note"]:
            book.say(FILE, words, iri, "perms:amountNote", text(row["amount_note"], "en"))
        return
    amount = "id:amount/" + row["agreement_id"].lower()
    label = f"{row['amount']} {row['currency']}"
    book.say(FILE, graph, iri, "perms:hasAmount", node(amount))
    book.say(FILE, graph, amount, "rdf:type", node("perms:Amount"))
    book.say(FILE, graph, amount, "skos:prefLabel", text(label))
    book.say(FILE, graph, amount, "perms:value", typed(row["amount"], "decimal"))
    book.say(FILE, graph, amount, "perms:currency", text(row["currency"]))
    book.say(FILE, words, amount, "perms:amountScope", node(concept("amount-scope", row["amount_scope"])))
    if row["amount_note"]:
        book.say(FILE, words, amount, "perms:amountNote", text(row["amount_note"], "en"))
    if row["same_money_as"]:
        book.say(FILE, words, amount, "perms:sameMoneyAs", node(iri_of(row["same_money_as"])))


def contributions(book: Book, rows: list[Row]) -> None:
    """State the contributions. They must not be added up: scopes and currencies differ."""
    file = "register/contributions.trig"
    readings = book.project("readings", "inferred")
    for row in rows:
        iri = "id:contribution/" + row["contribution_id"].lower()
        graph = book.source(row["source_url"], row["confidence"])
        words = book.source(row["source_url"], "paraphrase")
        book.say(file, graph, iri, "rdf:type", node("perms:Contribution"))
        book.say(file, graph, iri, "skos:notation", text(row["contribution_id"]))
        label = f"{row['amount']} {row['currency']}"
        when = row["year"] or "–".join(x for x in (row["period_start"], row["period_end"]) if x)
        book.say(file, readings, iri, "skos:prefLabel", text(f"{label} ({when})" if when else label))
        book.say(file, graph, iri, "perms:givenBy", node("id:partner/" + row["partner_id"]))
        book.say(file, graph, iri, "perms:value", typed(row["amount"], "decimal"))
        book.say(file, graph, iri, "perms:currency", text(row["currency"]))
        book.say(file, words, iri, "perms:contributionKind", node(concept("contribution-kind", row["kind"])))
        book.say(file, words, iri, "perms:amountScope", node(concept("amount-scope", row["scope"])))
        for column, name in (("year", "year"), ("period_start", "startsOn"), ("period_end", "endsOn")):
            if row[column]:
                book.say(file, graph, iri, f"perms:{name}", moment(row[column]))
        if row["agreement_id"]:
            book.say(file, graph, iri, "perms:underAgreement", node(iri_of(row["agreement_id"])))
        if row["note"]:
            book.say(file, words, iri, "skos:note", text(row["note"], "en"))


def statistics(book: Book, rows: list[Row]) -> None:
    """State the figures about SPREP as a whole."""
    file = "register/statistics.trig"
    seen: dict[str, int] = {}
    readings = book.project("readings", "inferred")
    for row in rows:
        name = slug(f"{row['measure']}-{row['year']}")
        seen[name] = seen.get(name, 0) + 1
        iri = "id:statistic/" + (name if seen[name] == 1 else f"{name}-{seen[name]}")
        graph = book.source(row["source_url"], row["confidence"])
        book.say(file, graph, iri, "rdf:type", node("perms:Statistic"))
        label = row["measure"] + (f" ({row['year']})" if row["year"] else "")
        book.say(file, readings, iri, "skos:prefLabel", text(label, "en"))
        book.say(file, graph, iri, "perms:measureName", text(row["measure"], "en"))
        book.say(file, graph, iri, "perms:value", typed(row["value"], "decimal"))
        book.say(file, graph, iri, "perms:unit", text(row["unit"]))
        book.say(file, graph, iri, "perms:about", node(SPREP))
        if row["year"]:
            book.say(file, graph, iri, "perms:year", moment(row["year"]))
        if row["note"]:
            book.say(file, book.source(row["source_url"], "paraphrase"), iri, "skos:note", text(row["note"], "en"))
