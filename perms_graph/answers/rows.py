"""A row of an answer: its cells by name, by attribute and by place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz import process

from perms_graph.answers.values import Value
from perms_graph.errors import UnknownNameError, msg
from perms_graph.language import LANGUAGES
from perms_graph.translation import explain


class UnknownColumnError(UnknownNameError, KeyError, AttributeError):  # type: ignore[misc]
    """An answer has no column of that name; gives those that look like it."""

    def __init__(self, name: str, nearest: tuple[str, ...]) -> None:
        super().__init__(msg("The answer has no column {name}.", name=name), name, nearest)
        self.args = (explain(self, LANGUAGES[0]),)

    def __str__(self) -> str:
        # A KeyError would put the sentence into quotation marks.
        return str(self.args[0])


class Row:
    """A row: ``row.partner``, ``row["partner"]``, ``row[0]``; it unpacks as a tuple does.

    A column that is called like a method, and one that is no name in Python, is read as
    ``row["keys"]``. A cell without a value is None.
    """

    __slots__ = ("_cells", "_columns")

    _cells: tuple[Value | None, ...]
    _columns: tuple[str, ...]

    def __init__(self, columns: Sequence[str], cells: Sequence[Value | None]) -> None:
        object.__setattr__(self, "_columns", tuple(columns))
        object.__setattr__(self, "_cells", tuple(cells))

    def keys(self) -> tuple[str, ...]:
        """Give the names of the columns, so that ``dict(row)`` works."""
        return self._columns

    def as_dict(self) -> dict[str, Value | None]:
        """Give the cells by column."""
        return dict(zip(self._columns, self._cells, strict=True))

    def __getitem__(self, key: str | int) -> Value | None:
        if isinstance(key, str):
            return self._cells[place_of(self._columns, key)]
        return self._cells[key]

    def __getattr__(self, name: str) -> Value | None:
        # What copy and pickle look for before there is anything to look in is no column.
        if name.startswith("_"):
            raise AttributeError(name)
        return self._cells[place_of(self._columns, name)]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(name)

    def __reduce__(self) -> tuple[type[Row], tuple[object, ...]]:
        return Row, (self._columns, self._cells)

    def __iter__(self) -> Iterator[Value | None]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)

    def __eq__(self, other: object) -> bool:
        """Tell whether another row has the same columns and cells, or a tuple the same cells."""
        if isinstance(other, Row):
            return self._columns == other._columns and self._cells == other._cells
        return self._cells == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._cells)

    def __dir__(self) -> list[str]:
        return sorted({*object.__dir__(self), *(c for c in self._columns if c.isidentifier())})

    def __repr__(self) -> str:
        cells = ", ".join(f"{c}={v!r}" for c, v in zip(self._columns, self._cells, strict=True))
        return f"Row({cells})"


def place_of(columns: Sequence[str], name: str) -> int:
    """Give the place of a column.

    Raises:
        UnknownColumnError: There is none of that name; says which look like it.
    """
    try:
        return list(columns).index(name)
    except ValueError:
        near = process.extract(name, list(columns), limit=3, score_cutoff=60)
        raise UnknownColumnError(name, tuple(n for n, _, _ in near)) from None
