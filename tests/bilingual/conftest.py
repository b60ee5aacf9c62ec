"""A product of a few sentences, to be changed at will, and the shipped one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from perms_graph.bilingual import Finding, Ledger, all_pairs, judge_pairs, product, read_owing
from perms_graph.resources import Resources

PREFIXES = """
@prefix perms: <https://w3id.org/perms/def#> .
@prefix psh: <https://w3id.org/perms/shape#> .
@prefix body: <https://w3id.org/perms/id/body/> .
@prefix code: <https://w3id.org/perms/id/code/> .
@prefix scheme: <https://w3id.org/perms/id/scheme/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
TERM = """
perms:Body a owl:Class ; rdfs:label "body"@en , "instance"@fr ;
    skos:definition "A group that decides."@en , "Un groupe qui décide."@fr .
"""
SHAPE = """
psh:BodyShape a sh:NodeShape ; rdfs:label "body"@en , "instance"@fr ; sh:sparql [
    sh:select "SELECT $this { }" ; sh:message "Name it."@en , "Nommez-la."@fr ] .
"""
QUESTION = """#+ title.en: All bodies
#+ title.fr: Toutes les instances
SELECT ?body WHERE { ?body a ?kind }
"""
PO = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

#: web/a.py
msgid "Show {n} bodies"
msgstr "Montrer {n} instances"
"""
DATA = """
<https://w3id.org/perms/graph/source/a> {
  body:one a perms:Body ; skos:prefLabel "One"@en , "Un"@fr ; skos:note "Only here."@en .
}
"""
OWED = """scope,property,owed,reason_en,reason_fr
id:scheme/theirs,*,published,Theirs.,À eux.
data,skos:note,later,Not yet.,Pas encore.
"""
ALIKE = """scope,text,reason_en,reason_fr
*,plan,One word.,Un seul mot.
"""


@dataclass
class Product:
    """A folder with a product, and its ledger."""

    folder: Path
    resources: Resources
    ledger: Ledger

    def write(self, name: str, text: str) -> None:
        prefixed = PREFIXES + text if name.endswith(("ttl", "trig")) else text
        (self.folder / name).write_text(prefixed, encoding="utf-8")

    def judged(self) -> dict[str, Finding]:
        pairs = all_pairs(product(self.resources), self.resources)
        found = judge_pairs(pairs, self.ledger, read_owing(self.resources.locale))
        return {f.pair.key: f for f in found}

    def states(self, *kinds: str) -> dict[str, str]:
        return {
            key: f.state.value
            for key, f in self.judged().items()
            if f.pair.kind in kinds or not kinds
        }

    def review(self, day: str = "2026-01-02", by: str = "Ana") -> None:
        pairs = all_pairs(product(self.resources), self.resources)
        self.ledger = self.ledger.reviewed(pairs, day=day, by=by)


@pytest.fixture
def small(tmp_path: Path, resources: Resources) -> Product:
    parts = {
        "ontology/a.ttl": TERM,
        "shapes/a.ttl": SHAPE,
        "data/register/a.trig": DATA,
        "queries/overview/bodies.rq": QUESTION,
        "locale/fr/LC_MESSAGES/messages.po": PO,
        "locale/owed.csv": OWED,
        "locale/alike.csv": ALIKE,
    }
    own = replace(
        resources,
        ontology=tmp_path / "ontology",
        shapes=tmp_path / "shapes",
        data=tmp_path / "data",
        queries=tmp_path / "queries",
        locale=tmp_path / "locale",
    )
    made = Product(tmp_path, own, Ledger({}))
    for name, text in parts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        made.write(name, text)
    return made


@pytest.fixture(scope="session")
def shipped_findings(resources: Resources) -> tuple[Finding, ...]:
    ledger = Ledger.read(resources.locale / "reviewed.csv")
    pairs = all_pairs(product(resources), resources)
    return judge_pairs(pairs, ledger, read_owing(resources.locale))
