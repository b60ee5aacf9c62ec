"""Where the ontology is, and what a module of it looks like as text and as a graph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from rdflib import OWL, Graph, Namespace, URIRef

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "ontology"
MODULES = sorted(p for p in FOLDER.glob("*.ttl") if p.name != "perms.ttl")
ALIGNMENTS = sorted((FOLDER / "alignment").glob("*.ttl"))
FILES = [FOLDER / "perms.ttl", *MODULES, *ALIGNMENTS]

PERMS = Namespace("https://w3id.org/perms/def#")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


@dataclass(frozen=True)
class Module:
    """One module: its file and what it says."""

    path: Path
    graph: Graph

    @property
    def iri(self) -> URIRef:
        return URIRef(f"https://w3id.org/perms/def/{self.path.stem}")

    @property
    def terms(self) -> list[URIRef]:
        """What it defines, in the order of the text."""
        names = re.findall(r"^perms:(\w+)$", self.path.read_text(encoding="utf-8"), re.MULTILINE)
        return [PERMS[name] for name in names]
