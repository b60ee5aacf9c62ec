"""Which pattern empties an answer, and what is near it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from perms_graph.catalogue import bind_values, load_catalogue
from perms_graph.errors import QueryError
from perms_graph.guard import Emptied, why_empty
from perms_graph.register import Register
from perms_graph.resources import shipped
from perms_graph.store import Dataset, bind
from perms_graph.translation import translate


class Told(NamedTuple):
    where: str
    text: str
    english: str
    french: str
    hints: list[tuple[str, str | None]]
    inside: list[Told]


CASES = [
    pytest.param(
        "SELECT ?p {\n  ?p a perms:Partner ;\n     perms:hasPartner ?a . ?a a perms:Agreement }",
        Told(
            "pattern 3:6-3:25 2/3",
            "?p perms:hasPartner ?a",
            "Nothing matches this pattern together with what stands before it: ?p "
            "perms:hasPartner ?a",
            "Rien ne correspond à ce motif joint à ce qui le précède : ?p perms:hasPartner ?a",
            [
                (
                    "The other way round there are matches: ?a perms:hasPartner ?p",
                    "?a perms:hasPartner ?p",
                ),
                (
                    "perms:hasPartner never stands on a perms:Partner. It stands on: "
                    "perms:Agreement.",
                    None,
                ),
            ],
            [],
        ),
        id="other way round",
    ),
    pytest.param(
        "SELECT ?p { ?a a perms:Agreement ; perms:hasPartner ?p . ?p a perms:Member }",
        Told(
            "pattern 1:58-1:75 3/3",
            "?p a perms:Member",
            "Nothing matches this pattern together with what stands before it: ?p a perms:Member",
            "Rien ne correspond à ce motif joint à ce qui le précède : ?p a perms:Member",
            [
                (
                    "What stands there is: org:Organization, schema:Organization, perms:Partner.",
                    None,
                ),
            ],
            [],
        ),
        id="not of that class",
    ),
    pytest.param(
        "SELECT ?m { ?m a perms:Member ; perms:hasPartner ?b }",
        Told(
            "pattern 1:33-1:52 2/2",
            "?m perms:hasPartner ?b",
            "Nothing matches this pattern together with what stands before it: ?m "
            "perms:hasPartner ?b",
            "Rien ne correspond à ce motif joint à ce qui le précède : ?m perms:hasPartner ?b",
            [
                (
                    "perms:hasPartner never stands on a perms:Member. It stands on: "
                    "perms:Agreement.",
                    None,
                ),
            ],
            [],
        ),
        id="property never on that class",
    ),
    pytest.param(
        "SELECT ?a { ?g a perms:Member . ?a perms:hasPartner ?g }",
        Told(
            "pattern 1:33-1:55 2/2",
            "?a perms:hasPartner ?g",
            "Nothing matches this pattern together with what stands before it: ?a "
            "perms:hasPartner ?g",
            "Rien ne correspond à ce motif joint à ce qui le précède : ?a perms:hasPartner ?g",
            [
                (
                    "perms:hasPartner never leads to a perms:Member. It leads to: "
                    "org:Organization, schema:Organization, perms:Partner.",
                    None,
                ),
            ],
            [],
        ),
        id="property never leads to that class",
    ),
    pytest.param(
        'SELECT ?m { ?m a perms:Member ; skos:prefLabel "Fiji" }',
        Told(
            "pattern 1:33-1:54 2/2",
            '?m skos:prefLabel "Fiji"',
            'Nothing matches this pattern, even by itself: ?m skos:prefLabel "Fiji"',
            'Rien ne correspond à ce motif, même pris seul : ?m skos:prefLabel "Fiji"',
            [
                ('The text is there, with a language: "Fiji"@en', '"Fiji"@en'),
            ],
            [],
        ),
        id="text without its language",
    ),
    pytest.param(
        'SELECT ?m { ?m a perms:Member ; skos:prefLabel "Fidji"@en }',
        Told(
            "pattern 1:33-1:58 2/2",
            '?m skos:prefLabel "Fidji"@en',
            'Nothing matches this pattern, even by itself: ?m skos:prefLabel "Fidji"@en',
            'Rien ne correspond à ce motif, même pris seul : ?m skos:prefLabel "Fidji"@en',
            [
                ('The text is there, in another language: "Fidji"@fr', '"Fidji"@fr'),
            ],
            [],
        ),
        id="text in the other language",
    ),
    pytest.param(
        'SELECT ?m { ?m a perms:Member ; skos:prefLabel "fiji"@en }',
        Told(
            "pattern 1:33-1:57 2/2",
            '?m skos:prefLabel "fiji"@en',
            'Nothing matches this pattern, even by itself: ?m skos:prefLabel "fiji"@en',
            'Rien ne correspond à ce motif, même pris seul : ?m skos:prefLabel "fiji"@en',
            [
                ('The data write it in other letters: "Fiji"@en', '"Fiji"@en'),
            ],
            [],
        ),
        id="text in other letters",
    ),
    pytest.param(
        'SELECT ?m { ?m perms:alpha2 "FJ"@en }',
        Told(
            "pattern 1:13-1:36 1/1",
            '?m perms:alpha2 "FJ"@en',
            'Nothing matches this pattern, even by itself: ?m perms:alpha2 "FJ"@en',
            'Rien ne correspond à ce motif, même pris seul : ?m perms:alpha2 "FJ"@en',
            [
                ('The text is there, without a language: "FJ"', '"FJ"'),
            ],
            [],
        ),
        id="text with a language it has not",
    ),
    pytest.param(
        "SELECT ?m { ?m perms:m49 242 }",
        Told(
            "pattern 1:13-1:29 1/1",
            "?m perms:m49 242",
            "Nothing matches this pattern, even by itself: ?m perms:m49 242",
            "Rien ne correspond à ce motif, même pris seul : ?m perms:m49 242",
            [
                ('The value is there, of another type: "242"', '"242"'),
            ],
            [],
        ),
        id="value of another type",
    ),
    pytest.param(
        'SELECT ?m { ?m a perms:Partner ; skos:prefLabel "SPC" }',
        Told(
            "pattern 1:34-1:54 2/2",
            '?m skos:prefLabel "SPC"',
            'Nothing matches this pattern, even by itself: ?m skos:prefLabel "SPC"',
            'Rien ne correspond à ce motif, même pris seul : ?m skos:prefLabel "SPC"',
            [
                (
                    "This text is there, but as: perms:acronym, "
                    "id:column/funder-abbreviation, id:column/oecd-channel-acronym-en.",
                    None,
                ),
            ],
            [],
        ),
        id="text of another property",
    ),
    pytest.param(
        "SELECT ?m { ?m a perms:Member OPTIONAL { ?m perms:heldBy ?x } FILTER (?x > 1) }",
        Told(
            "filter 1:63-1:78 3/3",
            "FILTER (?x > 1)",
            "This filter lets no row through: FILTER (?x > 1)",
            "Ce filtre ne laisse passer aucune ligne : FILTER (?x > 1)",
            [
                ("?x has no value in any row before it.", None),
            ],
            [],
        ),
        id="filter of what is unbound",
    ),
    pytest.param(
        "SELECT ?m { ?m a perms:Member FILTER (?x > 1) ?m geo:lat ?x ; perms:heldBy ?h }",
        Told(
            "pattern 1:63-1:78 3/4",
            "?m perms:heldBy ?h",
            "Nothing matches this pattern, even by itself: ?m perms:heldBy ?h",
            "Rien ne correspond à ce motif, même pris seul : ?m perms:heldBy ?h",
            [
                ("Nothing in the data uses perms:heldBy.", None),
            ],
            [],
        ),
        id="filter tried after all patterns",
    ),
    pytest.param(
        "SELECT ?m { ?m a perms:Partnership ; perms:heldBy ?h }",
        Told(
            "pattern 1:38-1:53 2/2",
            "?m perms:heldBy ?h",
            "Nothing matches this pattern, even by itself: ?m perms:heldBy ?h",
            "Rien ne correspond à ce motif, même pris seul : ?m perms:heldBy ?h",
            [
                ("Nothing in the data uses perms:heldBy.", None),
            ],
            [],
        ),
        id="property that nothing uses",
    ),
    pytest.param(
        "SELECT ?m { ?m perms:formalisedBy/perms:heldBy ?h }",
        Told(
            "pattern 1:13-1:50 1/1",
            "?m perms:formalisedBy/perms:heldBy ?h",
            "Nothing matches this pattern, even by itself: ?m perms:formalisedBy/perms:heldBy ?h",
            "Rien ne correspond à ce motif, même pris seul : ?m perms:formalisedBy/perms:heldBy ?h",
            [
                ("Nothing in the data uses perms:heldBy.", None),
            ],
            [],
        ),
        id="step of a path that nothing uses",
    ),
    pytest.param(
        "ASK { ?x a perms:Departure }",
        Told(
            "pattern 1:7-1:27 1/1",
            "?x a perms:Departure",
            "Nothing matches this pattern, even by itself: ?x a perms:Departure",
            "Rien ne correspond à ce motif, même pris seul : ?x a perms:Departure",
            [
                ("Nothing in the data is a perms:Departure.", None),
            ],
            [],
        ),
        id="class of nothing",
    ),
    pytest.param(
        "SELECT ?a { ?a perms:serves <https://w3id.org/perms/id/goal/rg99> }",
        Told(
            "pattern 1:13-1:66 1/1",
            "?a perms:serves <https://w3id.org/perms/id/goal/rg99>",
            "Nothing matches this pattern, even by itself: ?a perms:serves "
            "<https://w3id.org/perms/id/goal/rg99>",
            "Rien ne correspond à ce motif, même pris seul : ?a perms:serves "
            "<https://w3id.org/perms/id/goal/rg99>",
            [
                ("Nothing is recorded about <https://w3id.org/perms/id/goal/rg99>.", None),
            ],
            [],
        ),
        id="thing of nobody",
    ),
    pytest.param(
        "SELECT ?a { <https://w3id.org/perms/id/member/fiji> perms:memberType "
        "<https://w3id.org/perms/id/member-type/metropolitan> }",
        Told(
            "pattern 1:13-1:122 1/1",
            "<https://w3id.org/perms/id/member/fiji> perms:memberType "
            "<https://w3id.org/perms/id/member-type/metropolitan>",
            "Nothing matches this pattern, even by itself: "
            "<https://w3id.org/perms/id/member/fiji> perms:memberType "
            "<https://w3id.org/perms/id/member-type/metropolitan>",
            "Rien ne correspond à ce motif, même pris seul : "
            "<https://w3id.org/perms/id/member/fiji> perms:memberType "
            "<https://w3id.org/perms/id/member-type/metropolitan>",
            [
                (
                    "Here perms:memberType leads for instance to: "
                    "id:member-type/pacificIslandCountry",
                    None,
                ),
            ],
            [],
        ),
        id="other object",
    ),
    pytest.param(
        "SELECT ?m { ?m a perms:Partnership . GRAPH graph:nowhere { ?m perms:formalisedBy ?a } }",
        Told(
            "pattern 1:60-1:84 2/2",
            "?m perms:formalisedBy ?a",
            "Nothing matches this pattern, even by itself: ?m perms:formalisedBy ?a",
            "Rien ne correspond à ce motif, même pris seul : ?m perms:formalisedBy ?a",
            [
                ("There is no graph graph:nowhere.", None),
                ("Without GRAPH there are matches: the default graph has them.", None),
            ],
            [],
        ),
        id="no such graph",
    ),
    pytest.param(
        "SELECT ?m { GRAPH ?g { ?m a perms:Agreement ; perms:formalises ?x } }",
        Told(
            "pattern 1:47-1:66 1/1",
            "?m perms:formalises ?x",
            "Nothing matches this pattern together with what stands before it: ?m "
            "perms:formalises ?x",
            "Rien ne correspond à ce motif joint à ce qui le précède : ?m perms:formalises ?x",
            [
                ("Without GRAPH there are matches: the default graph has them.", None),
            ],
            [],
        ),
        id="inside a graph",
    ),
    pytest.param(
        "SELECT ?a FROM graph:nowhere { ?a a perms:Member }",
        Told(
            "pattern 1:32-1:49 1/1",
            "?a a perms:Member",
            "Nothing matches this pattern, even by itself: ?a a perms:Member",
            "Rien ne correspond à ce motif, même pris seul : ?a a perms:Member",
            [
                ("Nothing is in the graphs that FROM names.", None),
            ],
            [],
        ),
        id="no graph of FROM",
    ),
    pytest.param(
        "SELECT ?m { ?m a perms:Member { ?m perms:heldBy ?x } UNION { ?m a perms:Goal } }",
        Told(
            "union 1:31-1:79 2/2",
            "{ ?m perms:heldBy ?x } UNION { ?m a perms:Goal }",
            "No branch of this UNION matches: { ?m perms:heldBy ?x } UNION { ?m a perms:Goal }",
            "Aucune branche de cette UNION ne donne de ligne : { ?m perms:heldBy "
            "?x } UNION { ?m a perms:Goal }",
            [],
            [
                Told(
                    "pattern 1:33-1:51 2/2",
                    "?m perms:heldBy ?x",
                    "Nothing matches this pattern, even by itself: ?m perms:heldBy ?x",
                    "Rien ne correspond à ce motif, même pris seul : ?m perms:heldBy ?x",
                    [
                        ("Nothing in the data uses perms:heldBy.", None),
                    ],
                    [],
                ),
                Told(
                    "pattern 1:62-1:77 2/2",
                    "?m a perms:Goal",
                    "Nothing matches this pattern together with what stands before it: ?m "
                    "a perms:Goal",
                    "Rien ne correspond à ce motif joint à ce qui le précède : ?m a perms:Goal",
                    [
                        ("What stands there is: foaf:Agent, perms:Member.", None),
                    ],
                    [],
                ),
            ],
        ),
        id="UNION",
    ),
    pytest.param(
        "SELECT ?m { ?m a perms:Member MINUS { ?m skos:prefLabel ?x } }",
        Told(
            "minus 1:31-1:61 2/2",
            "MINUS { ?m skos:prefLabel ?x }",
            "This MINUS takes all rows away: MINUS { ?m skos:prefLabel ?x }",
            "Ce MINUS retire toutes les lignes : MINUS { ?m skos:prefLabel ?x }",
            [],
            [],
        ),
        id="MINUS",
    ),
    pytest.param(
        "SELECT ?m { ?m a perms:Member FILTER NOT EXISTS { ?m skos:prefLabel ?x } }",
        Told(
            "filter 1:31-1:73 2/2",
            "FILTER NOT EXISTS { ?m skos:prefLabel ?x }",
            "This filter lets no row through: FILTER NOT EXISTS { ?m skos:prefLabel ?x }",
            "Ce filtre ne laisse passer aucune ligne : FILTER NOT EXISTS { ?m skos:prefLabel ?x }",
            [],
            [],
        ),
        id="NOT EXISTS",
    ),
    pytest.param(
        "SELECT ?m { ?m a perms:Member VALUES ?m { perms:Member } }",
        Told(
            "values 1:31-1:57 2/2",
            "VALUES ?m { perms:Member }",
            "None of these values goes with what stands before them: VALUES ?m { perms:Member }",
            "Aucune de ces valeurs ne s’accorde avec ce qui les précède : VALUES "
            "?m { perms:Member }",
            [],
            [],
        ),
        id="VALUES",
    ),
    pytest.param(
        'SELECT ?m { VALUES ?n { "Fidji" } ?m skos:prefLabel ?n }',
        Told(
            "pattern 1:35-1:55 2/2",
            "?m skos:prefLabel ?n",
            "Nothing matches this pattern together with what stands before it: ?m "
            "skos:prefLabel ?n",
            "Rien ne correspond à ce motif joint à ce qui le précède : ?m skos:prefLabel ?n",
            [
                ('The text is there, with a language: "Fidji"@fr', '"Fidji"@fr'),
            ],
            [],
        ),
        id="text in VALUES before",
    ),
    pytest.param(
        'SELECT ?m { ?m a perms:Member ; skos:prefLabel ?n VALUES ?n { "Fidji"@en } }',
        Told(
            "values 1:51-1:75 3/3",
            'VALUES ?n { "Fidji"@en }',
            'None of these values goes with what stands before them: VALUES ?n { "Fidji"@en }',
            'Aucune de ces valeurs ne s’accorde avec ce qui les précède : VALUES ?n { "Fidji"@en }',
            [
                ('The text is there, in another language: "Fidji"@fr', '"Fidji"@fr'),
            ],
            [],
        ),
        id="text in VALUES after",
    ),
    pytest.param(
        "SELECT ?m { ?m a perms:Member } VALUES ?m { perms:Member }",
        Told(
            "values 1:33-1:59 2/2",
            "VALUES ?m { perms:Member }",
            "None of these values goes with what stands before them: VALUES ?m { perms:Member }",
            "Aucune de ces valeurs ne s’accorde avec ce qui les précède : VALUES "
            "?m { perms:Member }",
            [],
            [],
        ),
        id="VALUES at the end",
    ),
    pytest.param(
        "SELECT ?m { ?m a perms:Member { ?m skos:prefLabel ?n ; perms:partnerType ?t } }",
        Told(
            "pattern 1:56-1:76 2/2",
            "?m perms:partnerType ?t",
            "Nothing matches this pattern together with what stands before it: ?m "
            "perms:partnerType ?t",
            "Rien ne correspond à ce motif joint à ce qui le précède : ?m perms:partnerType ?t",
            [
                (
                    "perms:partnerType never stands on a perms:Member. It stands on: "
                    "org:Organization, schema:Organization, perms:Partner.",
                    None,
                ),
            ],
            [],
        ),
        id="braces",
    ),
    pytest.param(
        "SELECT ?m { ?m a perms:Member { SELECT ?m { ?m a perms:Goal ; "
        "perms:heldBy ?x } LIMIT 3 } }",
        Told(
            "subselect 1:31-1:90 2/2",
            "{ SELECT ?m { ?m a perms:Goal ; perms:heldBy ?x } LIMIT 3 }",
            "This sub-select has no rows: { SELECT ?m { ?m a perms:Goal ; "
            "perms:heldBy ?x } LIMIT 3 }",
            "Cette sous-requête ne donne aucune ligne : { SELECT ?m { ?m a "
            "perms:Goal ; perms:heldBy ?x } LIMIT 3 }",
            [],
            [
                Told(
                    "pattern 1:63-1:78 2/2",
                    "?m perms:heldBy ?x",
                    "Nothing matches this pattern, even by itself: ?m perms:heldBy ?x",
                    "Rien ne correspond à ce motif, même pris seul : ?m perms:heldBy ?x",
                    [
                        ("Nothing in the data uses perms:heldBy.", None),
                    ],
                    [],
                ),
            ],
        ),
        id="sub-select empty by itself",
    ),
    pytest.param(
        "SELECT ?m { ?m a perms:Member { SELECT ?m { ?m a perms:Goal } } }",
        Told(
            "subselect 1:31-1:64 2/2",
            "{ SELECT ?m { ?m a perms:Goal } }",
            "No row of this sub-select goes with what stands before it: { SELECT "
            "?m { ?m a perms:Goal } }",
            "Aucune ligne de cette sous-requête ne s’accorde avec ce qui la "
            "précède : { SELECT ?m { ?m a perms:Goal } }",
            [],
            [],
        ),
        id="sub-select of other things",
    ),
    pytest.param(
        "SELECT ?t (COUNT(?m) AS ?n) { ?m perms:memberType ?t } GROUP BY ?t HAVING (?n > 1000)",
        Told(
            "having 1:75-1:86 1/1",
            "(?n > 1000)",
            "There are rows, but HAVING lets none of the groups through.",
            "Il y a des lignes, mais HAVING ne laisse passer aucun groupe.",
            [],
            [],
        ),
        id="HAVING",
    ),
    pytest.param(
        "SELECT ?m { ?m a perms:Member } OFFSET 1000",
        Told(
            "offset 1:33-1:44 1/1",
            "OFFSET 1000",
            "There are rows, but not so many as OFFSET leaves out.",
            "Il y a des lignes, mais moins que OFFSET n’en saute.",
            [],
            [],
        ),
        id="OFFSET",
    ),
    pytest.param(
        "SELECT ?m { ?m a perms:Member } LIMIT 0",
        Told(
            "limit 1:33-1:40 1/1",
            "LIMIT 0",
            "LIMIT 0 asks for no rows.",
            "LIMIT 0 ne demande aucune ligne.",
            [],
            [],
        ),
        id="LIMIT 0",
    ),
    pytest.param(
        "CONSTRUCT { ?m perms:capital ?zz } { ?m a perms:Member }",
        Told(
            "template 1:13-1:15 1/1",
            "?m",
            "There are rows, but the template makes no triple of them.",
            "Il y a des lignes, mais le modèle n’en tire aucun triplet.",
            [],
            [],
        ),
        id="CONSTRUCT of what is unbound",
    ),
    pytest.param(
        "SELECT ?a { [ perms:hasPartner ?a ; perms:heldBy _:post ] a perms:Partnership }",
        Told(
            "pattern 1:37-1:56 2/3",
            "[…] perms:heldBy _:post",
            "Nothing matches this pattern, even by itself: […] perms:heldBy _:post",
            "Rien ne correspond à ce motif, même pris seul : […] perms:heldBy _:post",
            [
                ("Nothing in the data uses perms:heldBy.", None),
            ],
            [],
        ),
        id="nameless nodes",
    ),
    pytest.param(
        "SELECT ?a { << ?a perms:serves ?b >> ?c ?d }",
        Told(
            "not_read 1:1-1:45 0/0",
            "SELECT ?a { << ?a perms:serves ?b >> ?c ?d }",
            "This query goes beyond SPARQL 1.1, so its patterns were not tried.",
            "Cette requête dépasse SPARQL 1.1 ; ses motifs n’ont donc pas été essayés.",
            [],
            [],
        ),
        id="beyond SPARQL 1.1",
    ),
]


def told(emptied: Emptied) -> Told:
    p = emptied.place
    return Told(
        f"{emptied.by} {p.line}:{p.column}-{p.end_line}:{p.end_column} "
        f"{emptied.tried}/{emptied.total}",
        emptied.text,
        str(emptied.message),
        translate(emptied.message, "fr").replace("\u00a0", " "),
        [(str(h.message), h.replacement) for h in emptied.hints],
        [told(inner) for inner in emptied.inside],
    )


@pytest.mark.parametrize(("query", "expected"), CASES)
def test_the_first_pattern_that_leaves_nothing_is_told(
    query: str, expected: Told, register: Register
) -> None:
    emptied = why_empty(query, register.dataset, 60)
    assert emptied is not None
    assert told(emptied) == expected


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT ?m { ?m a perms:Member }", id="rows"),
        pytest.param("ASK { ?m a perms:Member }", id="yes"),
        pytest.param(
            "SELECT (COUNT(*) AS ?n) { ?m a perms:Departure }", id="a sum of nothing is 0"
        ),
        pytest.param(
            "SELECT ?m { ?m a perms:Member OPTIONAL { ?m perms:heldBy ?h } }", id="OPTIONAL"
        ),
        pytest.param("DESCRIBE <https://w3id.org/perms/id/partner/none>", id="no pattern"),
    ],
)
def test_nothing_is_told_where_there_are_rows_or_no_pattern(query: str, register: Register) -> None:
    assert why_empty(query, register.dataset, 60) is None


def test_what_stood_before_still_had_rows(register: Register) -> None:
    query = """SELECT ?a {
      ?a a perms:Agreement ; perms:hasPartner [ skos:prefLabel ?n ] .
      OPTIONAL { ?a perms:endsOn ?e }
      ?a perms:heldBy ?post
    }"""
    emptied = why_empty(query, register.dataset, 60)
    assert emptied is not None
    assert emptied.before == (
        "?a a perms:Agreement",
        "?a perms:hasPartner […]",
        "[…] skos:prefLabel ?n",
        "OPTIONAL { ?a perms:endsOn ?e }",
    )
    assert (emptied.text, emptied.place.line) == ("?a perms:heldBy ?post", 4)


@pytest.mark.parametrize(
    ("query", "by", "hints"),
    [
        pytest.param(
            'SELECT ?x { ?x a ex:Fish ; skos:prefLabel ?n FILTER (?n = "two") }',
            "filter",
            [
                ("The text is there, with a language or a type: compare STR(?n).", "STR(?n)"),
                ('Before it, for instance: ?n = "two"@en', None),
            ],
            id="text compared",
        ),
        pytest.param(
            "SELECT ?x { ?x ex:code ?c ; ex:size ?n FILTER (?n > 90) }",
            "filter",
            [('Before it, for instance: ?n = "1"^^xsd:integer', None)],
            id="number compared",
        ),
        pytest.param(
            'SELECT ?x { ?x a ex:Fish ; skos:prefLabel "one"@en }',
            "pattern",
            [('Here skos:prefLabel leads for instance to: "two"@en', None)],
            id="text on other things",
        ),
    ],
)
def test_what_is_near_comes_from_the_rows_before(
    query: str, by: str, hints: list[tuple[str, str | None]], small: Dataset
) -> None:
    emptied = why_empty(f"PREFIX ex: <http://example.org/> {query}", small, 60)
    assert emptied is not None
    assert (emptied.by, [(str(h.message), h.replacement) for h in emptied.hints]) == (by, hints)


@pytest.mark.parametrize(
    ("query", "mended"),
    [
        (
            'SELECT ?m { ?m a perms:Member ; skos:prefLabel "Fidji" . }',
            'SELECT ?m { ?m a perms:Member ; skos:prefLabel "Fidji"@fr . }',
        ),
        (
            "SELECT ?p { ?p a perms:Partner . ?p perms:hasPartner ?a }",
            "SELECT ?p { ?p a perms:Partner . ?a perms:hasPartner ?p }",
        ),
        (
            'SELECT ?m { ?m a perms:Member ; skos:prefLabel ?n FILTER ("Fidji" = ?n) }',
            'SELECT ?m { ?m a perms:Member ; skos:prefLabel ?n FILTER ("Fidji" = STR(?n)) }',
        ),
    ],
)
def test_a_replacement_in_its_place_gives_rows(query: str, mended: str, register: Register) -> None:
    emptied = why_empty(query, register.dataset, 60)
    assert emptied is not None
    hint = emptied.hints[0]
    assert hint.span is not None
    assert hint.place is not None
    assert (hint.place.line, hint.place.column) == (1, hint.span.start + 1)
    assert query[: hint.span.start] + str(hint.replacement) + query[hint.span.end :] == mended
    assert why_empty(mended, register.dataset, 60) is None


class Recording(Dataset):
    """A dataset that keeps what it was asked."""

    asked: list[str]

    def ask(self, query: str, values: object = None) -> bool:
        self.asked.append(query)
        return super().ask(query)


def test_patterns_that_nothing_links_are_not_multiplied(small: Dataset) -> None:
    recording = Recording(small.store)
    recording.asked = []
    query = """PREFIX ex: <http://example.org/>
    SELECT * { ?a ex:eats ?b . ?c ex:size ?d . ?d ex:code ?e FILTER (?c != ?a) }"""
    emptied = why_empty(query, recording, 60)
    assert emptied is not None
    assert (emptied.text, emptied.tried) == ("?d ex:code ?e", 3)
    assert len(recording.asked) > 3
    assert not [q for q in recording.asked if "?a ex:eats" in q and "?c ex:size" in q]
    linked = [q for q in recording.asked if "?c ex:size ?d . ?d ex:code ?e" in q]
    assert len(linked) == 1


def test_a_pattern_in_a_graph_is_judged_by_that_graph(small: Dataset) -> None:
    query = """PREFIX ex: <http://example.org/>
    SELECT * { GRAPH ex:graph { ?x ex:eats ?y . { SELECT ?y { ?y ex:eats ?z } } } }"""
    emptied = why_empty(query, small, 60)
    assert emptied is not None
    assert [(h.message.pattern, h.replacement) for h in emptied.hints] == [
        ("Without GRAPH there are matches: the default graph has them.", None)
    ]
    assert str(emptied.message) == (
        "No row of this sub-select goes with what stands before it: { SELECT ?y { ?y ex:eats ?z } }"
    )
    query = query.replace("ex:eats ?z", "ex:size ?z")
    emptied = why_empty(query, small, 60)
    assert emptied is not None
    # The default graph has sizes; this graph has none.
    assert emptied.message.pattern == "This sub-select has no rows: {example}"
    (inner,) = emptied.inside
    assert str(inner.message) == "Nothing matches this pattern, even by itself: ?y ex:size ?z"
    assert inner.hints == ()


def ticking(*times: float) -> Iterator[float]:
    yield from times
    while True:
        yield times[-1]


def test_when_the_time_is_up_it_says_how_far_it_came(register: Register) -> None:
    query = "SELECT ?m { ?m a perms:Member ; skos:prefLabel ?n ; perms:heldBy ?h }"
    clock = ticking(0, 0, 1, 5)
    emptied = why_empty(query, register.dataset, 5, clock=lambda: next(clock))
    assert emptied is not None
    assert (emptied.by, emptied.complete, emptied.tried, emptied.total) == ("time", False, 2, 3)
    assert emptied.before == ("?m a perms:Member", "?m skos:prefLabel ?n")
    assert emptied.text == "?m perms:heldBy ?h"
    assert str(emptied.message) == (
        "The time was up before this was tried: ?m perms:heldBy ?h. "
        "With what stands before it there are rows."
    )
    assert translate(emptied.message, "fr").replace("\u00a0", " ") == (
        "Le temps était écoulé avant l’essai de ceci : ?m perms:heldBy ?h. "
        "Avec ce qui précède, il y a des lignes."
    )


def test_what_is_near_is_not_looked_for_when_the_time_is_up(register: Register) -> None:
    clock = ticking(0, 0, 9)
    query = 'ASK { ?x perms:alpha2 "FJ"@en }'
    emptied = why_empty(query, register.dataset, 5, clock=lambda: next(clock))
    assert emptied is not None
    assert (emptied.by, emptied.hints) == ("pattern", ())
    in_time = why_empty(query, register.dataset, 60)
    assert in_time is not None
    assert [h.replacement for h in in_time.hints] == ['"FJ"']


@pytest.mark.parametrize("name", sorted(load_catalogue(shipped().queries).questions))
def test_stored_questions_are_explained_if_and_only_if_they_have_no_rows(
    name: str, register: Register
) -> None:
    question = register.catalogue.find(name)
    values = bind_values(
        question,
        {p.name: p.example for p in question.parameters},
        lambda p, text: register.resolve(p, text, language="en"),
    )
    query = bind(question.sparql, values) if values else question.sparql
    emptied = why_empty(query, register.dataset, 60)
    assert (emptied is None) == bool(register.dataset.select(query).rows)
    assert emptied is None or emptied.complete


def test_what_is_refused_is_not_tried(register: Register) -> None:
    with pytest.raises(QueryError) as caught:
        why_empty("ASK { SERVICE <http://example.org/> { ?a ?b ?c } }", register.dataset, 5)
    assert (
        str(caught.value) == "SERVICE is switched off: a query here never reaches another server."
    )


def test_nothing_is_written(small: Dataset) -> None:
    before = len(small)
    assert why_empty("SELECT ?a { ?a <http://example.org/none> ?b }", small, 5) is not None
    assert len(small) == before


def test_a_cause_as_plain_values_has_both_languages(register: Register) -> None:
    emptied = why_empty("ASK { ?x a perms:Departure }", register.dataset, 60)
    assert emptied is not None
    assert emptied.as_data() == {
        "by": "pattern",
        "text": "?x a perms:Departure",
        "line": 1,
        "column": 7,
        "endLine": 1,
        "endColumn": 27,
        "before": [],
        "tried": 1,
        "total": 1,
        "complete": True,
        "message": {
            "en": "Nothing matches this pattern, even by itself: ?x a perms:Departure",
            "fr": "Rien ne correspond à ce motif, même pris seul\u00a0: ?x a perms:Departure",
        },
        "hints": [
            {
                "message": {
                    "en": "Nothing in the data is a perms:Departure.",
                    "fr": "Rien dans les données n’est de la classe perms:Departure.",
                },
                "replacement": None,
                "place": None,
            }
        ],
        "inside": [],
    }
