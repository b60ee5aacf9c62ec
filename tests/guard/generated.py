"""Queries made at random, all of them valid."""

from __future__ import annotations

import itertools

from hypothesis import strategies as st

VARIABLES = ["?a", "?b", "?c", "$d", "?e_1"]
NAMES = ["ex:a", "ex:b", "ex:graph", "<http://example.org/c>", "ex:none", "perms:Partner"]
TEXTS = ['"one"', '"one"@en', "'c'", '"""two\nlines"""', "3", "-1.5", "true", '"1"^^xsd:integer']
PROPERTIES = ["ex:eats", "a", "skos:prefLabel", "ex:size", "<http://example.org/code>", "ex:eats?"]
PATHS = [
    "ex:eats/ex:eats",
    "^ex:eats",
    "ex:eats*",
    "(ex:eats|^ex:eats)+",
    "!(ex:eats|a)",
    "ex:eats?",
]

variables = st.sampled_from(VARIABLES)
ends = st.one_of(variables, variables, variables, variables, st.sampled_from(NAMES))
objects = st.one_of(variables, variables, variables, variables, st.sampled_from([*NAMES, *TEXTS]))
verbs = st.one_of(
    st.sampled_from(PROPERTIES), st.sampled_from(PROPERTIES), st.sampled_from(PATHS), variables
)


@st.composite
def _said(draw: st.DrawFn) -> str:
    """What is said of a subject: verbs with objects."""
    lines = []
    for _ in range(draw(st.sampled_from([1, 1, 1, 2]))):
        things = draw(st.lists(_things, min_size=1, max_size=draw(st.sampled_from([1, 1, 2]))))
        lines.append(f"{draw(verbs)} {' , '.join(things)}")
    return " ; ".join(lines)


def _object(draw: st.DrawFn) -> str:
    kind = draw(st.integers(0, 15))
    if kind == 0:
        return f"[ {draw(_said())} ]"
    if kind == 1:
        return f"( {draw(objects)} {draw(objects)} )"
    if kind == 2:
        return "[]"
    return draw(objects)


_things = st.composite(_object)()


@st.composite
def _triples(draw: st.DrawFn) -> str:
    return f"{draw(ends)} {draw(_said())} ."


@st.composite
def _condition(draw: st.DrawFn, depth: int) -> str:
    one, other = draw(variables), draw(objects)
    kind = draw(st.integers(0, 6))
    if kind == 0 and depth:
        return f"{draw(st.sampled_from(['', 'NOT ']))}EXISTS {draw(groups(depth - 1))}"
    return [
        f"({one} = {other})",
        f"({one} != {other} || {other} > 2)",
        f"BOUND({one})",
        f"(!(STR({one}) = {other}) && isIRI({one}))",
        f"({one} IN ({other}, ex:a))",
        f'REGEX(STR({one}), "o")',
        f"({one} > {other})",
    ][kind]


@st.composite
def _item(draw: st.DrawFn, depth: int, counter: itertools.count[int]) -> str:
    kind = draw(st.integers(0, 16 if depth else 9))
    if kind <= 5:
        return draw(_triples())
    if kind in {6, 7}:
        return f"FILTER {draw(_condition(depth))}"
    if kind == 8:
        return f"BIND (STR({draw(variables)}) AS ?new{next(counter)})"
    if kind == 9:
        values = " ".join(draw(st.lists(st.sampled_from([*NAMES, *TEXTS, "UNDEF"]), max_size=3)))
        return f"VALUES {draw(variables)} {{ {values} }}"
    inner = draw(groups(depth - 1))
    if kind in {10, 11}:
        return f"OPTIONAL {inner}"
    if kind == 12:
        return f"{inner} UNION {draw(groups(depth - 1))}"
    if kind == 13:
        return f"MINUS {inner}"
    if kind == 14:
        return f"GRAPH {draw(st.sampled_from(['?a', 'ex:graph', 'ex:none']))} {inner}"
    if kind == 15:
        return inner
    limit = draw(st.sampled_from(["", "LIMIT 2", "OFFSET 1", "LIMIT 0"]))
    shown = draw(st.sampled_from(["*", "DISTINCT ?a ?b", "?c", "(COUNT(*) AS ?n)"]))
    return f"{{ SELECT {shown} WHERE {inner} {limit} }}"


@st.composite
def groups(draw: st.DrawFn, depth: int) -> str:
    counter = itertools.count(draw(st.integers(0, 10**9)))
    items = [draw(_item(depth, counter)) for _ in range(draw(st.integers(1, 3)))]
    return f"{{ {' '.join(items)} }}"


@st.composite
def queries(draw: st.DrawFn) -> str:
    """Make a query: most are SELECT."""
    group = draw(groups(2))
    values = draw(st.sampled_from(["", "", "VALUES ?a { ex:a ex:none }"]))
    kind = draw(st.integers(0, 9))
    if kind == 0:
        return f"ASK {group}"
    if kind == 1:
        return f"CONSTRUCT {{ ?a ex:made ?b }} WHERE {group}"
    if kind == 3:
        return f"SELECT (COUNT(*) AS ?n) (SAMPLE(?a) AS ?one) WHERE {group} {values}"
    if kind == 2:
        having = draw(st.sampled_from(["", "HAVING (COUNT(*) > 1)"]))
        return f"SELECT ?a (COUNT(*) AS ?n) WHERE {group} GROUP BY ?a {having} {values}"
    shown = draw(st.sampled_from(["*", "?a ?b", "DISTINCT ?c", "?a (STR(?b) AS ?text)"]))
    order = draw(st.sampled_from(["", "ORDER BY ?a DESC(?b)"]))
    cut = draw(st.sampled_from(["", "", "LIMIT 3", "OFFSET 2", "LIMIT 1 OFFSET 1", "LIMIT 0"]))
    return f"# made at random\nSELECT {shown} {group} {order} {cut} {values}"
