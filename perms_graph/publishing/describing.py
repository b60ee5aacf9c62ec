"""The register described for catalogues: VoID for what is in it, DCAT for where to get it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from perms_graph.catalogue import Catalogue
from perms_graph.errors import Message, msg
from perms_graph.language import LANGUAGES
from perms_graph.namespaces import BASE, DCTERMS, FOAF, ID, PERMS, PREFIXES, RDF, XSD
from perms_graph.publishing.dumping import DUMPS
from perms_graph.register.manifest import Manifest
from perms_graph.store import Dataset
from perms_graph.translation import translate

DATASET: Final = BASE + "dataset"
"""The register as a thing that catalogues list."""

VOID: Final = "http://rdfs.org/ns/void#"
DCAT: Final = "http://www.w3.org/ns/dcat#"
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_VOCABULARIES: Final = ("org", "prov", "skos", "dcterms", "foaf", "schema", "owl")
_EXAMPLES: Final = ("member/fiji", "partner/spc", "partnership/p-010", "goal/rg1")

RIGHTS: Final = msg(
    "The software and what this project wrote: MIT. Facts and code lists keep the terms of "
    "those who published them; each named graph says which, where they are known."
)
"""Under what terms the register may be used."""

_TEXTS: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "title": msg("PERMS: partnerships of SPREP as linked data"),
        "description": msg(
            "The partnership strategy of the Secretariat of the Pacific Regional Environment "
            "Programme and the partnerships that public pages tell of, each statement with its "
            "source. Compiled from public pages; not an official register of SPREP."
        ),
        "rights": RIGHTS,
    }
)


@dataclass(frozen=True)
class Dump:
    """A file that holds all of it."""

    url: str
    media_type: str
    name: str


@dataclass(frozen=True)
class Summary:
    """The register in numbers.

    Attributes:
        triples: Statements of the merged graph, each once.
        graphs: Named graphs.
        documents: Documents that sources were read from.
        read_until: When the last source was read, as precise as known; None if nobody noted it.
        classes: Classes of ours with their number of things, the most first.
        properties: Properties with their number of statements, the most first.
        links: Property, beginning of the identities it leads to, and how many there are.
    """

    triples: int
    graphs: int
    documents: int
    read_until: str | None
    classes: tuple[tuple[str, int], ...]
    properties: tuple[tuple[str, int], ...]
    links: tuple[tuple[str, str, int], ...]


def summarise(dataset: Dataset, catalogue: Catalogue) -> Summary:
    """Count what is in the register.

    Args:
        dataset: The register.
        catalogue: The stored questions of the family ``overview``.
    """

    def counts(name: str, column: str) -> tuple[tuple[str, int], ...]:
        rows = dataset.select(catalogue.find(name).sparql)
        return tuple((row[column].value, int(row["count"].value)) for row in rows)

    (read,) = dataset.select(catalogue.find("sources_read_until").sparql)
    links = dataset.select(catalogue.find("links_to_others").sparql)
    properties = counts("uses_of_properties", "property")
    return Summary(
        sum(number for _, number in properties),
        len(dataset.graphs()),
        int(read["documents"].value),
        read["last"].value if "last" in read else None,
        counts("counts_by_kind", "kind"),
        properties,
        tuple((r["property"].value, r["target"].value, int(r["count"].value)) for r in links),
    )


def describe_dataset(
    summary: Summary,
    manifest: Manifest,
    *,
    site: str,
    dumps: tuple[Dump, ...],
    endpoint: str | None = None,
) -> tuple[ox.Triple, ...]:
    """Describe the register for catalogues and crawlers.

    Args:
        summary: The register in numbers.
        manifest: What it was built from.
        site: Address of the site that serves it, without a slash at the end.
        dumps: Where it can be had whole.
        endpoint: Where SPARQL is answered; None if nowhere.

    Returns:
        A description in VoID (https://www.w3.org/TR/void/) and DCAT 3
        (https://www.w3.org/TR/vocab-dcat-3/). Parts have names below ``DATASET``, so that the same
        register is described by the same triples.
    """
    return tuple(_statements(summary, manifest, site, dumps, endpoint))


def _statements(
    summary: Summary,
    manifest: Manifest,
    site: str,
    dumps: tuple[Dump, ...],
    endpoint: str | None,
) -> Iterator[ox.Triple]:
    whole = ox.NamedNode(DATASET)
    for kind in (VOID + "Dataset", DCAT + "Dataset"):
        yield _link(whole, RDF + "type", kind)
    for name, said in _TEXTS.items():
        for language in LANGUAGES:
            text = ox.Literal(translate(said, language), language=language)
            yield _text(whole, DCTERMS + name, text)
    yield _link(whole, DCTERMS + "publisher", ID + "organisation/perms-graph")
    yield _link(whole, DCTERMS + "conformsTo", BASE + "def")
    yield _link(whole, FOAF + "homepage", site + "/")
    yield _link(whole, DCAT + "landingPage", site + "/dataset")
    if endpoint is not None:
        yield _link(whole, VOID + "sparqlEndpoint", endpoint)
    yield _text(whole, DCAT + "version", ox.Literal(manifest.version))
    yield _text(whole, DCTERMS + "identifier", ox.Literal(manifest.fingerprint))
    for language in LANGUAGES:
        yield _text(whole, DCTERMS + "language", ox.Literal(language))
    if summary.read_until:
        yield _text(whole, DCTERMS + "modified", _moment(summary.read_until))
    for name in ("perms", *_VOCABULARIES):
        yield _link(whole, VOID + "vocabulary", PREFIXES[name])
    yield _text(whole, VOID + "uriSpace", ox.Literal(ID))
    for example in _EXAMPLES:
        yield _link(whole, VOID + "exampleResource", ID + example)
    for feature in ("Turtle", "JSON-LD", "N-Triples", "RDF_XML", "N-Quads", "TriG"):
        yield _link(whole, VOID + "feature", _FORMATS + feature)
    yield _number(whole, "triples", summary.triples)
    yield _number(whole, "documents", summary.documents)
    yield _number(whole, "classes", len(summary.classes))
    yield _number(whole, "properties", len(summary.properties))
    yield from _files(whole, dumps)
    yield from _parts(whole, summary)


def _files(whole: ox.NamedNode, dumps: tuple[Dump, ...]) -> Iterator[ox.Triple]:
    for number, file in enumerate(dumps, start=1):
        part = ox.NamedNode(f"{DATASET}#file-{number}")
        yield _link(whole, VOID + "dataDump", file.url)
        yield _link(whole, DCAT + "distribution", part.value)
        yield _link(part, RDF + "type", DCAT + "Distribution")
        yield _text(part, DCTERMS + "title", ox.Literal(file.name))
        yield _link(part, DCAT + "downloadURL", file.url)
        yield _link(part, DCAT + "mediaType", _MEDIA + file.media_type)


def _parts(whole: ox.NamedNode, summary: Summary) -> Iterator[ox.Triple]:
    for kind, number in summary.classes:
        part = ox.NamedNode(f"{DATASET}#class-{kind.removeprefix(PERMS)}")
        yield _link(whole, VOID + "classPartition", part.value)
        yield _link(part, VOID + "class", kind)
        yield _number(part, "entities", number)
    for place, (name, number) in enumerate(summary.properties, start=1):
        part = ox.NamedNode(f"{DATASET}#property-{place}")
        yield _link(whole, VOID + "propertyPartition", part.value)
        yield _link(part, VOID + "property", name)
        yield _number(part, "triples", number)
    for place, (name, target, number) in enumerate(summary.links, start=1):
        part = ox.NamedNode(f"{DATASET}#links-{place}")
        there = ox.NamedNode(f"{DATASET}#target-{place}")
        yield _link(whole, VOID + "subset", part.value)
        yield _link(part, RDF + "type", VOID + "Linkset")
        yield _link(part, VOID + "linkPredicate", name)
        yield _link(part, VOID + "subjectsTarget", DATASET)
        yield _link(part, VOID + "objectsTarget", there.value)
        yield _number(part, "triples", number)
        yield _link(there, RDF + "type", VOID + "Dataset")
        yield _text(there, VOID + "uriSpace", ox.Literal(target))


def dumps_at(site: str) -> tuple[Dump, ...]:
    """Give the files of a site that holds the register whole.

    Args:
        site: Its address, without a slash at the end.
    """
    return tuple(Dump(f"{site}/data/register.{f.suffix}", f.media_type, f.name) for f in DUMPS)


def _link(thing: ox.NamedNode, name: str, other: str) -> ox.Triple:
    return ox.Triple(thing, ox.NamedNode(name), ox.NamedNode(other))


def _text(thing: ox.NamedNode, name: str, value: ox.Literal) -> ox.Triple:
    return ox.Triple(thing, ox.NamedNode(name), value)


def _number(thing: ox.NamedNode, name: str, value: int) -> ox.Triple:
    return _text(thing, VOID + name, ox.Literal(value))


def _moment(text: str) -> ox.Literal:
    kind = {4: "gYear", 7: "gYearMonth"}.get(len(text), "date")
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))
