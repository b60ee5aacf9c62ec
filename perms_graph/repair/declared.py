"""Repairs that a shape states itself: ``dash:SPARQLUpdateSuggestionGenerator``.

Variables of INSERT that WHERE does not give are blanks. What each has to be is read from the
property that it is the value of, as for any other blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import QueryError, msg
from perms_graph.namespaces import RDF
from perms_graph.repair.drafting import Draft
from perms_graph.repair.expectations import Demand
from perms_graph.repair.repairs import BLANK, substitute
from perms_graph.store import Bindable, Term, bind
from perms_graph.store.tokens import Token, tokens
from perms_graph.validation import Result, ShapesGraph
from perms_graph.validation.shapes import Shape, texts
from perms_graph.validation.terms import sh

DASH: Final = "http://datashapes.org/dash#"

_GENERATOR: Final = ox.NamedNode(DASH + "suggestionGenerator")


@dataclass(frozen=True)
class Statement:
    """A repair as a shape states it.

    Attributes:
        titles: Language → what to do.
        deletes: A CONSTRUCT for the triples to remove; None if there are none.
        inserts: A CONSTRUCT for the triples to add; None if there are none.
    """

    titles: Mapping[str, str]
    deletes: str | None
    inserts: str | None

    def write(self, draft: Draft, result: Result) -> bool:
        """Add what it says of a result to a draft; tells whether it says anything."""
        dataset = draft.expected.dataset
        for triple in _run(dataset.construct, self.deletes, result):
            draft.removes[triple] = None
        added = _run(dataset.construct, self.inserts, result)
        values: dict[str, Term] = {}
        made: list[Term] = []
        for triple in added:
            _describe(draft, triple, values, made)
        for triple in added:
            if not _fill(draft, triple, values):
                return False
            draft.adds[substitute(triple, values)] = None
        for thing in made:
            draft.require(thing, 1)
        return bool(draft.adds or draft.removes)


def statements(graph: ShapesGraph, shape: Shape) -> Iterator[Statement]:
    """Read the repairs that a shape states, in the order of its file.

    Raises:
        QueryError: An update is not of the form DELETE { } INSERT { } WHERE { }.
    """
    for node in graph.graph.objects(shape.node, _GENERATOR):
        for text in graph.graph.objects(node, sh("update")):
            if isinstance(text, ox.Literal):
                parts = _parts(text.value)
                yield Statement(
                    texts(graph.graph, node),
                    _construct(parts.get("DELETE"), parts["WHERE"], blanks=False),
                    _construct(parts.get("INSERT"), parts["WHERE"], blanks=True),
                )


def _describe(draft: Draft, triple: ox.Triple, values: dict[str, Term], made: list[Term]) -> None:
    """Make the new thing that a triple gives a class."""
    name = _blank(triple.subject)
    kind = triple.object
    if name is None or triple.predicate.value != RDF + "type" or not isinstance(kind, ox.NamedNode):
        return
    thing = draft.thing((kind.value,), predicate=None, new=True, depth=1, bare=True)
    if thing is not None:
        values[name] = thing
        made.append(thing)


def _fill(draft: Draft, triple: ox.Triple, values: dict[str, Term]) -> bool:
    """Ask for the value of a triple, if that is a blank; tells whether it could be done."""
    name, subject = _blank(triple.object), triple.subject
    if name is None or name in values:
        return True
    about = values.get(_blank(subject) or "", subject)
    if not isinstance(about, ox.NamedNode | ox.BlankNode):
        return False
    asked = draft.value(about, triple.predicate.value, own=Demand(), new=False)
    if asked is not None:
        values[name] = asked
    return asked is not None


def _blank(part: object) -> str | None:
    if isinstance(part, ox.NamedNode) and part.value.startswith(BLANK):
        return part.value.removeprefix(BLANK)
    return None


def _run(construct: object, text: str | None, result: Result) -> list[ox.Triple]:
    if text is None or not callable(construct):
        return []
    used = {t.text[1:] for t in tokens(text) if t.kind == "variable"}
    known = {"focusNode": result.focus, "value": result.value}
    values: dict[str, Bindable] = {
        name: term
        for name, term in known.items()
        if name in used and isinstance(term, ox.NamedNode | ox.Literal)
    }
    found: list[ox.Triple] = construct(bind(text, values))
    return found


def _construct(template: list[Token] | None, where: list[Token], *, blanks: bool) -> str | None:
    if template is None:
        return None
    given = {t.text[1:] for t in where if t.kind == "variable"} | {"focusNode", "value"}
    written = "".join(
        f"<{BLANK}{t.text[1:]}>"
        if blanks and t.kind == "variable" and t.text[1:] not in given
        else t.text
        for t in template
    )
    return f"CONSTRUCT {{ {written} }} WHERE {{ {''.join(t.text for t in where)} }}"


def _parts(text: str) -> dict[str, list[Token]]:
    """Take an update apart: the tokens between the braces of each of its clauses."""
    found: dict[str, list[Token]] = {}
    clause, depth = "", 0
    for token in tokens(text):
        if token.kind == "punctuation" and token.text == "}":
            depth -= 1
        if depth > 0:
            found.setdefault(clause, []).append(token)
        elif token.kind == "word":
            clause = token.text.upper()
        if token.kind == "punctuation" and token.text == "{":
            depth += 1
            found.setdefault(clause, [])
    if "WHERE" not in found or not set(found) <= {"DELETE", "INSERT", "WHERE"}:
        raise QueryError(
            msg("A repair stated in a shape must read DELETE {{ }} INSERT {{ }} WHERE {{ }}.")
        )
    return found
