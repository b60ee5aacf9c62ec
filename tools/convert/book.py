"""A book of statements: who says what, collected by file and graph, and written in a stable order."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from perms_graph.namespaces import GRAPH, ID, PERMS, PREFIXES, RDF, SKOS, XSD

Term = ox.NamedNode | ox.Literal
ACCESSED: Final = "2026-11"
_LOCAL: Final = re.compile(r"^[A-Za-z0-9_](?:[A-Za-z0-9_\-]*[A-Za-z0-9_])?$")
_FOLDERS: Final = {
    "officialText": "official-text",
    "paraphrase": "paraphrase",
    "inferred": "inferred",
    "unsourced": "",
}


def slug(text: str) -> str:
    """Make a slug: ASCII, lower case, hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("&", " and ")).strip("-")


def node(text: str) -> ox.NamedNode:
    """Give the IRI of a short name of ours (``perms:Member``, ``id:member/fiji``) or of an IRI."""
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        return ox.NamedNode(PREFIXES[prefix] + local)
    return ox.NamedNode(text)


def text(value: str, language: str | None = None) -> ox.Literal:
    """Give a text, with its language if it has one."""
    return ox.Literal(value, language=language) if language else ox.Literal(value)


def typed(value: str, kind: str) -> ox.Literal:
    """Give a value of an XML Schema type."""
    return ox.Literal(value, datatype=ox.NamedNode(XSD + kind))


def moment(value: str) -> ox.Literal:
    """Give a date with the precision it is written in: year, month or day."""
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(value)]
    return typed(value, kind)


def yes(value: str) -> ox.Literal:
    """Turn ``yes`` and ``no`` into a boolean."""
    return typed({"yes": "true", "no": "false"}[value], "boolean")


class Book:
    """Statements by file and graph, with the provenance of each graph."""

    def __init__(self) -> None:
        self._said: dict[str, dict[str, dict[str, dict[str, set[str]]]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
        )
        self._slugs: dict[str, str] = {}
        self.documents: dict[str, str] = {}
        self.graphs: dict[str, tuple[str | None, str]] = {}
        self.terms: dict[str, Term] = {}

    def say(self, file: str, graph: str, subject: str, predicate: str, *objects: Term) -> None:
        """Record statements; ``subject`` and ``predicate`` may be short names."""
        s, p = node(subject), node(predicate)
        for o in objects:
            self.terms[str(o)] = o
            self._said[file][graph][s.value][p.value].add(str(o))

    def source(self, url: str, confidence: str = "stated") -> str:
        """Give the graph for what a document says with a confidence, and note where it is from."""
        name = self.document(url)
        folder = _FOLDERS.get(confidence)
        graph = f"{GRAPH}source/{name}" + (f"/{folder}" if folder else "")
        self.graphs[graph] = (url, confidence)
        return graph

    def project(self, name: str, confidence: str) -> str:
        """Give a graph that this project writes itself."""
        graph = f"{GRAPH}project/{name}"
        self.graphs[graph] = (None, confidence)
        return graph

    def document(self, url: str) -> str:
        """Give the slug of a document, and remember the document."""
        if url in self._slugs:
            return self._slugs[url]
        bare = re.sub(r"^(https?://)?(www\.)?", "", url)
        name = slug(bare)
        if len(name) > 80:
            name = f"{name[:70].rstrip('-')}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"
        if name in self.documents:
            name = f"{name}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"
        self._slugs[url] = name
        self.documents[name] = url
        return name

    def files(self) -> dict[str, str]:
        """Give every file's text, by its path under ``data/``."""
        return {name: self._write(graphs) for name, graphs in sorted(self._said.items())}

    def quads(self) -> Iterable[tuple[str, str, str, str]]:
        """Go through all statements as strings: graph, subject, predicate, object."""
        for graphs in self._said.values():
            for graph, subjects in graphs.items():
                for subject, predicates in subjects.items():
                    for predicate, objects in predicates.items():
                        for o in objects:
                            yield graph, subject, predicate, o

    def _write(self, graphs: dict[str, dict[str, dict[str, set[str]]]]) -> str:
        used: dict[str, str] = {}
        body = []
        for graph in sorted(graphs):
            body.append(f"\n<{graph}> {{\n")
            for subject in sorted(graphs[graph], key=_natural):
                body.append(self._block(subject, graphs[graph][subject], used))
            body.append("}\n")
        width = max(len(p) for p in used) + 1
        lines = [f"@prefix {p + ':':<{width}} <{used[p]}> .\n" for p in sorted(used)]
        return "".join(lines) + "".join(body)

    def _block(self, subject: str, said: dict[str, set[str]], used: dict[str, str]) -> str:
        lines = []
        for predicate in sorted(said, key=_weight):
            name = "a" if predicate == RDF + "type" else self._short(predicate, used)
            values = [self._object(o, used) for o in sorted(said[predicate], key=_natural)]
            lines.append(f"{name} " + " ,\n            ".join(values))
        head = self._short(subject, used)
        return f"\n    {head}\n        " + " ;\n        ".join(lines) + " .\n"

    def _object(self, key: str, used: dict[str, str]) -> str:
        term = self.terms[key]
        if isinstance(term, ox.NamedNode):
            return self._short(term.value, used)
        kind = term.datatype.value
        if kind in {XSD + "boolean", XSD + "integer"}:
            return term.value
        if kind == XSD + "decimal" and "." in term.value:
            return term.value
        if kind.startswith(XSD) and kind != XSD + "string":
            return f'"{term.value}"^^{self._short(kind, used)}'
        return str(term)

    @staticmethod
    def _short(iri: str, used: dict[str, str]) -> str:
        candidates = dict(PREFIXES)
        if iri.startswith(ID) and "/" in iri[len(ID) :]:
            kind = iri[len(ID) :].split("/")[0]
            candidates[kind] = f"{ID}{kind}/"
        best = max(
            (i for i in candidates.items() if iri.startswith(i[1]) and _LOCAL.match(iri[len(i[1]) :])),
            key=lambda i: len(i[1]),
            default=None,
        )
        if best is None:
            return f"<{iri}>"
        used[best[0]] = best[1]
        return f"{best[0]}:{iri[len(best[1]) :]}"


def _natural(value: str) -> tuple[object, ...]:
    """Sort ``c-2`` before ``c-10``."""
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in re.split(r"(\d+)", value) if p)


def _weight(predicate: str) -> tuple[int, str]:
    first = [RDF + "type", SKOS + "prefLabel", SKOS + "altLabel", PERMS + "acronym", SKOS + "notation"]
    return (first.index(predicate) if predicate in first else len(first), predicate)


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


