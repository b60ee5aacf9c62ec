"""What a worker holds for all jobs: the register, the strategy alone, questions and names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pyoxigraph as ox

from perms_graph.catalogue import Catalogue, load_catalogue
from perms_graph.namespaces import GRAPH, PERMS
from perms_graph.register import build_into, inputs
from perms_graph.resources import shipped
from perms_graph.store import Dataset
from perms_graph.trial import Setting

AGAINST: Final = ("register", "strategy")
"""What an upload may refer to: the whole register, or the strategy and code lists alone."""


@dataclass(frozen=True)
class Prepared:
    """What a worker holds for all jobs.

    Attributes:
        settings: By what an upload is checked against.
        catalogue: The stored questions.
        terms: Names of our classes and properties.
    """

    settings: Mapping[str, Setting]
    catalogue: Catalogue
    terms: frozenset[str]


def load(given: Mapping[str, Any]) -> Prepared:
    """Load the register and build the strategy alone.

    Args:
        given: ``quads``: an N-Quads file with the register as it was built.

    Raises:
        OSError: The file cannot be read.
    """
    resources = shipped()
    all_inputs = inputs(resources)
    register = Dataset.memory()
    register.store.bulk_load(path=str(given["quads"]), format=ox.RdfFormat.N_QUADS)
    whole = Setting.of(register, all_inputs)
    ontology = set(all_inputs.ontology)
    alone = Dataset.memory()
    report = build_into(
        alone,
        replace(
            all_inputs,
            sources=tuple(
                s
                for s in all_inputs.sources
                if s.path in ontology or s.path.parent.name in {"strategy", "codelists"}
            ),
        ),
    ).validation
    strategy = Setting(alone, whole.rules, whole.compiled, report) if report else whole
    terms = {
        q.subject.value
        for name in ("ontology", "alignment")
        for q in alone.store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPH + name))
        if isinstance(q.subject, ox.NamedNode) and q.subject.value.startswith(PERMS)
    }
    return Prepared(
        {"register": whole, "strategy": strategy},
        load_catalogue(resources.queries),
        frozenset(terms),
    )
