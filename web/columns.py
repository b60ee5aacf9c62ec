"""What a list shows of each kind of thing besides its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from perms_graph.errors import Message, msg
from perms_graph.namespaces import DCTERMS, ORG, PERMS, SCHEMA, SKOS

VALUES: Final = "values"
COUNT: Final = "count"
STATE: Final = "state"


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        key: Its name in an address.
        title: Its heading.
        kind: ``VALUES`` (what properties of the thing say), ``COUNT`` (how many things point to
            it) or ``STATE`` (in force or not).
        properties: For values: the first that says anything wins, if ``first``; else all. For
            counts: what points here.
        of: For counts: class of the things counted.
        sortable: Whether the list can be put in its order; only for texts, numbers and dates.
        first: See ``properties``.
    """

    key: str
    title: Message
    kind: str = VALUES
    properties: tuple[str, ...] = ()
    of: str | None = None
    sortable: bool = False
    first: bool = False


def _of(key: str, title: Message, *names: str, sortable: bool = False) -> Column:
    return Column(
        key,
        title,
        properties=tuple(n if n.startswith("http") else PERMS + n for n in names),
        sortable=sortable,
        first=len(names) > 1,
    )


def _count(key: str, title: Message, name: str, of: str) -> Column:
    return Column(
        key, title, COUNT, (name if name.startswith("http") else PERMS + name,), PERMS + of, True
    )


_STATE: Final = Column("state", msg("In force"), STATE, sortable=True)
_CODE: Final = _of("code", msg("Code"), SKOS + "notation", sortable=True)
_GOAL: Final = (
    _CODE,
    _of("plan", msg("Plan"), DCTERMS + "isPartOf"),
    _count("partnerships", msg("Partnerships"), "serves", "Partnership"),
)

COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = MappingProxyType(
    {
        "agreement": (
            _of("partners", msg("Partners"), "hasPartner"),
            _of("mechanism", msg("Mechanism"), "usesMechanism"),
            _of("start", msg("From"), "startsOn", "signedOn", sortable=True),
            _of("end", msg("Until"), "endsOn", sortable=True),
            _STATE,
        ),
        "partnership": (
            _of("partners", msg("Partners"), "between"),
            _of("goals", msg("Goals"), "serves"),
            _count("agreements", msg("Agreements"), "formalises", "Agreement"),
            _STATE,
        ),
        "partner": (
            _of("type", msg("Type"), "partnerType"),
            _of("country", msg("Country"), "countryCode", sortable=True),
            _count("agreements", msg("Agreements"), "hasPartner", "Agreement"),
            _count("partnerships", msg("Partnerships"), "between", "Partnership"),
        ),
        "member": (
            _of("type", msg("Type"), "memberType"),
            _of("subregion", msg("Subregion"), "subregion", sortable=True),
            _of("capital", msg("Capital"), "capital", sortable=True),
            _count("partnerships", msg("Partnerships that name it"), "benefits", "Partnership"),
        ),
        "mechanism": (
            _of("group", msg("Group"), "mechanismGroup"),
            _count("agreements", msg("Agreements"), "usesMechanism", "Agreement"),
        ),
        "purpose": (
            _of("broader", msg("Part of"), SKOS + "broader"),
            _count("partnerships", msg("Partnerships"), "hasPurpose", "Partnership"),
        ),
        "goal": _GOAL,
        "regional-goal": _GOAL,
        "organisational-goal": _GOAL,
        "objective": (
            _CODE,
            _of("goal", msg("Goal"), "partOfGoal"),
            _count("partnerships", msg("Partnerships"), "serves", "Partnership"),
        ),
        "focus-area": (_CODE, _of("goal", msg("Goal"), "focusOf")),
        "framework-goal": (_CODE, _of("framework", msg("Framework"), "goalOf")),
        "programme": (_of("goals", msg("Goals"), "pairedWith"),),
        "plan": (
            _of("start", msg("From"), "startsOn", sortable=True),
            _of("end", msg("Until"), "endsOn", sortable=True),
        ),
        "contribution": (
            _of("partner", msg("Given by"), "givenBy"),
            _of("year", msg("Year"), "year", "startsOn", sortable=True),
            _of("value", msg("Amount"), "value", sortable=True),
            _of("currency", msg("Currency"), "currency", sortable=True),
            _of("scope", msg("Whose money"), "amountScope"),
        ),
        "amount": (
            _of("value", msg("Amount"), "value", sortable=True),
            _of("currency", msg("Currency"), "currency", sortable=True),
            _of("scope", msg("Whose money"), "amountScope"),
        ),
        "statistic": (
            _of("year", msg("Year"), "year", sortable=True),
            _of("value", msg("Value"), "value", sortable=True),
            _of("unit", msg("Unit"), "unit"),
        ),
        "principle": (
            _of("letter", msg("Letter"), SKOS + "notation", sortable=True),
            _of("text", msg("Text"), DCTERMS + "source"),
        ),
        "passage": (
            _of("section", msg("Section"), "section"),
            _of("text", msg("Text"), "quotes"),
        ),
        "document": (_of("address", msg("Web address"), SCHEMA + "url"),),
        "hole": (_of("what", msg("What is missing"), DCTERMS + "description"),),
        "disagreement": (_of("about", msg("About"), "about"),),
        "position": (
            _of("what", msg("What is said"), DCTERMS + "description"),
            _of("source", msg("Source"), DCTERMS + "source"),
        ),
        "membership": (
            _of("member", msg("Member"), ORG + "member"),
            _of("start", msg("From"), "startsOn", sortable=True),
            _of("end", msg("Until"), "endsOn", sortable=True),
        ),
        "meeting": (_of("day", msg("Day"), "heldOn", "startsOn", sortable=True),),
        "agenda-item": (_of("meeting", msg("Meeting"), "itemOf"),),
        "post": (
            _of("person", msg("Held by"), "occupiedBy"),
            _of("vacant", msg("Vacant since"), "vacantSince", sortable=True),
            _count("partnerships", msg("Partnerships"), "heldBy", "Partnership"),
        ),
        "indicator": (
            _of("unit", msg("Unit"), "unit"),
            _of("direction", msg("Direction"), "direction"),
            _count("partnerships", msg("Partnerships"), "monitoredBy", "Partnership"),
        ),
        "review": (
            _of("partnership", msg("Partnership"), "reviews"),
            _of("day", msg("Day"), "heldOn", sortable=True),
        ),
        "undertaking": (
            _of("agreement", msg("Agreement"), "underAgreement"),
            _of("due", msg("Due"), "dueOn", sortable=True),
            _of("done", msg("Done"), "doneOn", sortable=True),
        ),
    }
)


def columns_of(kind: str) -> tuple[Column, ...]:
    """Give the columns of a kind; one we know nothing special about shows its codes."""
    return COLUMNS.get(kind, (_CODE,))
