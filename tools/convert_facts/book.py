"""The book of statements: each goes to a file and to the graph of its source and confidence."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

import pyoxigraph as ox

from perms_graph import namespaces as ns
from tools.convert_facts.names import RDF_TYPE, slug, thing

Object = ox.NamedNode | ox.Literal
Subjects = dict[ox.NamedNode, dict[ox.NamedNode, set[Object]]]

LONGEST_SLUG = 80


class Confidence(enum.Enum):
    """How sure a statement is; the value is the concept's name."""

    OFFICIAL = "officialText"
    STATED = "stated"
    PARAPHRASE = "paraphrase"
    INFERRED = "inferred"
    TRANSLATION = "ourTranslation"
    UNSOURCED = "unsourced"

    @property
    def suffix(self) -> str:
        """What is added to the name of a source's graph; nothing for what the source states."""
        if self is Confidence.STATED:
            return ""
        return "/official-text" if self is Confidence.OFFICIAL else f"/{self.value}"


BY_WORD = {
    "stated": Confidence.STATED,
    "inferred": Confidence.INFERRED,
    "verbatim": Confidence.OFFICIAL,
    "paraphrase": Confidence.PARAPHRASE,
}
"""Words of the facts' ``confidence`` columns."""


@dataclass(frozen=True)
class Document:
    """A page or file that facts come from.

    Attributes:
        key: As printed in the facts; mostly its address.
        name: Slug of ``id/document/…``.
        address: URL; None for what has none.
        printed: Name to show.
        licence: IRI of its licence, where known.
        version: Commit read, where known.
    """

    key: str
    name: str
    address: str | None
    printed: str
    licence: str | None = None
    version: str | None = None

    @property
    def node(self) -> ox.NamedNode:
        """Its page with us."""
        return thing("document", self.name)


class Library:
    """All documents, named so that no two share a slug."""

    def __init__(self, keys: Iterable[str], known: Iterable[Document] = ()) -> None:
        """Take in every key that will be asked for.

        Args:
            keys: Addresses as printed in the facts; repeated ones count once.
            known: Documents whose name or address is set by hand.
        """
        self._documents = {d.key: d for d in known}
        wanted = sorted({k for k in keys if k not in self._documents})
        names: dict[str, list[str]] = {}
        for key in wanted:
            names.setdefault(_document_slug(key), []).append(key)
        taken = {d.name for d in self._documents.values()}
        for name, sharing in names.items():
            for key in sharing:
                own = name
                if len(sharing) > 1 or name in taken or len(name) > LONGEST_SLUG:
                    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
                    own = f"{name[:LONGEST_SLUG].rstrip('-')}-{digest}"
                self._documents[key] = Document(key, own, key, _printed(key))

    def __getitem__(self, key: str) -> Document:
        """Give the document; a key never announced is a ``KeyError``."""
        return self._documents[key]


@dataclass(frozen=True)
class Graph:
    """A named graph, and how it is described."""

    name: str
    confidence: Confidence
    document: Document | None = None
    comment: str = ""


@dataclass
class Page:
    """Where statements of one graph are written in one file."""

    subjects: Subjects

    def say(self, subject: ox.NamedNode, predicate: ox.NamedNode, *objects: Object) -> None:
        """Write statements; none if there are no objects."""
        if not objects:
            return
        self.subjects.setdefault(subject, {}).setdefault(predicate, set()).update(objects)

    def kind(self, subject: ox.NamedNode, *classes: ox.NamedNode) -> None:
        """Say what a thing is."""
        self.say(subject, RDF_TYPE, *classes)


@dataclass
class Book:
    """Everything that is said.

    Attributes:
        library: The documents.
        files: File → graph → statements.
        graphs: Every graph used.
        documents: Every document used.
    """

    library: Library
    files: dict[str, dict[str, Subjects]] = field(default_factory=dict)
    graphs: dict[str, Graph] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)

    def source(self, file: str, key: str, confidence: Confidence) -> Page:
        """Open the graph of a document and a confidence.

        Args:
            file: File, relative to the data folder, without its suffix.
            key: The document as printed in the facts.
            confidence: How sure what will be written is.

        Raises:
            KeyError: The library does not know the document.
        """
        document = self.library[key]
        self.documents[document.key] = document
        return self._page(
            file,
            Graph(f"{ns.GRAPH}source/{document.name}{confidence.suffix}", confidence, document),
        )

    def project(self, file: str, name: str, confidence: Confidence, comment: str) -> Page:
        """Open a graph of this project: translations, partnerships, readings."""
        return self._page(file, Graph(f"{ns.GRAPH}project/{name}", confidence, comment=comment))

    def codelist(self, file: str, name: str, key: str) -> Page:
        """Open the graph of a code list that comes from a document."""
        document = self.library[key]
        self.documents[document.key] = document
        return self._page(file, Graph(f"{ns.GRAPH}codelist/{name}", Confidence.STATED, document))

    def _page(self, file: str, graph: Graph) -> Page:
        known = self.graphs.setdefault(graph.name, graph)
        if known != graph:
            raise ValueError(f"two descriptions of {graph.name}")
        return Page(self.files.setdefault(file, {}).setdefault(graph.name, {}))

    def statements(self) -> Iterator[ox.Quad]:
        """Give every statement, in no particular order."""
        for graphs in self.files.values():
            for name, subjects in graphs.items():
                graph = ox.NamedNode(name)
                for subject, predicates in subjects.items():
                    for predicate, objects in predicates.items():
                        for value in objects:
                            yield ox.Quad(subject, predicate, value, graph)


def _document_slug(key: str) -> str:
    return slug(unquote(key.split("://", 1)[-1]))


def _printed(key: str) -> str:
    return key.split("://", 1)[-1].rstrip("/")
