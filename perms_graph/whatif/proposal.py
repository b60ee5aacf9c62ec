"""Is there a proposal in these files, and does it name what exists?"""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from perms_graph.errors import FileError, PermsError, msg
from perms_graph.findings.model import Unknown
from perms_graph.findings.places import Places
from perms_graph.findings.reading import ReadFile
from perms_graph.findings.unknown import unknown_names
from perms_graph.namespaces import PERMS, RDF, shorten
from perms_graph.store import Dataset
from perms_graph.trial import Change

_TYPE = ox.NamedNode(RDF + "type")
_KINDS = frozenset(ox.NamedNode(PERMS + kind) for kind in ("Agreement", "Partnership"))


def strange_names(dataset: Dataset, files: Sequence[ReadFile]) -> tuple[Unknown, ...]:
    """Find names in a proposal that nothing describes, with the nearest and their places.

    Args:
        dataset: The register, without the proposal.
        files: The proposal.

    Returns:
        As ``findings.unknown.unknown_names``, by place.
    """
    terms = dataset.select(
        "SELECT DISTINCT ?term { GRAPH graph:ontology { ?term a ?kind } "
        f'FILTER (STRSTARTS(STR(?term), "{PERMS}")) }}'
    )
    names = {t.value for t in terms.column("term") if isinstance(t, ox.NamedNode)}
    data = [quad for file in files for quad in file.data]
    return unknown_names(data, terms=names, dataset=dataset, places=Places(files))


def speaks_of_partnerships(dataset: Dataset, change: Change) -> bool:
    """Tell whether a proposal describes or names an agreement or a partnership."""
    default = ox.DefaultGraph()
    named = set()
    for quad in change.quads_added():
        if quad.predicate == _TYPE and quad.object in _KINDS:
            return True
        named |= {t for t in (quad.subject, quad.object) if isinstance(t, ox.NamedNode)}
    return any(
        ox.Quad(thing, _TYPE, kind, default) in dataset.store for thing in named for kind in _KINDS
    )


def nothing_to_weigh(files: Sequence[ReadFile], unknown: Sequence[Unknown]) -> PermsError:
    """Say that a proposal holds no agreement, with the first name that looks misspelt."""
    message = msg("There is no agreement and no partnership in the proposal.")
    slip = next((u for u in unknown if u.nearest), None)
    if slip is None:
        hint = msg("Describe an agreement in it: {example}", example="docs/examples/proposal.ttl")
        return FileError(files[0].path, message, hint)
    near = ", ".join(shorten(name) for name in slip.nearest)
    return FileError(
        slip.place.file if slip.place else files[0].path,
        message,
        msg("{name} is not known. Did you mean: {names}?", name=shorten(slip.name), names=near),
        line=slip.place.line if slip.place else None,
        column=slip.place.column if slip.place else None,
    )
