"""IATI's code lists, in English and French where IATI has both."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from tools.convert_facts import documents as docs
from tools.convert_facts.book import Book, Page
from tools.convert_facts.names import dcterms, foaf, iri, skos, slug, text, thing

_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def convert(book: Book, folder: Path) -> None:
    """Write every list in a folder of XML files.

    Args:
        book: Where to.
        folder: ``iati/codelists`` of the facts.
    """
    trees = {}
    for path in sorted(folder.glob("*.xml")):
        root = ElementTree.parse(path).getroot()  # noqa: S314 - our own copy
        trees[root.attrib["name"]] = root
    for name, root in trees.items():
        _list(book, name, root, {n: _codes(r) for n, r in trees.items()})


def kind_of(name: str) -> str:
    """Give the kind of a list's concepts: ``OrganisationType`` is ``iati-organisation-type``."""
    return "iati-" + re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def _codes(root: ElementTree.Element) -> frozenset[str]:
    return frozenset(item.findtext("code", "") for item in root.iter("codelist-item"))


def _list(
    book: Book, name: str, root: ElementTree.Element, codes: dict[str, frozenset[str]]
) -> None:
    kind = kind_of(name)
    embedded = root.get("embedded") == "1"
    key = docs.IATI_LISTS if embedded else docs.IATI_LISTS_NON_EMBEDDED
    page = book.codelist(f"codelists/{kind}", kind, key)
    scheme = thing("scheme", kind)
    page.kind(scheme, skos("ConceptScheme"))
    page.say(scheme, skos("notation"), text(name))
    metadata = root.find("metadata")
    if metadata is not None:
        _narratives(page, scheme, metadata, "name", skos("prefLabel"))
        _narratives(page, scheme, metadata, "description", dcterms("description"))
        _narratives(page, scheme, metadata, "category", dcterms("type"), language=False)
        if metadata.findtext("url"):
            page.say(scheme, foaf("page"), iri(metadata.findtext("url", "").strip()))
    for attribute in ("complete", "embedded", "category-codelist"):
        if attribute in root.attrib:
            page.say(scheme, thing("column", f"iati-{attribute}"), text(root.attrib[attribute]))
    parent = root.get("category-codelist", "")
    seen: dict[str, int] = {}
    for item in root.iter("codelist-item"):
        code = item.findtext("code", "").strip()
        own = slug(code)
        seen[own] = seen.get(own, 0) + 1
        node = thing(kind, own if seen[own] == 1 else f"{own}-{seen[own]}")
        page.kind(node, skos("Concept"))
        page.say(node, skos("inScheme"), scheme)
        page.say(node, skos("notation"), text(code))
        _narratives(page, node, item, "name", skos("prefLabel"))
        _narratives(page, node, item, "description", skos("definition"))
        for address in filter(None, (u.text for u in item.findall("url"))):
            page.say(node, foaf("page"), iri(address.strip()))
        category = (item.findtext("category") or "").strip()
        if category:
            page.say(node, thing("column", "iati-category"), text(category))
            if category in codes.get(parent, frozenset()):
                page.say(node, skos("broader"), thing(kind_of(parent), slug(category)))
        for attribute, value in item.attrib.items():
            page.say(node, thing("column", f"iati-{attribute}"), text(value))


def _narratives(
    page: Page,
    node: ox.NamedNode,
    element: ElementTree.Element,
    tag: str,
    predicate: ox.NamedNode,
    *,
    language: bool = True,
) -> None:
    """Write the texts of an element; a list's own language is English."""
    named: set[str] = set()
    for narrative in element.findall(f"{tag}/narrative"):
        words = " ".join((narrative.text or "").split())
        tongue = narrative.get(_LANGUAGE, "en")
        if not words:
            continue
        # A few items give two names in one language: the second stands beside the first.
        second = predicate == skos("prefLabel") and tongue in named
        named.add(tongue)
        page.say(
            node,
            skos("altLabel") if second else predicate,
            text(words, tongue if language else None),
        )
