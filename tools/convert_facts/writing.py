"""TriG that people can read: prefixes first, a block a subject, same bytes each run."""

from __future__ import annotations

import re
from typing import Final

import pyoxigraph as ox

from perms_graph import namespaces as ns
from tools.convert_facts.book import Object, Subjects

FIRST: Final = tuple(
    ox.NamedNode(iri)
    for iri in (
        ns.RDF + "type",
        ns.SKOS + "notation",
        ns.DCTERMS + "identifier",
        ns.SKOS + "prefLabel",
        ns.SKOS + "altLabel",
        ns.PERMS + "acronym",
    )
)
"""Properties that open a block, in this order; the others follow by name."""

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_KIND: Final = re.compile(re.escape(ns.ID) + r"([a-z-]+)/")
_RESERVED: Final = frozenset(ns.PREFIXES) | {"src"}


class Writer:
    """Writes one file."""

    def __init__(self) -> None:
        self._used: dict[str, str] = {}

    def write(self, heading: str, graphs: dict[str, Subjects]) -> str:
        """Give the text of a file.

        Args:
            heading: Comment for the top; one line or more.
            graphs: Graph → subject → property → values.
        """
        blocks = [self._graph(name, graphs[name]) for name in sorted(graphs)]
        prefixes = "".join(
            f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(self._used.items())
        )
        top = "".join(f"# {line}\n" for line in heading.splitlines())
        return f"{top}\n{prefixes}\n" + "\n".join(blocks)

    def _graph(self, name: str, subjects: Subjects) -> str:
        ordered = sorted(subjects, key=lambda node: natural(node.value))
        body = "\n".join(self._block(subject, subjects[subject]) for subject in ordered)
        return f"{self._name(name)} {{\n\n{body}\n}}\n"

    def _block(self, subject: ox.NamedNode, predicates: dict[ox.NamedNode, set[Object]]) -> str:
        ordered = sorted(predicates, key=lambda p: (_rank(p), p.value))
        lines = [f"    {self._name(subject.value)}\n"]
        for position, predicate in enumerate(ordered):
            values = [self._object(v) for v in sorted(predicates[predicate], key=_value_order)]
            name = "a" if predicate.value == ns.RDF + "type" else self._name(predicate.value)
            end = " ." if position == len(ordered) - 1 else " ;"
            inline = f"        {name} {' , '.join(values)}{end}\n"
            if len(inline) <= 120 or len(values) == 1:
                lines.append(inline)
            else:
                joined = " ,\n            ".join(values)
                lines.append(f"        {name}\n            {joined}{end}\n")
        return "".join(lines)

    def _object(self, value: Object) -> str:
        if isinstance(value, ox.NamedNode):
            return self._name(value.value)
        if value.language or value.datatype.value == ns.XSD + "string":
            return str(value)
        if value.datatype.value == ns.XSD + "boolean":
            return value.value
        quoted = str(ox.Literal(value.value))
        return f"{quoted}^^{self._name(value.datatype.value)}"

    def _name(self, iri: str) -> str:
        for prefix, base in _candidates(iri):
            local = iri[len(base) :]
            if _LOCAL.fullmatch(local):
                self._used[prefix] = base
                return f"{prefix}:{local}"
        return str(ox.NamedNode(iri))


def _candidates(iri: str) -> list[tuple[str, str]]:
    found = sorted(
        ((p, b) for p, b in ns.PREFIXES.items() if iri.startswith(b)),
        key=lambda item: -len(item[1]),
    )
    if iri.startswith(ns.GRAPH + "source/"):
        found.insert(0, ("src", ns.GRAPH + "source/"))
    kind = _KIND.match(iri)
    if kind and kind[1] not in _RESERVED:
        found.insert(0, (kind[1], kind[0]))
    return found


def _rank(predicate: ox.NamedNode) -> int:
    return FIRST.index(predicate) if predicate in FIRST else len(FIRST)


def _value_order(value: Object) -> tuple[int, tuple[tuple[int, int, str], ...], str]:
    if isinstance(value, ox.NamedNode):
        return (0, natural(value.value), "")
    return (1, natural(value.value), str(value))


def natural(value: str) -> tuple[tuple[int, int, str], ...]:
    """Give a key that sorts ``p-9`` before ``p-10``."""
    return tuple(
        (0, int(part), "") if part.isdigit() and part.isascii() else (1, 0, part)
        for part in re.split(r"([0-9]+)", value)
        if part
    )
