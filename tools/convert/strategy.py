"""The strategy side: plans, goals, objectives, principles, frameworks, meetings, terms, holes."""

from __future__ import annotations

import re

from tools.convert.agreements import mechanism_iri
from tools.convert.book import Book, moment, node, slug, text
from tools.convert.facts import Row
from tools.convert.organisations import SPREP, purpose

FILE = "strategy/strategy.trig"

PRINCIPLES = {
    "PERMS-P-b": ("strategicContribution", "b", "principle-b"),
    "PERMS-P-c": ("collaboration", "c", "principle-c"),
    "PERMS-P-d": ("sharedValues", "d", "principle-d"),
    "PERMS-P-e": ("programmeIntegration", "e", "principle-e"),
    "PERMS-P-f": ("mutualBenefit", "f", "principle-f"),
    "PERMS-P-g": ("genderAndInclusion", "", "principle-gender"),
}
# Short names, ours in both languages: the source gives whole sentences only.
SHORT = {
    "strategicContribution": ("contribution to strategic objectives", "contribution aux objectifs stratégiques"),
    "collaboration": ("collaboration with other initiatives", "collaboration avec d'autres initiatives"),
    "sharedValues": ("shared values", "valeurs partagées"),
    "programmeIntegration": ("integration of SPREP's programmes", "intégration des programmes du PROE"),
    "mutualBenefit": ("mutual benefit, measured", "avantages mutuels, mesurés"),
    "genderAndInclusion": ("gender and social inclusion", "femmes-hommes et inclusion sociale"),
}
_SIMPLE = {
    "agenda_item": ("perms:AgendaItem", "agenda-item"),
    "body": ("perms:Body", "body"),
    "document": ("perms:Document", "document"),
    "report": ("perms:Report", "report"),
    "policy": ("perms:Policy", "policy"),
    "focus_area": ("perms:FocusArea", "focus-area"),
    "regional_goal": ("perms:RegionalGoal", "goal"),
    "org_goal": ("perms:OrganisationalGoal", "goal"),
    "objective": ("perms:Objective", "objective"),
    "programme": ("perms:Programme", "programme"),
    "meeting": ("perms:Meeting", "meeting"),
    "framework": ("perms:Framework", "framework"),
    "mea": ("perms:Convention", "framework"),
    "framework_goal": ("perms:FrameworkGoal", "framework-goal"),
    "instrument_plan": ("perms:Plan", "plan"),
    "pip": ("perms:Plan", "plan"),
    "mechanism_example": ("perms:MechanismExample", "mechanism-example"),
    "procurement_principle": ("perms:ProcurementPrinciple", "procurement-principle"),
    "framework_part": ("perms:StrategyPart", "strategy-part"),
    "function": ("perms:StrategyFunction", "strategy-function"),
    "rule": ("perms:StrategyRule", "strategy-rule"),
    "method": ("perms:StrategyRule", "strategy-rule"),
    "vision": ("perms:PlanStatement", "plan-statement"),
    "mandate": ("perms:PlanStatement", "plan-statement"),
    "gloss": ("perms:Note", "note"),
    "enabler": ("perms:Enabler", "enabler"),
    "term": ("perms:TermPair", "term"),
    "disambiguation": ("perms:TermPair", "term"),
}
_LINKS = {
    "guidedBy": "perms:guidedBy",
    "inSpiritOf": "perms:inSpiritOf",
    "implements": "perms:implements",
    "usesFramework": "perms:usesFramework",
    "supports": "perms:supportsFramework",
    "secretariatOf": "perms:secretariatOf",
    "contributesTo": "perms:contributesToFramework",
    "linkedTo": "perms:linkedTo",
}
_PLANS = {"SP2017", "SP2027"}
_PIP_YEARS = {"PIP1": ("2018", "2019"), "PIP2": ("2020", "2021"), "PIP3": ("2022", "2023"), "PIP4": ("2024", "2025")}
_SDG = re.compile(r"IRI (http://metadata\.un\.org/sdg/[\d.]+)")


class Names:
    """Code of a row → short name of its thing."""

    def __init__(self, rows: list[Row]) -> None:
        self.by_code = {r["code"]: self._name(r) for r in rows}

    def __getitem__(self, code: str) -> str:
        return self.by_code[code]

    @staticmethod
    def _name(row: Row) -> str:
        kind, code = row["kind"], row["code"]
        if code == "SPREP":
            return SPREP
        if code in PRINCIPLES:
            return "principle:" + PRINCIPLES[code][0]
        if kind == "partnership_objective":
            return purpose(code)
        if kind == "mechanism":
            return mechanism_iri("M-DIALOGUE" if code == "PD" else code)
        if kind in {"sdg", "sdg_target"}:
            return _iri_of_sdg(row)
        if code in _PLANS:
            return f"id:plan/{slug(code)}"
        if kind == "pip":
            return f"id:plan/pip-{code[-1]}"
        if kind == "programme":
            return f"id:programme/{slug(code.removeprefix('PRG-'))}"
        if kind in _SIMPLE:
            return f"id:{_SIMPLE[kind][1]}/{slug(code)}"
        return f"id:{slug(kind)}/{slug(code)}"


def _iri_of_sdg(row: Row) -> str:
    found = _SDG.search(row["description_en"])
    if found is None:
        raise ValueError(f"no UN IRI in {row['code']}")
    return found.group(1)


def source_url(row: Row) -> str:
    """Give the document of a row: its own page, or the French text of PERMS."""
    first = row["source_url"].split(" ")[0].rstrip(";,")
    return "perms-fr.md" if first.startswith("file:") else first


def strategy(book: Book, rows: list[Row]) -> None:
    """State every row."""
    names = Names(rows)
    for row in rows:
        kind = row["kind"]
        if kind == "translation":
            _translation(book, row, names)
        elif kind == "gap":
            _hole(book, row)
        elif kind == "link":
            _link(book, row, names)
        else:
            _thing(book, row, names)


def _thing(book: Book, row: Row, names: Names) -> None:
    iri, kind, url = names[row["code"]], row["kind"], source_url(row)
    confidence = {"verbatim": "officialText", "paraphrase": "stated", "inferred": "inferred"}[row["confidence"]]
    graph, words = book.source(url, confidence), book.source(url, "paraphrase")
    for name in _classes(row):
        book.say(FILE, graph, iri, "rdf:type", node(name))
    label = {tag: row[f"label_{tag}"] for tag in ("en", "fr") if row[f"label_{tag}"]}
    if row["code"] in PRINCIPLES:
        _principle(book, row, graph)
    elif kind != "mechanism" and iri != SPREP:
        for tag, value in label.items():
            book.say(FILE, graph, iri, "skos:prefLabel", text(value, tag))
    elif kind == "mechanism":
        for tag, value in label.items():
            book.say(FILE, graph, iri, "skos:altLabel", text(value, tag))
    if not label:
        book.say(FILE, book.project("readings", "inferred"), iri, "skos:prefLabel", text(_fallback(row), "en"), text(_fallback(row), "fr"))
    if row["description_en"] and iri != SPREP:
        book.say(FILE, words, iri, "dcterms:description", text(row["description_en"], "en"))
    book.say(FILE, graph, iri, "skos:notation", text(row["code"]))
    book.say(FILE, graph, iri, "dcterms:source", node(_link_of(book, url)))
    if row["parent_code"]:
        _parent(book, row, names, graph)
    if row["code"] in _PIP_YEARS:
        start, end = _PIP_YEARS[row["code"]]
        book.say(FILE, graph, iri, "perms:startsOn", moment(start))
        book.say(FILE, graph, iri, "perms:endsOn", moment(end))
    if row["code"] in {"SP2017", "SP2027"}:
        start, end = ("2017", "2026") if row["code"] == "SP2017" else ("2027", "2036")
        book.say(FILE, graph, iri, "perms:startsOn", moment(start))
        book.say(FILE, graph, iri, "perms:endsOn", moment(end))


def _fallback(row: Row) -> str:
    # A code where the source's title was not found: a hole stays a hole.
    return {"RG4": "RG4", "OG5": "OG5", "PIP2": "PIP 2", "PIP4": "PIP 4", "PIP5": "PIP 5"}.get(row["code"], row["code"])


def _classes(row: Row) -> list[str]:
    kind, code = row["kind"], row["code"]
    if code == "SPREP":
        return ["org:Organization"]
    if code == "PRRG":
        return ["perms:ReferenceGroup", "perms:Body"]
    if code in _PLANS:
        return ["perms:Plan"]
    if code in PRINCIPLES:
        return ["perms:Principle", "skos:Concept"]
    if kind == "partnership_objective":
        return ["perms:Purpose", "skos:Concept"]
    if kind == "mechanism":
        return ["perms:Mechanism", "skos:Concept"]
    if kind in {"sdg", "sdg_target"}:
        return ["perms:FrameworkGoal"]
    return [_SIMPLE[kind][0]]


def _principle(book: Book, row: Row, graph: str) -> None:
    name, letter, passage = PRINCIPLES[row["code"]]
    iri = f"principle:{name}"
    book.say(FILE, graph, iri, "skos:definition", text(row["label_fr"], "fr"))
    book.say(FILE, graph, iri, "dcterms:source", node(f"id:passage/{passage}"))
    book.say(FILE, graph, iri, "skos:inScheme", node("id:scheme/principle"))
    ours = book.project("translations", "ourTranslation")
    en, fr = SHORT[name]
    book.say(FILE, ours, iri, "skos:prefLabel", text(en, "en"), text(fr, "fr"))
    reading = row["description_en"].split("Paraphrase: ", 1)
    if len(reading) == 2:
        book.say(FILE, ours, iri, "skos:definition", text(reading[1].rstrip("."), "en"))
    if letter:
        book.say(FILE, graph, iri, "perms:letter", text(letter))


def _parent(book: Book, row: Row, names: Names, graph: str) -> None:
    iri, kind, parent = names[row["code"]], row["kind"], names[row["parent_code"]]
    if kind in {"regional_goal", "org_goal"}:
        book.say(FILE, graph, iri, "dcterms:isPartOf", node(parent))
    elif kind == "objective":
        book.say(FILE, graph, iri, "perms:partOfGoal", node(parent))
        book.say(FILE, graph, iri, "dcterms:isPartOf", node("id:plan/sp2017"))
    elif kind == "focus_area":
        book.say(FILE, graph, iri, "perms:focusOf", node(parent))
    elif kind == "pip":
        book.say(FILE, graph, iri, "perms:stepOf", node("id:plan/sp2017"))
    elif kind == "programme":
        book.say(FILE, graph, iri, "perms:pairedWith", node(parent))
    elif kind in {"framework_goal", "sdg"}:
        book.say(FILE, graph, iri, "perms:goalOf", node(parent))
    elif kind == "sdg_target":
        book.say(FILE, graph, iri, "skos:broader", node(parent))
    elif kind == "agenda_item":
        book.say(FILE, graph, iri, "perms:itemOf", node(parent))
    elif kind == "mechanism_example":
        book.say(FILE, graph, iri, "perms:exampleOf", node(parent))
    elif kind == "partnership_objective":
        _purpose_parent(book, row, parent, graph)
    else:
        book.say(FILE, graph, iri, "perms:belongsTo", node(parent))


def _purpose_parent(book: Book, row: Row, parent: str, graph: str) -> None:
    iri = purpose(row["code"])
    if row["code"] in {"PO-PROC-GOODS", "PO-PROC-SERV"}:
        book.say(FILE, graph, iri, "skos:broader", node(parent))
    elif row["code"].startswith("PO-TECH-"):
        # The nesting under technical support is inferred from bullets: told in the note, not asserted.
        book.say(FILE, graph, iri, "skos:note", text(f"Facts place it under {row['parent_code']}.", "en"))
    else:
        book.say(FILE, graph, iri, "dcterms:isPartOf", node("id:strategy-part/perms-1"))
    book.say(FILE, graph, iri, "skos:inScheme", node("id:scheme/purpose"))


def _translation(book: Book, row: Row, names: Names) -> None:
    code, tag = row["code"].rsplit("@", 1)
    ours = book.project("translations", "ourTranslation")
    iri = names[row["parent_code"]] if code == row["parent_code"] else names[code]
    # A mechanism already has its French name from its own table: this one stands beside it.
    beside = iri.startswith("id:mechanism/") or iri == "principle:"
    book.say(FILE, ours, iri, "skos:altLabel" if beside else "skos:prefLabel", text(row[f"label_{tag}"], tag))


def _hole(book: Book, row: Row) -> None:
    iri, graph = f"id:hole/{slug(row['code'])}", book.project("readings", "inferred")
    book.say(FILE, graph, iri, "rdf:type", node("perms:Hole"))
    book.say(FILE, graph, iri, "skos:notation", text(row["code"]))
    book.say(FILE, graph, iri, "skos:prefLabel", text(row["description_en"], "en"))
    book.say(FILE, graph, iri, "dcterms:description", text(row["description_en"], "en"))


def _link(book: Book, row: Row, names: Names) -> None:
    start, how, end = row["code"].split(">")
    graph = book.source(source_url(row), "stated")
    book.say(FILE, graph, names[start], _LINKS[how], node(names[end]))
    if row["description_en"]:
        note = f"{start} {how} {end}: {row['description_en']}"
        book.say(FILE, book.source(source_url(row), "paraphrase"), names[start], "skos:note", text(note, "en"))


def _link_of(book: Book, url: str) -> str:
    return url if "://" in url else "id:document/" + book.document(url)


def schemes(book: Book) -> None:
    """State the two schemes of the strategy."""
    graph = book.project("readings", "inferred")
    for name, en, fr in (
        ("principle", "Principles of PERMS", "Principes de la PERMS"),
        ("purpose", "Objectives of partnership", "Objectifs du partenariat"),
    ):
        book.say(FILE, graph, f"id:scheme/{name}", "rdf:type", node("skos:ConceptScheme"))
        book.say(FILE, graph, f"id:scheme/{name}", "skos:prefLabel", text(en, "en"), text(fr, "fr"))
