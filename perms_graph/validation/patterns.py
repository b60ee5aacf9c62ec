"""SPARQL for the solutions that break a constraint, for all focus nodes at once.

Two rules keep every pattern linear in the data (measured on Oxigraph 0.5.13): "has none" is a
``MINUS`` over a sub-select, unless one step from the focus node tells it: then ``NOT EXISTS`` is a
look at the index, and cheaper; counting is one ``GROUP BY``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph.namespaces import RDF, RDFS
from perms_graph.validation.expressions import shape_test, text_of, value_test
from perms_graph.validation.graph import Node
from perms_graph.validation.paths import Path, Predicate, Repeat, is_step, may_stay, triple_pattern
from perms_graph.validation.shapes import Constraint, Shape, ShapesGraph

INSTANCE: Final = f"<{RDF}type>/<{RDFS}subClassOf>*"


@dataclass(frozen=True)
class Nodes:
    """A set of nodes as the content of a SPARQL group.

    Attributes:
        pattern: Binds ``var`` and all of ``keys``, each combination once.
        var: The nodes.
        keys: Nodes from which they were reached; a node reached from two counts twice.
    """

    pattern: str
    var: str
    keys: tuple[str, ...] = ()

    @property
    def columns(self) -> str:
        """Give keys and variable as a projection."""
        return " ".join(f"?{k}" for k in (*self.keys, self.var))


@dataclass(frozen=True)
class Failing:
    """Solutions that break a constraint, as the content of a SPARQL group.

    Attributes:
        pattern: Binds the focus nodes and their keys, and what follows.
        value: Variable of the value node, if the result names one.
        path: Variable of the path, if the data decide it.
        extra: Variables that tell solutions apart or that a message may name.
    """

    pattern: str
    value: str | None = None
    path: str | None = None
    extra: tuple[str, ...] = ()


class Patterns:
    """Writes patterns for the shapes of one graph.

    Args:
        shapes: All of them.
        narrow: Whether the text is for a few given focus nodes: then sets are computed from these
            nodes outwards, where a full run would compute them once for all.
    """

    def __init__(self, shapes: ShapesGraph, *, narrow: bool) -> None:
        self.shapes = shapes
        self.narrow = narrow
        self._count = 0

    def fresh(self) -> str:
        """Give a variable name that no user's query has."""
        self._count += 1
        return f"s_{self._count}"

    def values(self, shape: Shape, focus: Nodes) -> Nodes:
        """Give the value nodes of a shape: where its path leads, or the focus nodes themselves."""
        if shape.path is None:
            return focus
        end = self.fresh()
        step = triple_pattern(f"?{focus.var}", shape.path, f"?{end}")
        walk = f"{focus.pattern} {step}"
        keys = (*focus.keys, focus.var)
        if is_step(shape.path):
            return Nodes(walk, end, keys)
        if may_stay(shape.path):
            walk = f"{{ {walk} }} UNION {{ {focus.pattern} BIND (?{focus.var} AS ?{end}) }}"
        columns = " ".join(f"?{k}" for k in (*keys, end))
        return Nodes(f"{{ SELECT DISTINCT {columns} WHERE {{ {walk} }} }}", end, keys)

    def violations(
        self, shape: Shape, focus: Nodes
    ) -> Iterator[tuple[Shape, Constraint, Nodes, Failing]]:
        """Give what breaks a shape, constraint by constraint, through ``sh:property`` as well.

        Yields:
            The shape that the constraint stands on, the constraint, the focus nodes of that shape,
            and the solutions that break it.
        """
        if shape.deactivated:
            return
        values = self.values(shape, focus)
        for constraint in shape.constraints:
            failing = self._failing(shape, constraint, focus, values)
            if failing is not None:
                yield shape, constraint, focus, failing
        for node in shape.properties:
            yield from self.violations(self.shapes.shape(node), values)

    def _failing(
        self, shape: Shape, constraint: Constraint, focus: Nodes, values: Nodes
    ) -> Failing | None:
        name = constraint.parameter
        test = value_test(self.shapes, constraint, f"?{values.var}")
        if test is not None and name not in {"in", "hasValue"}:
            return Failing(f"{values.pattern} FILTER (!{test})", values.var)
        match name:
            case "class":
                return Failing(
                    self._without(values, self._instances(constraint, values)), values.var
                )
            case "in":
                terms = " ".join(
                    str(i) for i in constraint.items if not isinstance(i, ox.BlankNode)
                )
                listed = f"VALUES ?{values.var} {{ {terms} }}"
                return Failing(self._without(values, listed), values.var)
            case "minCount" | "maxCount":
                return self._count_bound(shape, constraint, focus, values)
            case "uniqueLang":
                lang = self.fresh()
                return Failing(
                    f"{{ SELECT {focus.columns} ?{lang} WHERE {{ {values.pattern} "
                    f'FILTER (isLiteral(?{values.var}) && LANG(?{values.var}) != "") '
                    f"BIND (LCASE(LANG(?{values.var})) AS ?{lang}) }} "
                    f"GROUP BY {focus.columns} ?{lang} "
                    f"HAVING (COUNT(DISTINCT ?{values.var}) > 1) }}",
                    extra=(lang,),
                )
            case "hasValue":
                return self._known_value(shape, constraint, focus, values)
            case "closed":
                prop, value = self.fresh(), self.fresh()
                allowed = ", ".join(str(i) for i in constraint.items)
                listed = f"?{prop} NOT IN ({allowed}) && " if allowed else ""
                return Failing(
                    f"{values.pattern} ?{values.var} ?{prop} ?{value} FILTER ({listed}"
                    f"!(?{prop} = <{RDF}type> && ?{value} = <{RDFS}Resource>))",
                    value,
                    prop,
                )
            case "equals" | "disjoint" | "lessThan" | "lessThanOrEquals":
                return self._pair(constraint, focus, values)
            case "sparql":
                return self._user(shape, constraint, focus)
            case _:
                return self._by_shapes(shape, constraint, focus, values)

    def _known_value(
        self, shape: Shape, constraint: Constraint, focus: Nodes, values: Nodes
    ) -> Failing:
        term = str(constraint.value)
        if isinstance(shape.path, Predicate) and not isinstance(constraint.value, ox.BlankNode):
            step = triple_pattern(f"?{focus.var}", shape.path, term)
            return Failing(f"{focus.pattern} FILTER NOT EXISTS {{ {step} }}")
        known = f"{values.pattern} VALUES ?{values.var} {{ {term} }}"
        test = value_test(self.shapes, constraint, f"?{values.var}")
        if self.narrow and test is not None:
            # With a second VALUES beside that of the focus nodes the engine reads all triples.
            known = f"{values.pattern} FILTER ({test})"
        return Failing(f"{focus.pattern} MINUS {{ SELECT {focus.columns} WHERE {{ {known} }} }}")

    @staticmethod
    def _lacks(path: Path, start: str, end: str, test: str = "") -> str:
        """Write that no step leads to a value, or to none that passes a test."""
        step = triple_pattern(f"?{start}", path, f"?{end}")
        passing = f" FILTER ({test})" if test else ""
        return f"FILTER NOT EXISTS {{ {step}{passing} }}"

    def _count_bound(
        self, shape: Shape, constraint: Constraint, focus: Nodes, values: Nodes
    ) -> Failing | None:
        number = int(text_of(constraint.value))
        grouped = (
            f"{{ SELECT {focus.columns} WHERE {{ {values.pattern} }} GROUP BY {focus.columns} "
            f"HAVING (COUNT(DISTINCT ?{values.var}) %s {number}) }}"
        )
        if constraint.parameter == "maxCount":
            return Failing(grouped % ">")
        if number == 0:
            return None
        if number > 1:
            return Failing(f"{focus.pattern} MINUS {grouped % '>='}")
        if shape.path is not None and is_step(shape.path):
            return Failing(f"{focus.pattern} {self._lacks(shape.path, focus.var, values.var)}")
        having = f"SELECT DISTINCT {focus.columns} WHERE {{ {values.pattern} }}"
        return Failing(f"{focus.pattern} MINUS {{ {having} }}")

    def _pair(self, constraint: Constraint, focus: Nodes, values: Nodes) -> Failing:
        other = f"?{focus.var} {constraint.value} ?{{}}"
        if constraint.parameter == "equals":
            only = other.format(values.var)
            missing = f"{values.pattern} MINUS {{ {focus.pattern} {only} }}"
            if values.var == focus.var:
                value = self.fresh()
                missing += f" BIND (?{values.var} AS ?{value})"
                surplus = (
                    f"{focus.pattern} {other.format(value)} "
                    f"FILTER (!sameTerm(?{value}, ?{values.var}))"
                )
                return Failing(f"{{ {missing} }} UNION {{ {surplus} }}", value)
            surplus = f"{focus.pattern} {only} MINUS {{ {values.pattern} }}"
            return Failing(f"{{ {missing} }} UNION {{ {surplus} }}", values.var)
        if constraint.parameter == "disjoint":
            return Failing(f"{values.pattern} {other.format(values.var)}", values.var)
        compared = self.fresh()
        sign = "<" if constraint.parameter == "lessThan" else "<="
        return Failing(
            f"{values.pattern} {other.format(compared)} "
            f"FILTER (!COALESCE(?{values.var} {sign} ?{compared}, false))",
            values.var,
            extra=(compared,),
        )

    def _user(self, shape: Shape, constraint: Constraint, focus: Nodes) -> Failing:
        query = constraint.query
        assert query is not None  # noqa: S101 - set by the reader for every sh:sparql
        this = f"{{ SELECT DISTINCT (?{focus.var} AS ?this) WHERE {{ {focus.pattern} }} }}"
        if focus.pattern.startswith(f"VALUES ?{focus.var} "):
            this = focus.pattern.replace(focus.var, "this", 1)
        inner = " ".join(f"?{c}" for c in query.columns)
        # The query joins the focus nodes itself, but not their keys, which it does not know.
        again = focus.pattern if focus.keys else ""
        pattern = (
            f"{again} {{ SELECT DISTINCT (?this AS ?{focus.var}) {inner} "
            f"WHERE {{ {{ {query.fill(this, narrow=self.narrow)} }} }} }}"
        )
        value = "value" if "value" in query.columns else None
        if value is None and shape.path is None:
            value = focus.var
        return Failing(
            pattern,
            value,
            "path" if "path" in query.columns else None,
            tuple(c for c in query.columns if c not in {"value", "path"}),
        )

    def _by_shapes(
        self, shape: Shape, constraint: Constraint, focus: Nodes, values: Nodes
    ) -> Failing | None:
        match constraint.parameter:
            case "node":
                return Failing(
                    self._within(values, self._breaking([constraint.value], values)), values.var
                )
            case "not":
                broken = self._breaking([constraint.value], values)
                return Failing(
                    self._without(values, broken) if broken else values.pattern, values.var
                )
            case "and":
                return Failing(
                    self._within(values, self._breaking(constraint.items, values)), values.var
                )
            case "or":
                pattern = values.pattern
                for item in constraint.items:
                    pattern += " " + self._within(None, self._breaking([item], values))
                return Failing(pattern, values.var)
            case "xone":
                kept = " UNION ".join(
                    f"{{ {self._keeping(item, values)} }}" for item in constraint.items
                )
                one = (
                    f"SELECT ?{values.var} WHERE {{ {kept} }} GROUP BY ?{values.var} "
                    "HAVING (COUNT(*) = 1)"
                )
                return Failing(self._without(values, one), values.var)
            case _:
                return self._qualified(shape, constraint, focus, values)

    def _qualified(
        self, shape: Shape, constraint: Constraint, focus: Nodes, values: Nodes
    ) -> Failing | None:
        number = int(constraint.number)
        least = constraint.component == "QualifiedMinCount"
        if least and number == 1 and not constraint.flag:
            lacking = self._no_such_value(shape, constraint, focus, values)
            if lacking is not None:
                return Failing(f"{focus.pattern} {lacking}")
        kept = f"{values.pattern} {self._kept(constraint.value, values)}"
        if constraint.flag:
            for sibling in self.shapes.siblings(shape, constraint):
                kept += f" MINUS {{ {self._keeping(sibling, values)} }}"
        if least and number == 0:
            return None
        if least and number == 1:
            having = f"SELECT DISTINCT {focus.columns} WHERE {{ {kept} }}"
            return Failing(f"{focus.pattern} MINUS {{ {having} }}")
        grouped = (
            f"{{ SELECT {focus.columns} WHERE {{ {kept} }} GROUP BY {focus.columns} "
            f"HAVING (COUNT(DISTINCT ?{values.var}) {'>=' if least else '>'} {number}) }}"
        )
        return Failing(f"{focus.pattern} MINUS {grouped}" if least else grouped)

    def _no_such_value(
        self, shape: Shape, constraint: Constraint, focus: Nodes, values: Nodes
    ) -> str | None:
        """Write that no value keeps a shape; None where a look at each node could cost more."""
        wanted = self.shapes.shape(constraint.value)
        test = shape_test(self.shapes, wanted, f"?{values.var}")
        path = shape.path
        if path is None or test is None:
            return None
        if is_step(path):
            return self._lacks(path, focus.var, values.var, test)
        if isinstance(path, Repeat) and path.mark == "?" and is_step(path.path):
            itself = shape_test(self.shapes, wanted, f"?{focus.var}")
            lacks = self._lacks(path.path, focus.var, values.var, test)
            return f"FILTER (!({itself})) {lacks}"
        return None

    def _candidates(self, values: Nodes) -> Nodes:
        return Nodes(
            f"{{ SELECT DISTINCT ?{values.var} WHERE {{ {values.pattern} }} }}", values.var
        )

    def _breaking(self, shapes: Iterable[Node], values: Nodes) -> str:
        """Write a sub-select of the values that break any of some shapes; "" if none can."""
        candidates = self._candidates(values)
        parts = []
        for node in shapes:
            for _, _, _, failing in self.violations(
                self.shapes.shape(node),
                candidates,
            ):
                parts.append(f"{{ {failing.pattern} }}")
        if not parts:
            return ""
        return f"SELECT DISTINCT ?{values.var} WHERE {{ {' UNION '.join(parts)} }}"

    def _kept(self, node: Node, values: Nodes) -> str:
        """Write what lets through the values that keep a shape."""
        test = shape_test(self.shapes, self.shapes.shape(node), f"?{values.var}")
        if test is not None:
            return f"FILTER ({test})"
        return f"{{ {self._keeping(node, values)} }}"

    def _keeping(self, node: Node, values: Nodes) -> str:
        """Write a sub-select of the values that keep a shape, each once."""
        broken = self._breaking((node,), values)
        pattern = self._candidates(values).pattern
        minus = f" MINUS {{ {broken} }}" if broken else ""
        return f"SELECT ?{values.var} WHERE {{ {pattern}{minus} }}"

    def _instances(self, constraint: Constraint, values: Nodes) -> str:
        start = self._candidates(values).pattern if self.narrow else ""
        typed = f"?{values.var} {INSTANCE} {constraint.value}"
        return f"SELECT DISTINCT ?{values.var} WHERE {{ {start} {typed} }}"

    @staticmethod
    def _without(values: Nodes, removed: str) -> str:
        return f"{values.pattern} MINUS {{ {removed} }}"

    @staticmethod
    def _within(values: Nodes | None, kept: str) -> str:
        # With nothing that can break, no value does: an empty VALUES block joins to nothing.
        start = "" if values is None else values.pattern
        return f"{start} {{ {kept} }}" if kept else f"{start} VALUES () {{ }}"
