"""From identities to addresses of this site and back: the one place that knows both.

An identity (``https://w3id.org/perms/id/partner/spc``) has no language; a page
(``/fr/partner/spc``) has one. Paths here are without the language; ``reading.Reader.link`` puts it
in front.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote

from perms_graph.namespaces import BASE, GRAPH, ID, MODULE, PERMS, PSH, QUESTION

RESERVED: Final = frozenset(
    {
        "about",
        "changes",
        "charts",
        "check",
        "compliance",
        "coverage",
        "data",
        "dataset",
        "def",
        "due",
        "gaps",
        "graph",
        "id",
        "iri",
        "limits",
        "openings",
        "query",
        "questions",
        "search",
        "shape",
        "shapes",
        "sources",
        "static",
        "translations",
        "whatif",
    }
)
"""First words of a path that are rooms of the site, never a kind of thing."""

_THING: Final = re.compile(r"[a-z][a-z0-9-]*/[A-Za-z0-9_~-]+")
_LOCAL: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_SAFE_GRAPH: Final = re.compile(r"[A-Za-z0-9_~/-]+")


def page(iri: str) -> str:
    """Give the path of the page about an IRI, without language.

    Args:
        iri: Any IRI. One of ours gets its own path; every other, and every odd one, is asked for by
            its whole name.
    """
    if iri.startswith(PERMS) and _LOCAL.fullmatch(iri[len(PERMS) :]):
        return "/def#" + iri[len(PERMS) :]
    if iri.startswith(PSH) and _LOCAL.fullmatch(iri[len(PSH) :]):
        return "/shapes/" + iri[len(PSH) :]
    if iri.startswith(ID):
        rest = iri[len(ID) :]
        if _THING.fullmatch(rest) and rest.partition("/")[0] not in RESERVED:
            return "/" + rest
    elif iri.startswith(GRAPH):
        if _SAFE_GRAPH.fullmatch(iri[len(GRAPH) :]):
            return "/graph/" + iri[len(GRAPH) :]
    elif iri.startswith(QUESTION):
        if _LOCAL.fullmatch(iri[len(QUESTION) :]):
            return "/questions/" + iri[len(QUESTION) :]
    elif iri.startswith(MODULE):
        module = iri[len(MODULE) :].partition("/")[0]
        if _LOCAL.fullmatch(module):
            return "/def#module-" + module
    return "/iri?iri=" + quote(iri, safe="")


def identity(path: str) -> str | None:
    """Give the IRI that a page path is about; undoes ``page``.

    Args:
        path: Without language, with its query or fragment.

    Returns:
        The IRI; None for a path that is no page about one thing.
    """
    if path.startswith("/iri?iri="):
        return unquote(path[len("/iri?iri=") :])
    for start, base in (
        ("/def#module-", MODULE),
        ("/def#", PERMS),
        ("/shapes/", PSH),
        ("/graph/", GRAPH),
        ("/questions/", QUESTION),
    ):
        if path.startswith(start) and len(path) > len(start):
            return base + path[len(start) :]
    rest = path.removeprefix("/")
    if _THING.fullmatch(rest) and rest.partition("/")[0] not in RESERVED:
        return ID + rest
    return None


def data(iri: str, suffix: str) -> str:
    """Give the path of the data about an IRI in one format, such as ``ttl``."""
    where = page(iri)
    if where.startswith("/def#"):
        module = iri.removeprefix(MODULE)
        return f"/data/def{'' if module == iri else '/' + module}.{suffix}"
    if where.startswith("/iri?"):
        return f"/data/iri.{suffix}{where[len('/iri') :]}"
    return f"/data{where}.{suffix}"


def list_of(iri: str) -> str | None:
    """Give the path of the list a thing stands in; None for what is not one of our things."""
    where = page(iri)
    first = where.split("/")[1]
    if where.count("/") != 2 or first in RESERVED:
        return None
    return "/" + first


def kind_of_class(iri: str) -> str | None:
    """Give the path word for a class of ours: ``perms:FrameworkGoal`` → ``framework-goal``."""
    if not iri.startswith(PERMS):
        return None
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", iri[len(PERMS) :]).lower()


def class_of_kind(kind: str) -> str:
    """Undo ``kind_of_class``; whether there is such a class is another question."""
    return PERMS + "".join(part.capitalize() for part in kind.split("-"))


def followable(iri: str) -> bool:
    """Tell whether an IRI may be a link: web pages and mail, never a script."""
    return iri.lower().startswith(("http://", "https://", "mailto:"))


def ours(iri: str) -> bool:
    """Tell whether an IRI is of this project."""
    return iri.startswith(BASE)
