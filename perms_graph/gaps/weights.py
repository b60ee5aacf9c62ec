"""Weights that stand in the register as data: read, refused if they are none, found again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path

from perms_graph.catalogue import Catalogue
from perms_graph.errors import FileError, Message, PermsError, msg
from perms_graph.namespaces import ID
from perms_graph.store import Dataset, Term


class Part(StrEnum):
    """The parts of a gap score, in the order in which they are told."""

    NO_PARTNERSHIP = "noPartnership"
    ONE_PARTNER = "onePartner"
    ENDING = "ending"
    MONEY_ALONE = "moneyAlone"
    TECHNICAL_ALONE = "technicalAlone"
    ONE_SOURCE = "oneSource"
    UNANSWERED = "unanswered"
    FEWER_THAN_PEERS = "fewerThanPeers"
    MECHANISM_MISSING = "mechanismMissing"
    OVERDUE = "overdue"
    DEPARTURE_ENDING = "departureEnding"
    NO_HOLDER = "noHolder"
    NO_INDICATOR = "noIndicator"

    @property
    def iri(self) -> str:
        """Give the setting, which carries its name, its definition and its weight."""
        return f"{ID}gap-part/{self.value}"


class WeightError(PermsError):
    """The weight of something is missing or is no weight.

    Attributes:
        written: How files name what it is the weight of, such as ``gapPart:noHolder``.
    """

    def __init__(self, written: str, message: Message) -> None:
        super().__init__(
            message, msg("Weights are numbers of 0 or more, in {folder}.", folder="data/policy")
        )
        self.written = written


def weight_in(term: Term) -> Decimal | None:
    """Read a weight; None if it is negative or no number."""
    try:
        value = Decimal(term.value)
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 else None


def place_of(error: WeightError, files: Iterable[Path]) -> FileError | None:
    """Say in which file and line a faulty weight stands; None if no file names what it is of.

    Args:
        error: What the reading of weights raised.
        files: Where weights are kept.
    """
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if error.written in line.split():
                return FileError(path, error.message, error.hint, line=number)
    return None


def read_weights(dataset: Dataset, catalogue: Catalogue) -> Mapping[Part, Decimal]:
    """Read the weights of all parts of the gap score.

    Args:
        dataset: The register.
        catalogue: The stored questions.

    Raises:
        WeightError: A part has no weight, two, or one that is negative or no number.
    """
    rows: dict[str, list[dict[str, Term]]] = {}
    for row in dataset.select(catalogue.find("weights_of_gap_parts").sparql):
        rows.setdefault(row["part"].value, []).append(row)
    return {part: _weight(part, rows.get(part.iri, [])) for part in Part}


def _weight(part: Part, rows: list[dict[str, Term]]) -> Decimal:
    name, written = part.value, f"gapPart:{part.value}"
    if len(rows) > 1:
        raise WeightError(written, msg("The part {name} has more than one weight.", name=name))
    if not rows or "weight" not in rows[0]:
        raise WeightError(written, msg("The part {name} has no weight.", name=name))
    term = rows[0]["weight"]
    value = weight_in(term)
    if value is None:
        message = msg(
            "{value}, the weight of the part {name}, is no number of 0 or more.",
            value=term.value,
            name=name,
        )
        raise WeightError(written, message)
    return value
