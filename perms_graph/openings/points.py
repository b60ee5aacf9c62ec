"""What each reason counts: weights that stand in the register as data, never in the code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from perms_graph.catalogue import Catalogue
from perms_graph.errors import Message, msg
from perms_graph.gaps.weights import WeightError, weight_in
from perms_graph.openings.model import Kind
from perms_graph.store import Dataset, Term

_PLACES = Decimal("0.01")


@dataclass(frozen=True)
class Points:
    """The weight of one reason.

    Attributes:
        each: Points for each fact; None for a share.
        at_most: Limit of what the reason gives.
    """

    each: Decimal | None
    at_most: Decimal

    def of_facts(self, facts: int) -> Decimal:
        """Give the points of a number of facts."""
        return min((self.each or Decimal(0)) * facts, self.at_most)

    def of_share(self, part: int, whole: int) -> Decimal:
        """Give the points of a share, in hundredths of a point; 0 of nothing."""
        return (self.at_most * part / whole).quantize(_PLACES) if whole else Decimal(0)


class PointsError(WeightError):
    """The weight of a reason is missing or is no weight.

    Attributes:
        kind: Which reason.
    """

    def __init__(self, kind: Kind, message: Message) -> None:
        super().__init__(f"openingReason:{kind.value}", message)
        self.kind = kind


def read_points(dataset: Dataset, catalogue: Catalogue) -> Mapping[Kind, Points]:
    """Read the weights of all reasons.

    Args:
        dataset: The register.
        catalogue: The stored questions.

    Raises:
        PointsError: A reason has no weight, two weights, or one that is negative or no number.
    """
    rows: dict[str, list[dict[str, Term]]] = {}
    for row in dataset.select(catalogue.find("points_of_reasons").sparql):
        rows.setdefault(row["reason"].value, []).append(row)
    return {kind: _points(kind, rows.get(kind.iri, [])) for kind in Kind}


def _points(kind: Kind, rows: list[dict[str, Term]]) -> Points:
    name = kind.value
    if len(rows) > 1:
        raise PointsError(kind, msg("The reason {name} has more than one weight.", name=name))
    wanted = ("at_most",) if kind.is_share else ("each", "at_most")
    if not rows or any(column not in rows[0] for column in wanted):
        raise PointsError(kind, msg("The reason {name} has no weight.", name=name))
    values = {column: _number(kind, rows[0][column]) for column in wanted}
    return Points(values.get("each"), values["at_most"])


def _number(kind: Kind, term: Term) -> Decimal:
    value = weight_in(term)
    if value is None:
        raise PointsError(
            kind,
            msg("The weight {value} of the reason {name} is not one.", value=term.value, name=kind),
        )
    return value
