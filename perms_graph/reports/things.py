"""One thing for readers: what is said of it, by whom, how sure, and where sources disagree."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby

import pyoxigraph as ox
from rich.console import Group, RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from perms_graph.borrowed import BORROWED
from perms_graph.description import Description, GraphSource, Statement
from perms_graph.errors import Message, msg
from perms_graph.labels import Label, labels
from perms_graph.namespaces import PERMS, RDF, SKOS, shorten
from perms_graph.reports.tables import named
from perms_graph.reports.values import moment, plain, term
from perms_graph.store import Dataset, Term
from perms_graph.translation import translate


def things_in(description: Description) -> set[str]:
    """List every thing that a page about this one names, for one look-up of labels."""
    found = {description.thing, *description.types}
    for s in description.statements:
        found.add(s.property)
        if isinstance(s.value, ox.NamedNode):
            found.add(s.value.value)
    for link in description.links:
        found |= {link.property, *link.things}
    found |= {s.confidence for s in description.sources.values() if s.confidence}
    return found


def names_for(dataset: Dataset, description: Description, language: str) -> dict[str, Label]:
    """Look up the names of everything in a description, borrowed terms included."""
    found = labels(dataset, sorted(things_in(description)), language)
    for iri, words in BORROWED.items():
        if iri in found and not found[iri].own:
            found[iri] = Label(translate(words, language), language)
    return found


def is_illustrative(description: Description) -> bool:
    """Tell whether the thing is invented."""
    return any(
        s.property == PERMS + "illustrative" and term(s.value, "en") == "yes"
        for s in description.statements
    )


def view(description: Description, names: dict[str, Label], language: str) -> RenderableType:
    """Lay a description out for a terminal, with numbered sources at its foot."""

    def say(message: Message) -> str:
        return translate(message, language)

    notes = _numbered(description)
    parts: list[RenderableType] = [_title(description.thing, names)]
    kinds = [names[t].text for t in description.types if t.startswith(PERMS)]
    if kinds:
        parts.append(Text(plain(" · ".join(kinds)), "italic"))
    if is_illustrative(description):
        parts.append(Text(say(msg("Illustrative: invented to show features.")), "yellow"))
    parts += ["", _statements(description, names, language, notes)]
    if description.links:
        parts += ["", Text(say(msg("Named by")), "bold"), _links(description, names, language)]
    if notes:
        parts += ["", Text(say(msg("Sources")), "bold")]
        parts += [
            Text(f"[{n}] {source_text(description.sources[graph], names, language)}")
            for graph, n in notes.items()
        ]
    return Group(*parts)


def source_text(source: GraphSource, names: dict[str, Label], language: str) -> str:
    """Say where a graph is from: document, confidence, when it was read."""
    parts = [source.url or translate(msg("this project: {graph}"), language)]
    parts[0] = parts[0].format(graph=shorten(source.graph))
    if source.confidence:
        parts.append(names[source.confidence].text)
    if source.accessed:
        when = moment(source.accessed, language)
        by_day = len(source.accessed) == len("2026-06-30")
        said = msg("read on {when}", when=when) if by_day else msg("read in {when}", when=when)
        parts.append(translate(said, language))
    return plain(" — ".join(parts))


def triples(description: Description) -> Iterator[ox.Triple]:
    """Give the description as triples: its types, its statements, and the links that are listed."""
    thing = ox.NamedNode(description.thing)
    for kind in description.types:
        yield ox.Triple(thing, ox.NamedNode(RDF + "type"), ox.NamedNode(kind))
    for s in description.statements:
        yield ox.Triple(thing, ox.NamedNode(s.property), s.value)
    for link in description.links:
        for other in link.things:
            yield ox.Triple(ox.NamedNode(other), ox.NamedNode(link.property), thing)


def as_json(description: Description, names: dict[str, Label]) -> bytes:
    """Write a description as JSON, with the sources of each statement."""
    content = {
        "iri": description.thing,
        "label": names[description.thing].text,
        "illustrative": is_illustrative(description),
        "types": list(description.types),
        "statements": [
            {
                "property": s.property,
                "label": names[s.property].text,
                "value": _json(s.value, names),
                "inferred": s.inferred,
                "disputed": s.property in description.conflicts,
                "sources": [] if s.inferred else list(s.graphs),
            }
            for s in description.statements
        ],
        "named_by": [
            {"property": link.property, "total": link.total, "things": list(link.things)}
            for link in description.links
        ],
        "sources": {
            graph: {
                "url": s.url,
                "confidence": s.confidence,
                "accessed": s.accessed,
                "licence": s.licence,
            }
            for graph, s in sorted(description.sources.items())
        },
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _title(thing: str, names: dict[str, Label]) -> Text:
    title = named(thing, names)
    title.stylize("bold", 0, len(names[thing].text))
    return title


def _statements(
    description: Description, names: dict[str, Label], language: str, notes: dict[str, int]
) -> RichTable:
    laid = RichTable.grid(padding=(0, 2))
    laid.add_column(overflow="fold")
    laid.add_column(overflow="fold")
    conflicts = set(description.conflicts)
    for prop, found in groupby(_in_order(description.statements), key=lambda s: s.property):
        title = plain(names[prop].text)
        if prop in conflicts:
            title += f" ({translate(msg('sources disagree'), language)})"
        for s in found:
            value = (
                named(s.value.value, names)
                if isinstance(s.value, ox.NamedNode)
                else Text(term(s.value, language))
            )
            if s.inferred:
                value.append(" " + translate(msg("(follows)"), language), "dim")
            else:
                marks = sorted({notes[g] for g in s.graphs if g in notes})
                value.append(" " + "".join(f"[{n}]" for n in marks), "dim")
            laid.add_row(Text(title, "yellow" if prop in conflicts else "cyan"), value)
            title = ""
    return laid


def _in_order(statements: Iterable[Statement]) -> list[Statement]:
    """Names first, then our own properties, then the rest; otherwise as they come."""
    return sorted(
        statements,
        key=lambda s: (not s.property.startswith(SKOS), not s.property.startswith(PERMS)),
    )


def _links(description: Description, names: dict[str, Label], language: str) -> RichTable:
    laid = RichTable.grid(padding=(0, 2))
    laid.add_column(overflow="fold")
    laid.add_column(overflow="fold")
    for link in description.links:
        title = f"{plain(names[link.property].text)} ({link.total})"
        for other in link.things:
            laid.add_row(Text(title, "cyan"), named(other, names))
            title = ""
        more = link.total - len(link.things)
        if more > 0:
            laid.add_row("", Text(translate(msg("and {n} more", n=more), language), "dim"))
    return laid


def _numbered(description: Description) -> dict[str, int]:
    """Number the graphs that state something, in the order in which they are met."""
    notes: dict[str, int] = {}
    for s in _in_order(description.statements):
        if not s.inferred:
            for graph in s.graphs:
                if graph in description.sources and description.sources[graph].confidence:
                    notes.setdefault(graph, len(notes) + 1)
    return notes


def _json(value: Term, names: dict[str, Label]) -> dict[str, str]:
    if isinstance(value, ox.NamedNode):
        return {"iri": value.value, "label": names[value.value].text}
    if isinstance(value, ox.BlankNode):
        return {"node": value.value}
    found = {"text": value.value, "datatype": value.datatype.value}
    if value.language:
        found["language"] = value.language
    return found
