"""All pairs of the product, from the store and from the files beside it."""

from __future__ import annotations

from perms_graph.bilingual import texts_of_files as files
from perms_graph.bilingual import texts_of_graphs as graphs
from perms_graph.bilingual.pairs import KINDS, Pair
from perms_graph.namespaces import GRAPH
from perms_graph.register import inputs
from perms_graph.resources import Resources
from perms_graph.store import Dataset
from perms_graph.store.loading import Progress, Source, load


def product(resources: Resources, *, progress: Progress | None = None) -> Dataset:
    """Load all that the product says in RDF, the illustrative set too.

    Named graphs only, and nothing inferred: nobody wrote what a reasoner adds.

    Args:
        resources: Folders that came with the software.
        progress: Told as files are loaded.

    Raises:
        FileError: A file is missing or broken.
    """
    given = inputs(resources, illustrative=True)
    dataset = Dataset.memory()
    shapes = (Source(p, GRAPH + "shapes") for p in given.shapes)
    load(dataset, [*given.sources, *shapes], progress=progress)
    return dataset


def all_pairs(dataset: Dataset, resources: Resources) -> tuple[Pair, ...]:
    """Collect every text that somebody may read in two languages.

    Args:
        dataset: Of ``product``, or a built register.
        resources: Where questions and the interface are.

    Returns:
        By kind in the order of ``KINDS``, then by key; each key once.

    Raises:
        FileError: The header of a question is broken.
    """
    found = [
        *graphs.of_ontology(dataset),
        *graphs.of_shapes(dataset),
        *files.of_sentences(),
        *files.of_questions(resources.queries),
        *files.of_rules(),
        *files.of_interface(resources.locale),
        *graphs.of_data(dataset),
    ]
    order = {kind: number for number, kind in enumerate(KINDS)}
    return tuple(sorted(found, key=lambda p: (order[p.kind], p.key)))
