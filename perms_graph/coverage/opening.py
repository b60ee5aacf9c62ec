"""From a cell to what it rests on: triples, the graphs that state them, the documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from perms_graph.catalogue import Catalogue
from perms_graph.coverage.covering import counting_values
from perms_graph.coverage.matrix import Matrix
from perms_graph.namespaces import PERMS
from perms_graph.openings.model import Witness
from perms_graph.openings.trails import TIME, about, climb
from perms_graph.openings.witnesses import Stated, open_witnesses
from perms_graph.store import Dataset, Table, Term

_TIES: Final[Mapping[str, str]] = {
    "objective": "serves",
    "purpose": "hasPurpose",
    "member": "benefits",
    "mechanism": "usesMechanism",
    "partner-type": "hasPartner",
}
"""How the questions count an axis → the property from an agreement to what it names itself."""


def contents(
    dataset: Dataset, catalogue: Catalogue, matrix: Matrix, row: str, column: str = ""
) -> Table:
    """List what a cell holds: agreements with partnership, partners, money, and what ties them.

    Args:
        dataset: The register.
        catalogue: The stored questions.
        matrix: Says what the axes are, and the day.
        row: IRI.
        column: IRI; "" if the matrix has no columns.

    Returns:
        The rows of the question ``contents_of_cell``.
    """
    values = counting_values(matrix.row_axis, matrix.column_axis, matrix.day)
    question = catalogue.find("contents_of_cell")
    return dataset.select(
        question.sparql,
        {**values, "row": ox.NamedNode(row), "column": ox.NamedNode(column or row)},
    )


def open_cell(
    dataset: Dataset, catalogue: Catalogue, matrix: Matrix, row: str, column: str = ""
) -> tuple[Stated, ...]:
    """Open the numbers of a cell to the statements behind them.

    Args:
        dataset: The register.
        catalogue: The stored questions.
        matrix: As ``contents``.
        row: IRI.
        column: IRI; "" if the matrix has no columns.

    Returns:
        Every statement that the cell's numbers follow from, with its graphs and documents: what
        ties agreements to the row and the column, what decides whether they are in force, their
        partnerships, partners and money. Nothing recorded gives ``()``.
    """
    ties = [(_TIES[matrix.row_axis.counted_as], "row_through", row)]
    if matrix.column_axis is not None:
        ties.append((_TIES[matrix.column_axis.counted_as], "column_through", column))
    witnesses: dict[str, dict[ox.Triple, None]] = {}
    for found in contents(dataset, catalogue, matrix, row, column):
        agreement = found["agreement"].value
        gathered = witnesses.setdefault(agreement, {})
        gathered.update(dict.fromkeys(_triples(dataset, found, ties)))
    return open_witnesses(
        dataset, (Witness(thing, tuple(triples)) for thing, triples in witnesses.items())
    )


def _triples(
    dataset: Dataset, found: Mapping[str, Term], ties: Iterable[tuple[str, str, str]]
) -> Iterator[ox.Triple]:
    agreement, partnership = found["agreement"], found["partnership"]
    if not isinstance(agreement, ox.NamedNode) or not isinstance(partnership, ox.NamedNode):
        return
    yield ox.Triple(partnership, ox.NamedNode(PERMS + "formalisedBy"), agreement)
    for name, through, end in ties:
        named = found[through]
        if isinstance(named, ox.NamedNode):
            yield ox.Triple(agreement, ox.NamedNode(PERMS + name), named)
            yield from climb(dataset, named, ox.NamedNode(end))
    for moment in TIME:
        yield from about(dataset, agreement, moment)
    partner, money = found.get("partner"), found.get("money")
    if money is None and partner is not None:
        yield ox.Triple(agreement, ox.NamedNode(PERMS + "hasPartner"), partner)
    if isinstance(money, ox.NamedNode):
        yield from about(dataset, money, ox.NamedNode(PERMS + "underAgreement"), agreement)
        yield from about(dataset, agreement, ox.NamedNode(PERMS + "hasAmount"), money)
        for name in ("givenBy", "value", "currency", "amountScope"):
            yield from about(dataset, money, ox.NamedNode(PERMS + name))
