"""Reading a query into its outline.

Whether a text is a query at all, the engine says (``syntax``). We need what no parser at hand gives
(rdflib's tree has no places, Oxigraph's is not shown): which pattern stands where. So this reader
follows the grammar of SPARQL 1.1 (section 19.8) by patterns and scopes, and leaves expressions as
rows of tokens.
"""

from __future__ import annotations

from typing import Final

from perms_graph.guard.lexing import Lexeme, lexemes
from perms_graph.guard.outline import (
    Bind,
    Exists,
    Expression,
    Filter,
    Form,
    Group,
    In,
    Item,
    Minus,
    Node,
    Optional,
    Outline,
    Projected,
    Query,
    Span,
    Triple,
    Union,
    Use,
    Values,
)
from perms_graph.guard.terms import TermReader, UnreadableError

_FORMS: Final[dict[str, Form]] = {
    "SELECT": "SELECT",
    "ASK": "ASK",
    "CONSTRUCT": "CONSTRUCT",
    "DESCRIBE": "DESCRIBE",
}
_AGGREGATES: Final = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
_CLAUSES: Final = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES", "}")


def outline(text: str) -> Outline | None:
    """Read a query.

    Args:
        text: SPARQL 1.1; of moderate depth (``store.screen`` sees to that).

    Returns:
        What it is made of; None if it is not a query of SPARQL 1.1, or uses what goes beyond.
    """
    reader = _Reader(lexemes(text))
    try:
        return reader.whole()
    except (UnreadableError, IndexError, ValueError):
        return None


class _Reader(TermReader):
    """Reads queries, groups and what stands in them."""

    def whole(self) -> Outline:
        start = self.offset
        while self.sees("PREFIX", "BASE"):
            self._declaration()
        prologue = self.since(start)
        query = self._query()
        if not self.done:
            raise UnreadableError
        names = tuple(sorted(self.names, key=lambda n: n.span.start))
        uses = tuple(sorted(self.uses, key=lambda u: u.span.start))
        return Outline(query, names, dict(self.prefixes), uses, prologue)

    def _declaration(self) -> None:
        if self.take().says("BASE"):
            self.base = self._bracketed()[0]
            return
        prefix = self.take().text.removesuffix(":")
        self.prefixes[prefix] = self._bracketed()

    def _bracketed(self) -> tuple[str, Span]:
        lexeme = self.take()
        if lexeme.kind != "iri":
            raise UnreadableError
        return lexeme.text[1:-1], Span(lexeme.start, lexeme.end)

    def _query(self) -> Query:
        start, first = self.offset, self.at
        form = _FORMS.get(self.take(*_FORMS).text.upper(), "SELECT")
        distinct = form == "SELECT" and self.sees("DISTINCT")
        self.takes("DISTINCT", "REDUCED")
        star = form in {"SELECT", "DESCRIBE"} and self.takes("*")
        projected = self._projection() if form == "SELECT" and not star else ()
        template = self._template(form) if form != "SELECT" and not star else ()
        aggregates = self._aggregates(first)
        dataset = self._dataset()
        where = self._where(form)
        first = self.at
        grouped: tuple[tuple[Expression, Use | None], ...] = ()
        if self.takes("GROUP"):
            self.take("BY")
            grouped = self._grouped()
        having = self._conditions() if self.takes("HAVING") else ()
        ordered: tuple[Expression, ...] = ()
        if self.takes("ORDER"):
            self.take("BY")
            ordered = self._conditions()
        limits: dict[str, int] = {}
        here = self.offset
        while self.sees("LIMIT", "OFFSET"):
            word = self.take().text.upper()
            limits[word] = int(self.take().text)
        cut = self.since(here) if limits else None
        aggregates = aggregates or self._aggregates(first)
        values = self._values() if self.sees("VALUES") else None
        return Query(
            form=form,
            star=star,
            distinct=distinct,
            projected=projected,
            template=template,
            dataset=dataset,
            where=where,
            grouped=grouped,
            having=having,
            ordered=ordered,
            aggregates=aggregates,
            limit=limits.get("LIMIT"),
            offset=limits.get("OFFSET"),
            values=values,
            cut=cut,
            span=self.since(start),
        )

    def _aggregates(self, first: int) -> bool:
        return any(t.says(*_AGGREGATES) for t in self.parts[first : self.at])

    def _projection(self) -> tuple[Projected, ...]:
        found: list[Projected] = []
        while self.sees_kind("variable") or self.sees("("):
            if self.takes("("):
                expression = self._expression("AS")
                self.take("AS")
                found.append(Projected(self.variable(), expression))
                self.take(")")
            else:
                found.append(Projected(self.variable(), None))
        if not found:
            raise UnreadableError
        return tuple(found)

    def _template(self, form: Form) -> tuple[Use, ...]:
        """Take what a CONSTRUCT makes or a DESCRIBE names; give the variables in it."""
        before = len(self.uses)
        if form == "DESCRIBE":
            while self.sees_kind("variable") or self.sees_iri():
                _ = self.variable() if self.sees_kind("variable") else self.iri("other")
        elif form == "CONSTRUCT" and self.takes("{"):
            made: list[Triple] = []
            while not self.takes("}"):
                self.triples(made, template=True)
                self.takes(".")
        return tuple(self.uses[before:])

    def _dataset(self) -> Span | None:
        start = self.offset
        if not self.sees("FROM"):
            return None
        while self.takes("FROM"):
            self.takes("NAMED")
            self.iri("other")
        return self.since(start)

    def _where(self, form: Form) -> Group | None:
        if self.takes("WHERE") or self.sees("{"):
            return self._group()
        if form != "DESCRIBE":
            raise UnreadableError
        return None

    def _grouped(self) -> tuple[tuple[Expression, Use | None], ...]:
        found: list[tuple[Expression, Use | None]] = []
        while not self.done and not self.sees(*_CLAUSES):
            if self.sees("("):
                self.take("(")
                expression = self._expression("AS", ")")
                name = self.variable() if self.takes("AS") else None
                self.take(")")
                found.append((expression, name))
            else:
                found.append((self._condition(), None))
        return tuple(found)

    def _conditions(self) -> tuple[Expression, ...]:
        found = []
        while not self.done and not self.sees(*_CLAUSES):
            self.takes("ASC", "DESC")
            found.append(self._condition())
        return tuple(found)

    def _condition(self) -> Expression:
        """Take a variable, something in brackets, or a call."""
        start = self.offset
        uses: list[Use] = []
        exists: list[Exists] = []
        first = self.at
        if self.sees_kind("variable"):
            uses.append(self.variable())
        elif self.sees("NOT", "EXISTS"):
            exists.append(self._exists())
        else:
            if not self.sees("("):
                _ = self.iri("other") if self.sees_iri() else self.take()
            self.take("(")
            self._run(uses, exists, (")",))
            self.take(")")
        span = self.since(start)
        return Expression(
            tuple(uses), tuple(exists), _equates(self.parts[first : self.at], exists), span
        )

    def _expression(self, *ends: str) -> Expression:
        """Take tokens up to one of some words outside all brackets."""
        start, first = self.offset, self.at
        uses: list[Use] = []
        exists: list[Exists] = []
        self._run(uses, exists, ends)
        parts = self.parts[first : self.at]
        return Expression(
            tuple(uses), tuple(exists), _equates(parts, exists), Span(start, parts[-1].end)
        )

    def _run(self, uses: list[Use], exists: list[Exists], ends: tuple[str, ...]) -> None:
        depth = listed = 0
        while depth or not self.sees(*ends):
            if self.sees_kind("variable"):
                uses.append(self.variable())
            elif self.sees_iri():
                self.iri("listed" if listed and listed == depth else "other")
            elif self.sees("IN") and self.sees("(", ahead=1):
                self.take()
                listed = depth + 1
            elif self.sees("EXISTS") or (self.sees("NOT") and self.sees("EXISTS", ahead=1)):
                exists.append(self._exists())
            else:
                lexeme = self.take()
                depth += lexeme.says("(") - lexeme.says(")")
                if lexeme.says("{", "}"):
                    raise UnreadableError

    def _exists(self) -> Exists:
        start = self.offset
        negated = self.takes("NOT")
        self.take("EXISTS")
        mark = self.since(start)
        return Exists(self._group(), negated, mark)

    def _group(self) -> Group:
        start = self.offset
        self.take("{")
        items: list[Item] = []
        if self.sees("SELECT"):
            items.append(self._query())
        while not self.sees("}"):
            items += self._items()
            self.takes(".")
        self.take("}")
        return Group(tuple(items), self.since(start))

    def _items(self) -> list[Item]:
        start = self.offset
        if self.sees("{"):
            return [self._union(start)]
        if self.takes("OPTIONAL"):
            return [Optional(self._group(), self.since(start))]
        if self.takes("MINUS"):
            return [Minus(self._group(), self.since(start))]
        if self.takes("FILTER"):
            return [Filter(self._condition(), self.since(start))]
        if self.takes("BIND"):
            self.take("(")
            expression = self._expression("AS")
            self.take("AS")
            target = self.variable()
            self.take(")")
            return [Bind(expression, target, self.since(start))]
        if self.sees("VALUES"):
            return [self._values()]
        if self.takes("GRAPH"):
            name: Node = self.node([])
            return [In(name, self._group(), self.since(start))]
        triples: list[Triple] = []
        self.triples(triples)
        return list(triples)

    def _union(self, start: int) -> Item:
        branches = [self._group()]
        while self.takes("UNION"):
            branches.append(self._group())
        if len(branches) == 1:
            return branches[0]
        return Union(tuple(branches), self.since(start))

    def _values(self) -> Values:
        start = self.offset
        self.take("VALUES")
        targets: list[Use] = []
        single = self.sees_kind("variable")
        if single:
            targets.append(self.variable())
        else:
            self.take("(")
            while not self.takes(")"):
                targets.append(self.variable())
        self.take("{")
        rows: list[tuple[Node | None, ...]] = []
        while not self.takes("}"):
            if single:
                rows.append((self._value(),))
                continue
            self.take("(")
            row: list[Node | None] = []
            while not self.takes(")"):
                row.append(self._value())
            rows.append(tuple(row))
        return Values(tuple(targets), tuple(rows), self.since(start))

    def _value(self) -> Node | None:
        if self.takes("UNDEF"):
            return None
        node = self.node([], role="listed")
        if node.open:
            raise UnreadableError
        return node


def _equates(parts: tuple[Lexeme, ...], exists: list[Exists]) -> bool:
    """Tell whether an expression holds only where two things are the same."""
    same = bool(exists)
    for index, part in enumerate(parts):
        if part.says("|"):
            return False
        if part.says("SAMETERM") or (part.says("IN") and not parts[index - 1].says("NOT")):
            same = True
        if part.says("="):
            before = parts[index - 1]
            same = same or not (before.says("!", "<", ">") and before.end == part.start)
    return same
