"""What a query is made of, each part with the place where it stands in the text.

Names of variables stand without their mark: ``?x`` and ``$x`` are one. A blank node is a variable
that nobody can name: it is called ``[]1``, ``[]2`` … or ``_:x``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
Role = Literal["predicate", "class", "listed", "template", "other"]


@dataclass(frozen=True)
class Span:
    """A stretch of the text: offset of its first character, and the offset after its last."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """Tell whether another stretch lies in this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True)
class Use:
    """A variable where it is written."""

    name: str
    span: Span


@dataclass(frozen=True)
class Node:
    """Subject or object of a pattern.

    Attributes:
        sort: What it is.
        value: Name of a variable, a full IRI, or the text of a literal without its marks.
        tag: Of a literal ``@…`` or ``^^…`` as written, else empty. Numbers and truths have ``^^``.
        text: How to write it in a query of our own.
        span: Where it stands; for a nameless node its brackets.
    """

    sort: Literal["variable", "blank", "iri", "literal"]
    value: str
    tag: str
    text: str
    span: Span

    @property
    def open(self) -> bool:
        """Whether it stands for any term."""
        return self.sort in {"variable", "blank"}

    @property
    def shown(self) -> str:
        """How to write it for a reader; without name and label it is a pair of brackets."""
        if self.sort != "blank":
            return self.text
        return self.value if self.value.startswith("_:") else "[…]"


@dataclass(frozen=True)
class Name:
    """An IRI, full or short, where it is written.

    Attributes:
        iri: The full IRI.
        text: As written.
        span: Where.
        role: What it is here: a predicate, the class after ``a``, one of a list (VALUES, IN), a
            thing in a template, or anything else.
    """

    iri: str
    text: str
    span: Span
    role: Role


@dataclass(frozen=True)
class Path:
    """What stands between subject and object.

    Attributes:
        text: As written; ``rdf:type`` for ``a``.
        iri: Full IRI if it is one property; None for a variable or a longer path.
        variable: Name of the variable if it is one.
        repeats: Whether it has a ``*`` or ``+`` in it.
        span: Where.
    """

    text: str
    iri: str | None
    variable: str | None
    repeats: bool
    span: Span


@dataclass(frozen=True)
class Triple:
    """A triple pattern; its span goes from the subject, or what follows it, to the object."""

    subject: Node
    path: Path
    object: Node
    span: Span


@dataclass(frozen=True)
class Expression:
    """What stands in a FILTER, a BIND, a HAVING or a projection.

    Attributes:
        uses: Variables in it, those inside EXISTS left out.
        exists: The groups of EXISTS and NOT EXISTS in it.
        equates: Whether it is a comparison by ``=``, ``IN`` or ``sameTerm`` and nothing else.
        span: Where it stands.
    """

    uses: tuple[Use, ...]
    exists: tuple[Exists, ...]
    equates: bool
    span: Span

    @property
    def variables(self) -> frozenset[str]:
        """Names of the variables, those inside EXISTS left out."""
        return frozenset(u.name for u in self.uses)


@dataclass(frozen=True)
class Exists:
    """A test that a group has, or has not, a solution; ``mark`` is where the word stands."""

    group: Group
    negated: bool
    mark: Span


@dataclass(frozen=True)
class Filter:
    """A FILTER."""

    expression: Expression
    span: Span


@dataclass(frozen=True)
class Bind:
    """A BIND."""

    expression: Expression
    target: Use
    span: Span


@dataclass(frozen=True)
class Values:
    """A VALUES block and how many rows it has; the values are terms as in a pattern or None."""

    targets: tuple[Use, ...]
    rows: tuple[tuple[Node | None, ...], ...]
    span: Span


@dataclass(frozen=True)
class Group:
    """What stands in braces; the span takes the braces in.

    Attributes:
        items: In the order of the text.
        span: Where.
    """

    items: tuple[Item, ...]
    span: Span


@dataclass(frozen=True)
class Union:
    """Two groups or more, of which any one will do."""

    branches: tuple[Group, ...]
    span: Span


@dataclass(frozen=True)
class Optional:
    """A group that may be missing."""

    group: Group
    span: Span


@dataclass(frozen=True)
class Minus:
    """A group whose solutions are taken away."""

    group: Group
    span: Span


@dataclass(frozen=True)
class In:
    """A group in a named graph."""

    name: Node
    group: Group
    span: Span


@dataclass(frozen=True)
class Projected:
    """One item after SELECT: a variable, or an expression with a name.

    Attributes:
        use: The variable that the answer shows.
        expression: What it stands for; None if it is a variable of the pattern.
    """

    use: Use
    expression: Expression | None


@dataclass(frozen=True)
class Query:
    """A query or a sub-select.

    Attributes:
        form: Of which of the four forms.
        star: Whether it shows all variables.
        distinct: Whether it is ``SELECT DISTINCT``.
        projected: What it shows, if not all.
        template: Uses of variables in a CONSTRUCT template or after DESCRIBE.
        dataset: Where the FROM clauses stand; None without.
        where: Its pattern; None for a DESCRIBE without one.
        grouped: What stands after GROUP BY, with the name if it has one.
        having: After HAVING.
        ordered: After ORDER BY.
        aggregates: Whether anything in it is counted or summed.
        limit: After LIMIT; None without.
        offset: After OFFSET; None without.
        values: The VALUES block at its end.
        cut: Where LIMIT and OFFSET stand; None without.
        span: Where.
    """

    form: Form
    star: bool
    distinct: bool
    projected: tuple[Projected, ...]
    template: tuple[Use, ...]
    dataset: Span | None
    where: Group | None
    grouped: tuple[tuple[Expression, Use | None], ...]
    having: tuple[Expression, ...]
    ordered: tuple[Expression, ...]
    aggregates: bool
    limit: int | None
    offset: int | None
    values: Values | None
    cut: Span | None
    span: Span


Item = Triple | Filter | Bind | Values | Group | Union | Optional | Minus | In | Query


@dataclass(frozen=True)
class Outline:
    """A whole text.

    Attributes:
        query: The query.
        names: Every IRI in it, in the order of the text.
        prefixes: Those that the text declares, with where the IRI of each stands.
        uses: Every variable where it is written, in the order of the text.
        prologue: Where the declarations stand.
    """

    query: Query
    names: tuple[Name, ...]
    prefixes: dict[str, tuple[str, Span]]
    uses: tuple[Use, ...]
    prologue: Span
