"""The page of the ontology says what the ontology says, in both languages."""

from __future__ import annotations

import html
import re

import pyoxigraph as ox
import pytest
from flask import Flask

from perms_graph.namespaces import ID, MODULE, PERMS, PREFIXES
from web.ontology import Branch, drawn


def _page(site: Flask, language: str) -> str:
    answer = site.test_client().get(f"/{language}/def")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def _term(page: str, name: str) -> str:
    found = re.search(rf'<article class="term" id="{name}">.*?</article>', page, re.S)
    assert found is not None
    return found[0]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "PERMS: ontology of SPREP&#39;s partnerships"),
        ("fr", "PERMS : ontologie des partenariats du PROE"),
    ],
)
def test_the_ontology_introduces_itself(shipped_site: Flask, language: str, title: str) -> None:
    page = _page(shipped_site, language)
    assert title in page
    assert "https://w3id.org/perms/def/0.1.0" in page
    assert 'href="https://spdx.org/licenses/MIT"' in page


def test_a_class_says_what_is_below_it_and_what_it_never_is(shipped_site: Flask) -> None:
    page = _page(shipped_site, "en")
    assert 'href="/en/def#ReferenceGroup"' in _term(page, "Body")
    assert 'href="/en/def#Body"' in _term(page, "Member")
    assert 'href="/en/def#Member"' in _term(page, "Body")


def test_a_property_says_where_it_stands_and_the_class_says_so_too(shipped_site: Flask) -> None:
    page = _page(shipped_site, "en")
    assert 'href="/en/def#Partnership"' in _term(page, "formalisedBy")
    assert 'href="/en/def#formalisedBy"' in _term(page, "Partnership")
    assert 'href="http://purl.org/dc/terms/isPartOf"' in _term(page, "goalOf")


def test_every_link_within_the_page_has_its_anchor(shipped_site: Flask) -> None:
    page = _page(shipped_site, "fr")
    anchors = re.findall(r' id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    named = set(re.findall(r'href="(?:/fr/def)?#([^"]+)"', page))
    assert named - set(anchors) == set()


def test_a_hierarchy_is_drawn_one_class_a_line_below_what_is_above_it() -> None:
    leaf = Branch("c", ())
    lines = drawn((Branch("a", (Branch("b", (leaf,)),)), Branch("d", ())), step=10, indent=5)
    assert [(x.iri, x.x, x.y, x.above) for x in lines] == [
        ("a", 8, 5, None),
        ("b", 13, 15, 5),
        ("c", 18, 25, 15),
        ("d", 8, 35, None),
    ]


def test_a_rule_with_parts_is_named_once(shipped_site: Flask) -> None:
    term = _term(_page(shipped_site, "en"), "Partnership")
    names = re.findall(r'<a href="/en/shapes/[^"]+"[^>]*>([^<]+)</a>', term)
    assert "mutual benefit" in names
    assert len(names) == len(set(names))


def test_a_class_has_an_example_of_the_register_in_turtle(shipped_site: Flask) -> None:
    page = _page(shipped_site, "fr")
    found = re.search(r"<pre[^>]*><code>(.*?)</code>", _term(page, "Member"), re.S)
    assert found is not None
    shown = html.unescape(found[1])
    prefixes = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items())
    triples = list(ox.parse(prefixes + shown, format=ox.RdfFormat.TURTLE))
    assert {t.subject.value.startswith(ID + "member/") for t in triples} == {True}
    kinds = {t.object.value for t in triples if t.predicate.value.endswith("#type")}
    assert len(triples) > 5
    assert PERMS + "Member" in kinds


def test_a_property_shows_a_statement_and_what_it_follows_from(shipped_site: Flask) -> None:
    page = _page(shipped_site, "en")
    assert re.search(r"<dt>For example</dt><dd>.+ → .+</dd>", _term(page, "formalisedBy"))
    chain = re.search(r"<dt>Follows from</dt>(.*?)<dt>", _term(page, "contributesTo"), re.S)
    assert chain is not None
    assert re.findall(r"#(\w+)\"", chain[1]) == ["partnerIn", "serves"]


def test_each_module_can_be_taken_along_by_itself(shipped_site: Flask) -> None:
    site = shipped_site.test_client()
    whole = {str(t) for t in ox.parse(site.get("/data/def.nt").data, format=ox.RdfFormat.N_TRIPLES)}
    parts: list[str] = []
    for name in ("agreement", "core", "judgement", "monitoring", "provenance", "strategy"):
        assert f'href="/data/def/{name}.ttl"' in _page(shipped_site, "en")
        found = list(ox.parse(site.get(f"/data/def/{name}.nt").data, format=ox.RdfFormat.N_TRIPLES))
        module = ox.NamedNode(f"{MODULE}{name}")
        defined = {t.subject for t in found if t.predicate.value.endswith("#isDefinedBy")}
        assert {t.object for t in found if t.subject in defined and t.object == module} == {module}
        parts += [str(t) for t in found if not isinstance(t.subject, ox.BlankNode)]
    assert len(parts) == len(set(parts))
    named = {t for t in parts if "_:" not in t}
    assert named < whole
    assert site.get("/data/def/none.ttl").status_code == 404
    answer = site.get("/def/core", headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/data/def/core.ttl")


def test_lists_of_codes_and_namespaces_stand_below(shipped_site: Flask) -> None:
    page = _page(shipped_site, "en")
    lists = page[page.index('id="lists"') : page.index('id="namespaces"')]
    assert 'href="/en/' in lists
    assert f'<code class="iri">{PERMS}</code>' in page[page.index('id="namespaces"') :]
