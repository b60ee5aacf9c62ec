"""Where every graph comes from, and a page for every document."""

from __future__ import annotations

from perms_graph.namespaces import GRAPH
from tools.convert.book import ACCESSED, Book, node, text, typed

FILE = "provenance.trig"
PROVENANCE = GRAPH + "provenance"
LICENCES = {
    "https://github.com/datasets/country-codes": "https://opendatacommons.org/licenses/pddl/1-0/",
    "https://github.com/datasets/dac-and-crs-code-lists": "https://opendatacommons.org/licenses/pddl/1-0/",
    "https://github.com/ror-community/ror-records": "https://creativecommons.org/publicdomain/zero/1.0/",
}
# Sources that are not pages: what they are, in both languages.
NAMES = {
    "perms-fr.md": ("French text of PERMS, as far as we have it", "Texte français de la PERMS, tel que nous l'avons"),
    "register.md": ("Research notes on the register", "Notes de recherche sur le registre"),
    "strategy.md": ("Research notes on the strategy", "Notes de recherche sur la stratégie"),
    "general knowledge": ("General knowledge, no page cited", "Connaissance générale, sans page citée"),
}
PROJECT = {
    "readings": ("Our readings and lists", "Nos lectures et nos listes"),
    "translations": ("Our translations, not official wordings", "Nos traductions, sans valeur officielle"),
    "partnerships": ("Partnerships, grouped by our rule", "Partenariats, regroupés selon notre règle"),
}


def provenance(book: Book, licences: dict[str, str]) -> None:
    """State it for every graph the book has used."""
    accessed = typed(ACCESSED, "gYearMonth")
    for graph, (url, confidence) in sorted(book.graphs.items()):
        book.say(FILE, PROVENANCE, graph, "rdf:type", node("perms:SourceGraph"))
        book.say(FILE, PROVENANCE, graph, "perms:confidence", node(f"id:confidence/{confidence}"))
        if url is None:
            en, fr = PROJECT[graph.rsplit("/", 1)[-1]]
            book.say(FILE, PROVENANCE, graph, "skos:prefLabel", text(en, "en"), text(fr, "fr"))
            book.say(FILE, PROVENANCE, graph, "prov:wasAttributedTo", node("id:organisation/perms-graph"))
            continue
        document = "id:document/" + book.document(url)
        derived = url if "://" in url or url.startswith("search-index:") else document
        book.say(FILE, PROVENANCE, graph, "prov:wasDerivedFrom", node(derived))
        book.say(FILE, PROVENANCE, graph, "dcterms:source", node(document))
        book.say(FILE, PROVENANCE, graph, "perms:accessedOn", accessed)
        licence = licences.get(graph) or LICENCES.get(url)
        if licence:
            book.say(FILE, PROVENANCE, graph, "dcterms:license", node(licence))
    for slug, url in sorted(book.documents.items()):
        iri = f"id:document/{slug}"
        book.say(FILE, PROVENANCE, iri, "rdf:type", node("perms:Document"))
        if url in NAMES:
            en, fr = NAMES[url]
            book.say(FILE, PROVENANCE, iri, "skos:prefLabel", text(en, "en"), text(fr, "fr"))
        else:
            book.say(FILE, PROVENANCE, iri, "skos:prefLabel", text(url))
            book.say(FILE, PROVENANCE, iri, "schema:url", node(url))
    maker = "id:organisation/perms-graph"
    book.say(FILE, PROVENANCE, maker, "rdf:type", node("org:Organization"))
    book.say(FILE, PROVENANCE, maker, "skos:prefLabel", text("perms_graph, this project", "en"), text("perms_graph, ce projet", "fr"))
