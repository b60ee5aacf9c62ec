"""What every synthetic register stands on, whatever its size: Members, goals, mechanisms."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from benchmarks.members import MEMBERS, Member
from benchmarks.names import Names
from benchmarks.sheet import Sheet, date, text, typed

MECHANISMS: Final = (
    ("mou", "framework", "Memorandum of understanding", "Protocole d'accord"),
    ("arrangement", "framework", "Partnership arrangement", "Arrangement de partenariat"),
    ("host", "member", "Host country agreement", "Accord de siège"),
    ("grant", "funding", "Grant agreement", "Convention de financement"),
    ("core", "funding", "Multi-year funding", "Financement pluriannuel"),
    ("delegation", "funding", "Delegation agreement", "Convention de délégation"),
    ("letter", "project", "Letter of agreement", "Lettre d'accord"),
    ("execution", "project", "Executing agency agreement", "Accord d'agence d'exécution"),
    ("readiness", "access", "Readiness delivery", "Appui à la préparation"),
    ("contract", "procurement", "Service contract", "Marché de services"),
)
GOALS: Final = ("rg1", "rg2", "rg3", "rg4", "og1", "og2", "og3", "og4", "og5")
OBJECTIVES: Final = tuple(f"{goal}-{n}" for goal in GOALS for n in (1, 2, 3))


def groundwork(names: Names) -> list[ox.Quad]:
    """Give the part of a synthetic register that does not grow."""
    sheet = Sheet()
    document = names.thing("document", "groundwork")
    describe(sheet, names, 0, "stated", document)
    sheet.thing(document, "perms:Document")
    sheet.say(document, "schema:url", url(0))
    sheet.graph = names.source(0)
    for member in MEMBERS:
        _member(sheet, names, member)
    _strategy(sheet, names)
    for slug, group, english, french in MECHANISMS:
        mechanism = names.thing("mechanism", slug)
        sheet.thing(mechanism, "perms:Mechanism", en=english, fr=french)
        sheet.say(mechanism, "perms:mechanismGroup", f"id:mechanism-group/{group}")
    return sheet.quads


def describe(
    sheet: Sheet, names: Names, document: int, confidence: str, page: ox.NamedNode
) -> None:
    """Describe the graph of a document in the provenance graph."""
    graph = names.source(document, "" if confidence == "stated" else confidence)
    sheet.graph = names.graph("provenance")
    sheet.thing(graph, "perms:SourceGraph")
    sheet.say(graph, "prov:wasDerivedFrom", url(document))
    sheet.say(graph, "dcterms:source", page)
    sheet.say(graph, "perms:accessedOn", date("2026-11"))
    sheet.say(graph, "perms:confidence", f"id:confidence/{confidence}")


def url(document: int) -> ox.NamedNode:
    """Give the address of a synthetic document; nothing is there."""
    return ox.NamedNode(f"https://test.example/document/{document}")


def _member(sheet: Sheet, names: Names, member: Member) -> None:
    code = member.alpha2.lower()
    it, membership = names.thing("member", code), names.thing("membership", code)
    sheet.thing(it, "perms:Member", en=member.english, fr=member.french)
    sheet.say(it, "perms:memberType", f"id:member-type/{member.kind}")
    sheet.say(it, "perms:alpha2", text(member.alpha2))
    sheet.say(it, "geo:lat", typed(member.latitude, "decimal"))
    sheet.say(it, "geo:long", typed(member.longitude, "decimal"))
    benefits = "false" if member.kind == "metropolitan" else "true"
    sheet.say(it, "perms:programmeBeneficiary", typed(benefits, "boolean"))
    sheet.thing(membership, "org:Membership")
    sheet.say(membership, "org:member", it)
    sheet.say(membership, "org:organization", "id:organisation/sprep")


def _strategy(sheet: Sheet, names: Names) -> None:
    plan = names.strategic_plan()
    if names.plan is None:
        sheet.thing(plan, "perms:Plan", en="Synthetic plan", fr="Plan synthétique")
    for slug in GOALS:
        goal = names.thing("goal", slug)
        kind = "perms:RegionalGoal" if slug.startswith("rg") else "perms:OrganisationalGoal"
        sheet.thing(goal, kind, en=f"Goal {slug}", fr=f"But {slug}")
        sheet.say(goal, "skos:notation", text(slug.upper()))
        sheet.say(goal, "dcterms:isPartOf", plan)
    for slug in OBJECTIVES:
        objective = names.thing("objective", slug)
        sheet.thing(objective, "perms:Objective", en=f"Objective {slug}")
        sheet.say(objective, "perms:partOfGoal", names.thing("goal", slug[:3]))
        sheet.say(objective, "dcterms:isPartOf", plan)
