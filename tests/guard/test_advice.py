"""What the guard says of queries, word by word; and of good ones nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perms_graph.catalogue import load_catalogue
from perms_graph.guard import Advice, Vocabulary, advise
from perms_graph.register import Register
from perms_graph.resources import shipped
from perms_graph.translation import translate

Row = tuple[str, str, str, str | None]

QUESTIONS = load_catalogue(shipped().queries)

GOOD = [
    pytest.param("SELECT ?p { ?p a perms:Partner } LIMIT 5", id="one class"),
    pytest.param(
        "SELECT ?p ?n { ?p a perms:Partner ; skos:prefLabel ?n ; dcterms:source ?_s }",
        id="our prefixes need no declaration",
    ),
    pytest.param("SELECT * { ?s ?p ?o } LIMIT 10", id="everything with a limit"),
    pytest.param("SELECT (COUNT(*) AS ?n) { ?_s ?_p ?_o }", id="everything counted"),
    pytest.param(
        "SELECT ?p (COUNT(*) AS ?n) { ?_s ?p ?_o } GROUP BY ?p ORDER BY DESC(?n)",
        id="everything by property",
    ),
    pytest.param("SELECT ?s ?p ?o { GRAPH graph:provenance { ?s ?p ?o } }", id="one graph whole"),
    pytest.param(
        "SELECT ?a ?b { ?a perms:serves ?g . ?b perms:serves ?h FILTER (?g = ?h "
        "&& STR(?a) < STR(?b)) }",
        id="linked by an equation",
    ),
    pytest.param(
        "SELECT ?a ?b { ?a perms:alpha2 ?x BIND (LCASE(?x) AS ?y) ?b "
        "perms:alpha3 ?z FILTER (STRSTARTS(LCASE(?z), ?y) && SAMETERM(?y, "
        "LCASE(?x))) }",
        id="linked by BIND",
    ),
    pytest.param(
        "SELECT ?a ?b { VALUES (?a ?b) { (perms:Partner perms:Member) } ?x a ?a "
        ". ?y a ?b . ?x perms:organOf ?y }",
        id="linked by VALUES",
    ),
    pytest.param(
        "SELECT ?x ?n { VALUES ?n { 1 2 } ?x a perms:Goal }", id="a list of values beside a pattern"
    ),
    pytest.param(
        "SELECT ?m ?n { ?m a perms:Member { SELECT (COUNT(?x) AS ?n) { ?x a "
        "perms:Member ; a ?_c } } }",
        id="one sum beside a pattern",
    ),
    pytest.param(
        "SELECT ?m ?set { ?m a perms:Member . "
        "<https://w3id.org/perms/id/setting/review-period> perms:frequency ?set }",
        id="one setting beside a pattern",
    ),
    pytest.param(
        "SELECT ?a ?b { ?a perms:serves ?b FILTER EXISTS { ?a a perms:Agreement "
        ". ?b a perms:Goal } }",
        id="linked inside EXISTS by the row outside",
    ),
    pytest.param(
        "SELECT ?a ?b ?c ?d { ?a perms:serves ?b OPTIONAL { ?a skos:prefLabel ?c "
        ". ?b skos:prefLabel ?d } }",
        id="linked in OPTIONAL by what is outside",
    ),
    pytest.param(
        "SELECT ?a ?e { ?a perms:startsOn ?s OPTIONAL { ?a perms:endsOn ?e FILTER (?s < ?e) } }",
        id="OPTIONAL filter sees the left side",
    ),
    pytest.param(
        'SELECT ?n { ?x a perms:Member ; skos:prefLabel ?n FILTER (LANG(?n) = "en") }',
        id="names in one language",
    ),
    pytest.param('SELECT ?x { ?x skos:prefLabel "Fiji"@en ; a ?_c }', id="text in a language"),
    pytest.param(
        'SELECT ?x { ?x perms:topic ?t FILTER (STR(?t) = "sea" || CONTAINS(?t, "sea")) }',
        id="text compared by STR",
    ),
    pytest.param('SELECT ?x ?c { ?x perms:alpha2 "FJ" ; a ?c }', id="a code is plain text"),
    pytest.param(
        "SELECT ?n { ?p a perms:Partner ; skos:prefLabel ?n }", id="subject of two statements"
    ),
    pytest.param(
        "SELECT ?n { [] a perms:Agreement ; perms:hasPartner [ skos:prefLabel ?n ] }",
        id="nameless nodes",
    ),
    pytest.param(
        "SELECT ?g { ?g a perms:Goal MINUS { SELECT DISTINCT ?g { ?_a perms:serves ?g } } }",
        id="MINUS of the same thing",
    ),
    pytest.param("ASK { ?s ?p ?o }", id="ASK for anything"),
    pytest.param("DESCRIBE <https://w3id.org/perms/id/partner/spc>", id="DESCRIBE a thing"),
    pytest.param(
        "CONSTRUCT { ?p perms:newTerm ?n } WHERE { ?p a perms:Partner ; skos:prefLabel ?n }",
        id="CONSTRUCT makes new terms",
    ),
    pytest.param(
        "#+ param day date\nSELECT ?a { ?a perms:latestEnd ?e FILTER (?e < ?day) }",
        id="parameters of a stored question",
    ),
    pytest.param(
        "SELECT ?up { <https://w3id.org/perms/id/objective/og4-4-1> "
        "(perms:partOfGoal|dcterms:isPartOf)* ?up }",
        id="path from one thing",
    ),
    pytest.param(
        "PREFIX dct: <http://purl.org/dc/terms/>\nSELECT ?d ?t { ?d a "
        "perms:Document ; dct:title ?t }",
        id="foreign prefix declared",
    ),
    pytest.param(
        "BASE <https://w3id.org/perms/> SELECT ?x { <id/partner/spc> <def#worksOn> ?x }",
        id="a base",
    ),
    pytest.param("SELECT ?x { id:partner\\/spc perms:worksOn ?x }", id="escaped slash"),
    pytest.param(
        'SELECT ?x { ?x skos:prefLabel ?_n FILTER (STR(?_n) != "SERVICE foo:bar '
        '?q") } # SERVICE foo:bar ?q',
        id="keywords in a string and a comment",
    ),
]

BAD = [
    pytest.param(
        "  # nothing\n",
        [
            ("error syntax 1:1-1:1", "The query is empty.", "La requête est vide.", None),
        ],
        id="empty",
    ),
    pytest.param(
        "SELECT ?x {\n  ?x a perms:Goal\n  FILTR (?x > 1) }",
        [
            (
                "error syntax 3:3-3:8",
                "“FILTR” is not a word of SPARQL.",
                "« FILTR » n’est pas un mot de SPARQL.",
                "FILTER",
            ),
        ],
        id="a word misspelt",
    ),
    pytest.param(
        "SELECT ?x { ?x a perms:Goal",
        [
            (
                "error syntax 1:11-1:12",
                "This bracket is not closed: {",
                "Ce signe ouvrant n’est pas refermé : {",
                None,
            ),
        ],
        id="a bracket not closed",
    ),
    pytest.param(
        "DELETE WHERE { ?s ?p ?o }",
        [
            (
                "error syntax 1:1-1:7",
                "This is an update; what is kept here is not changed by queries.",
                "C’est une mise à jour ; les requêtes ne modifient pas ce qui est conservé ici.",
                None,
            ),
        ],
        id="an update",
    ),
    pytest.param(
        "SELECT ?x {\n  SERVICE <http://example.org/sparql> { ?x a ?y } }",
        [
            (
                "error refused 2:3-2:10",
                "SERVICE is switched off: a query here never reaches another server.",
                "SERVICE est désactivé : une requête n’atteint jamais un autre serveur.",
                None,
            ),
        ],
        id="another server",
    ),
    pytest.param(
        "SELECT ?x {\n  ?x perms:hasPartner id:partner/spc . }",
        [
            (
                "error syntax 2:23-2:37",
                "A slash cannot stand in a short name as it is.",
                "Une barre oblique ne peut pas figurer telle quelle dans un nom court.",
                "id:partner\\/spc",
            ),
        ],
        id="slash in a short name",
    ),
    pytest.param(
        "SELECT ?n { ?x perms:alpha2 ?n BIND (STR(?x) AS ?n) }",
        [
            (
                "error syntax 1:49-1:51",
                "BIND cannot give ?n a value: it has one already.",
                "BIND ne peut pas donner de valeur à ?n : elle en a déjà une.",
                None,
            ),
        ],
        id="a name bound twice",
    ),
    pytest.param(
        "SELECT ?x {\n  ?x a dcat:Dataset }",
        [
            (
                "error unknown_prefix 2:8-2:20",
                "The prefix dcat: is not declared.",
                "Le préfixe dcat: n’est pas déclaré.",
                "PREFIX dcat: <http://www.w3.org/ns/dcat#>",
            ),
        ],
        id="known prefix not declared",
    ),
    pytest.param(
        "SELECT ?x { ?x a pems:Goal }",
        [
            (
                "error unknown_prefix 1:18-1:27",
                "The prefix pems: is not declared.",
                "Le préfixe pems: n’est pas déclaré.",
                "perms:Goal",
            ),
        ],
        id="prefix misspelt",
    ),
    pytest.param(
        "SELECT ?x { ?x a zzz:Goal , perms:Gaol }",
        [
            (
                "error unknown_prefix 1:18-1:26",
                "The prefix zzz: is not declared.",
                "Le préfixe zzz: n’est pas déclaré.",
                None,
            ),
            (
                "warning unknown_term 1:29-1:39",
                "There is no class perms:Gaol.",
                "La classe perms:Gaol n’existe pas.",
                "perms:Goal",
            ),
        ],
        id="prefix of nobody, and a class",
    ),
    pytest.param(
        'PREFIX schema: <http://schema.org/>\nSELECT ?x { ?x schema:url "a" }',
        [
            (
                "warning other_namespace 1:16-1:36",
                "The data write schema: for <https://schema.org/>; this is another namespace.",
                "Dans les données, schema: désigne <https://schema.org/> ; ceci est un "
                "autre espace de noms.",
                "<https://schema.org/>",
            ),
            (
                "info unused_term 2:16-2:26",
                "Nothing in the data uses schema:url.",
                "Rien dans les données n’emploie schema:url.",
                None,
            ),
        ],
        id="another namespace",
    ),
    pytest.param(
        "SELECT ?p { ?p a perms:Partnr }",
        [
            (
                "warning unknown_term 1:18-1:30",
                "There is no class perms:Partnr.",
                "La classe perms:Partnr n’existe pas.",
                "perms:Partner",
            ),
        ],
        id="class misspelt",
    ),
    pytest.param(
        "SELECT ?p { ?p a perms:Partenaire }",
        [
            (
                "warning unknown_term 1:18-1:34",
                "There is no class perms:Partenaire.",
                "La classe perms:Partenaire n’existe pas.",
                "perms:Partner",
            ),
        ],
        id="class by its French name",
    ),
    pytest.param(
        "SELECT ?a ?o { ?a perms:servesObjectiv ?o }",
        [
            (
                "warning unknown_term 1:19-1:39",
                "There is no property perms:servesObjectiv.",
                "La propriété perms:servesObjectiv n’existe pas.",
                "perms:servesObjective",
            ),
        ],
        id="property misspelt",
    ),
    pytest.param(
        "SELECT ?a ?o { ?a perms:aPourPartie ?o }",
        [
            (
                "warning unknown_term 1:19-1:36",
                "There is no property perms:aPourPartie.",
                "La propriété perms:aPourPartie n’existe pas.",
                "perms:hasParty",
            ),
        ],
        id="property by its French label",
    ),
    pytest.param(
        "SELECT ?x ?n { ?x skos:prefLable ?n }",
        [
            (
                "warning unknown_term 1:19-1:33",
                "There is no property skos:prefLable.",
                "La propriété skos:prefLable n’existe pas.",
                "skos:prefLabel",
            ),
        ],
        id="term of another vocabulary misspelt",
    ),
    pytest.param(
        "SELECT ?x { ?x a org:Organisation ; a perms:Partner }",
        [
            (
                "warning unknown_term 1:18-1:34",
                "There is no class org:Organisation.",
                "La classe org:Organisation n’existe pas.",
                "org:Organization",
            ),
        ],
        id="spelling of another English",
    ),
    pytest.param(
        'SELECT ?x { ?x perms:endsOn "2026-01-01"^^xsd:dat }',
        [
            (
                "warning unknown_term 1:43-1:50",
                "There is no term xsd:dat.",
                "Le terme xsd:dat n’existe pas.",
                "xsd:date",
            ),
        ],
        id="a datatype misspelt",
    ),
    pytest.param(
        "SELECT ?x { VALUES ?c { perms:Goal perms:Objectve } ?x a ?c }",
        [
            (
                "info unknown_term 1:36-1:50",
                "There is no term perms:Objectve.",
                "Le terme perms:Objectve n’existe pas.",
                "perms:Objective",
            ),
        ],
        id="class misspelt in a list of values",
    ),
    pytest.param(
        "SELECT ?x ?o { ?x perms:heldBy ?o }",
        [
            (
                "info unused_term 1:19-1:31",
                "Nothing in the data uses perms:heldBy.",
                "Rien dans les données n’emploie perms:heldBy.",
                None,
            ),
        ],
        id="exists and is not used",
    ),
    pytest.param(
        "PREFIX ex: <http://example.org/>\nSELECT ?x ?o { ?x ex:likes ?o }",
        [
            (
                "info unused_term 2:19-2:27",
                "Nothing in the data uses ex:likes.",
                "Rien dans les données n’emploie ex:likes.",
                None,
            ),
        ],
        id="a vocabulary that the data do not use",
    ),
    pytest.param(
        "SELECT ?x ?o { ?x perms:Partner ?o }",
        [
            (
                "warning wrong_sort 1:19-1:32",
                "perms:Partner is a class, and stands where a property is wanted.",
                "perms:Partner est une classe, à la place d’une propriété.",
                None,
            ),
        ],
        id="a class for a property",
    ),
    pytest.param(
        "SELECT ?x { ?x a perms:hasPartner ; a ?_c }",
        [
            (
                "warning wrong_sort 1:18-1:34",
                "perms:hasPartner is a property, and stands where a class is wanted.",
                "perms:hasPartner est une propriété, à la place d’une classe.",
                None,
            ),
        ],
        id="a property for a class",
    ),
    pytest.param(
        "SELECT ?a {\n  ?a perms:hasPartner <https://w3id.org/perms/id/partner/spcc> ; a ?_c }",
        [
            (
                "warning unknown_thing 2:23-2:63",
                "Nothing is recorded about <https://w3id.org/perms/id/partner/spcc>.",
                "Rien n’est consigné sur <https://w3id.org/perms/id/partner/spcc>.",
                "<https://w3id.org/perms/id/partner/spc>",
            ),
        ],
        id="thing misspelt",
    ),
    pytest.param(
        "SELECT ?a { ?a perms:hasPartner id:partner\\/pacific-comunity ; a ?_c }",
        [
            (
                "warning unknown_thing 1:33-1:61",
                "Nothing is recorded about id:partner\\/pacific-comunity.",
                "Rien n’est consigné sur id:partner\\/pacific-comunity.",
                "<https://w3id.org/perms/id/partner/spc>",
            ),
        ],
        id="thing by its name",
    ),
    pytest.param(
        "SELECT ?a { ?a perms:hasPartner id:partner\\/qqqqqqqqqqqq ; a ?_c }",
        [
            (
                "warning unknown_thing 1:33-1:57",
                "Nothing is recorded about id:partner\\/qqqqqqqqqqqq.",
                "Rien n’est consigné sur id:partner\\/qqqqqqqqqqqq.",
                None,
            ),
        ],
        id="thing of nobody",
    ),
    pytest.param(
        "SELECT ?p { ?p a perms:Partner ; perms:worksOn ?goal }",
        [
            (
                "info used_once 1:48-1:53",
                "?goal is written only once.",
                "?goal n’est écrite qu’une fois.",
                "?_goal",
            ),
        ],
        id="variable written once",
    ),
    pytest.param(
        "SELECT ?a ?g {\n  ?agreement perms:serves ?g ; perms:hasPartner ?a .\n  "
        "?agremeent perms:endsOn ?_e }",
        [
            (
                "warning cartesian_product 3:3-3:30",
                "Nothing links ?agremeent with ?agreement: each is combined with each.",
                "Rien ne relie ?agremeent à ?agreement : toutes les paires sont formées.",
                None,
            ),
            (
                "warning used_once 3:3-3:13",
                "?agremeent is written only once.",
                "?agremeent n’est écrite qu’une fois.",
                "?agreement",
            ),
        ],
        id="variable misspelt",
    ),
    pytest.param(
        "SELECT ?partner ?naem { ?partner a perms:Partner ; skos:prefLabel ?name }",
        [
            (
                "warning unbound 1:17-1:22",
                "Nothing gives ?naem a value.",
                "Rien ne donne de valeur à ?naem.",
                "?name",
            ),
        ],
        id="shown and nowhere bound",
    ),
    pytest.param(
        "SELECT ?p { ?p a perms:Partner ; a ?_c } ORDER BY ?zzz",
        [
            (
                "warning unbound 1:51-1:55",
                "Nothing gives ?zzz a value.",
                "Rien ne donne de valeur à ?zzz.",
                None,
            ),
        ],
        id="sorted by what is not there",
    ),
    pytest.param(
        "CONSTRUCT { ?p skos:prefLabel ?zz } WHERE { ?p a perms:Partner }",
        [
            (
                "warning unbound 1:31-1:34",
                "Nothing gives ?zz a value.",
                "Rien ne donne de valeur à ?zz.",
                None,
            ),
        ],
        id="made of what is not there",
    ),
    pytest.param(
        "SELECT ?a ?e {\n  ?a perms:startsOn ?s\n  { ?a perms:endsOn ?e FILTER (?s < ?e) } }",
        [
            (
                "warning out_of_scope 3:32-3:34",
                "?s has no value here: it is bound in other braces.",
                "?s n’a pas de valeur ici : elle est liée dans d’autres accolades.",
                None,
            ),
        ],
        id="filter in other braces",
    ),
    pytest.param(
        'SELECT ?g ?n { ?g skos:notation ?n MINUS { ?_a perms:serves ?g FILTER (?n = "1") } }',
        [
            (
                "warning out_of_scope 1:72-1:74",
                "?n has no value here: it is bound in other braces.",
                "?n n’a pas de valeur ici : elle est liée dans d’autres accolades.",
                None,
            ),
        ],
        id="filter in MINUS",
    ),
    pytest.param(
        "SELECT ?y { BIND (YEAR(?s) AS ?y) ?_a perms:startsOn ?s }",
        [
            (
                "warning out_of_scope 1:24-1:26",
                "?s gets its value only further down.",
                "?s ne reçoit sa valeur que plus bas.",
                None,
            ),
        ],
        id="BIND too early",
    ),
    pytest.param(
        "SELECT ?a ?b {\n  ?a a perms:Partner .\n  ?b a perms:Goal }",
        [
            (
                "warning cartesian_product 3:3-3:18",
                "Nothing links ?b with ?a: each is combined with each.",
                "Rien ne relie ?b à ?a : toutes les paires sont formées.",
                None,
            ),
        ],
        id="nothing links two classes",
    ),
    pytest.param(
        "SELECT ?a ?b { { ?a a perms:Partner } { ?b a perms:Goal } }",
        [
            (
                "warning cartesian_product 1:39-1:58",
                "Nothing links ?b with ?a: each is combined with each.",
                "Rien ne relie ?b à ?a : toutes les paires sont formées.",
                None,
            ),
        ],
        id="nothing links two groups",
    ),
    pytest.param(
        "SELECT ?a ?b { ?a a perms:Partner . ?b a perms:Partner FILTER (?a != ?b) }",
        [
            (
                "info cartesian_product 1:37-1:55",
                "Only a comparison links ?b with ?a: each is tried with each.",
                "Seule une comparaison relie ?b à ?a : toutes les paires sont essayées.",
                None,
            ),
        ],
        id="only an inequality links",
    ),
    pytest.param(
        "SELECT ?a ?b { ?a a perms:Partner OPTIONAL { ?b a perms:Goal } }",
        [
            (
                "warning cartesian_product 1:35-1:63",
                "Nothing links ?b with ?a: each is combined with each.",
                "Rien ne relie ?b à ?a : toutes les paires sont formées.",
                None,
            ),
        ],
        id="OPTIONAL that is linked with nothing",
    ),
    pytest.param(
        "SELECT ?n { { SELECT (COUNT(*) AS ?n) { ?a a perms:Partner . ?b a "
        "perms:Goal . ?a ?_p ?_o . ?b ?_q ?_r } } }",
        [
            (
                "warning cartesian_product 1:62-1:77",
                "Nothing links ?b with ?a: each is combined with each.",
                "Rien ne relie ?b à ?a : toutes les paires sont formées.",
                None,
            ),
        ],
        id="product in a sub-select",
    ),
    pytest.param(
        "SELECT ?g { ?g a perms:Goal ; a ?_c MINUS { ?_a perms:serves ?_b } }",
        [
            (
                "warning shares_nothing 1:37-1:43",
                "This MINUS takes nothing away: it shares no variable with what is before it.",
                "Ce MINUS ne retire rien : il n’a aucune variable en commun avec ce qui "
                "le précède.",
                None,
            ),
        ],
        id="MINUS of something else",
    ),
    pytest.param(
        "SELECT ?s ?p ?o { ?s ?p ?o }",
        [
            (
                "warning no_limit 1:19-1:27",
                "This pattern reads everything, and no LIMIT says how much is wanted.",
                "Ce motif lit tout, et aucun LIMIT ne dit combien il en faut.",
                None,
            ),
        ],
        id="everything",
    ),
    pytest.param(
        "SELECT ?s { ?s ?_p ?_o FILTER (isBlank(?s)) }",
        [
            (
                "info no_limit 1:13-1:23",
                "This pattern reads everything, and no LIMIT says how much is wanted.",
                "Ce motif lit tout, et aucun LIMIT ne dit combien il en faut.",
                None,
            ),
        ],
        id="everything that a filter lets through",
    ),
    pytest.param(
        "CONSTRUCT { ?s ?p ?o } { GRAPH ?_g { ?s ?p ?o } }",
        [
            (
                "warning no_limit 1:38-1:46",
                "This pattern reads everything, and no LIMIT says how much is wanted.",
                "Ce motif lit tout, et aucun LIMIT ne dit combien il en faut.",
                None,
            ),
        ],
        id="everything in all graphs",
    ),
    pytest.param(
        'SELECT ?x { ?x a perms:Agreement ; perms:topic "climate" }',
        [
            (
                "warning language_tag 1:48-1:57",
                "The texts of perms:topic carry a language; this one has none.",
                "Les textes de perms:topic portent une langue ; celui-ci n’en a pas.",
                '"climate"@en',
            ),
        ],
        id="plain text for a name",
    ),
    pytest.param(
        'SELECT ?x { ?x a perms:Member ; skos:prefLabel "Fidji" }',
        [
            (
                "warning language_tag 1:48-1:55",
                "The data write this text with a language; here it has none.",
                "Les données écrivent ce texte avec une langue ; ici, il n’en a pas.",
                '"Fidji"@fr',
            ),
        ],
        id="plain text for a name that has one",
    ),
    pytest.param(
        'SELECT ?x { ?x perms:topic ?t\n  FILTER (?t = "climate" || ?t IN ("sea")) }',
        [
            (
                "warning language_tag 2:11-2:13",
                "The texts of ?t carry a language; a text without one never equals them.",
                "Les textes de ?t portent une langue ; un texte qui n’en a pas ne leur "
                "est jamais égal.",
                "STR(?t)",
            ),
            (
                "warning language_tag 2:29-2:31",
                "The texts of ?t carry a language; a text without one never equals them.",
                "Les textes de ?t portent une langue ; un texte qui n’en a pas ne leur "
                "est jamais égal.",
                "STR(?t)",
            ),
        ],
        id="plain text compared",
    ),
    pytest.param(
        'SELECT ?x { ?x perms:topic ?t FILTER ("climate" != ?t) }',
        [
            (
                "warning language_tag 1:52-1:54",
                "The texts of ?t carry a language; a text without one never equals them.",
                "Les textes de ?t portent une langue ; un texte qui n’en a pas ne leur "
                "est jamais égal.",
                "STR(?t)",
            ),
        ],
        id="plain text compared from the left",
    ),
    pytest.param(
        'SELECT ?x { VALUES ?t { "climate" } ?x perms:topic ?t }',
        [
            (
                "warning language_tag 1:25-1:34",
                "The texts of ?t carry a language; this one has none.",
                "Les textes de ?t portent une langue ; celui-ci n’en a pas.",
                '"climate"@en',
            ),
        ],
        id="plain text in VALUES",
    ),
    pytest.param(
        "SELECT ?p { ?p a perms:Partner ; a ?_c FILTER NOT EXISTS { ?_a perms:hasPartner ?p } }",
        [
            (
                "info slow 1:47-1:57",
                "NOT EXISTS is tried again for each row: with many rows that is slow.",
                "NOT EXISTS est essayé de nouveau à chaque ligne : c’est lent s’il y en "
                "a beaucoup.",
                None,
            ),
        ],
        id="NOT EXISTS by row",
    ),
    pytest.param(
        "SELECT ?a ?b { ?a (perms:serves|dcterms:isPartOf)* ?b }",
        [
            (
                "info slow 1:19-1:51",
                "This path is followed from everything there is: that can take long.",
                "Ce chemin est suivi à partir de tout ce qui existe : cela peut être long.",
                None,
            ),
        ],
        id="path from everywhere",
    ),
    pytest.param(
        "SELECT ?a { << ?a perms:serves ?b >> ?c ?d }",
        [
            (
                "info not_read 1:1-1:45",
                "This query goes beyond SPARQL 1.1: only its syntax was looked at.",
                "Cette requête dépasse SPARQL 1.1 : seule sa syntaxe a été examinée.",
                None,
            ),
        ],
        id="beyond SPARQL 1.1",
    ),
]


def row(advice: Advice) -> Row:
    p = advice.place
    return (
        f"{advice.severity} {advice.kind} {p.line}:{p.column}-{p.end_line}:{p.end_column}",
        str(advice.message),
        translate(advice.message, "fr").replace("\u00a0", " "),
        advice.replacement,
    )


@pytest.mark.parametrize("query", GOOD)
def test_a_good_query_is_left_in_peace(
    query: str, register: Register, vocabulary: Vocabulary
) -> None:
    assert [row(a) for a in advise(query, vocabulary, register.dataset)] == []


@pytest.mark.parametrize(("query", "expected"), BAD)
def test_a_fault_is_told_with_its_place_and_in_both_languages(
    query: str, expected: list[Row], register: Register, vocabulary: Vocabulary
) -> None:
    assert [row(a) for a in advise(query, vocabulary, register.dataset)] == expected


@pytest.mark.parametrize("name", sorted(QUESTIONS.questions))
def test_no_stored_question_is_suspected(
    name: str, register: Register, vocabulary: Vocabulary
) -> None:
    found = advise(QUESTIONS.find(name).sparql, vocabulary, register.dataset)
    assert [row(a) for a in found if a.severity != "info"] == []


def test_nor_are_their_texts_as_files(register: Register, vocabulary: Vocabulary) -> None:
    for path in sorted(Path(shipped().queries).glob("*/*.rq")):
        found = advise(path.read_text(encoding="utf-8"), vocabulary, register.dataset)
        assert [row(a) for a in found if a.severity != "info"] == [], path.name


def offset(text: str, line: int, column: int) -> int:
    return sum(len(kept) for kept in text.splitlines(keepends=True)[: line - 1]) + column - 1


@pytest.mark.parametrize("query", [p.values[0] for p in BAD])
def test_a_replacement_in_its_place_ends_the_finding(
    query: str, register: Register, vocabulary: Vocabulary
) -> None:
    before = advise(query, vocabulary, register.dataset)
    for advice in before:
        new, p = advice.replacement, advice.place
        if new is None:
            continue
        start, end = offset(query, p.line, p.column), offset(query, p.end_line, p.end_column)
        mended = f"{query[:start]}{new}{query[end:]}"
        if new.startswith("PREFIX "):
            mended = f"{new}\n{query}"
        after = advise(mended, vocabulary, register.dataset)
        errors = [sum(a.severity == "error" for a in found) for found in (before, after)]
        assert errors[1] <= errors[0]
        assert row(advice)[1] not in {row(a)[1] for a in after} or len(after) < len(before)


def test_errors_come_first_then_warnings_each_by_place(vocabulary: Vocabulary) -> None:
    query = "SELECT ?a ?once { ?a perms:servs ?o . ?b a zzz:T ; perms:likes ?a }"
    found = advise(query, vocabulary)
    assert [(a.severity, a.kind, a.place.column) for a in found] == [
        ("error", "unknown_prefix", 44),
        ("warning", "unbound", 11),
        ("warning", "unknown_term", 22),
        ("warning", "unknown_term", 52),
        ("info", "used_once", 34),
    ]


def test_without_a_dataset_nothing_is_said_of_things(vocabulary: Vocabulary) -> None:
    query = "SELECT ?a { ?a perms:hasPartner <https://w3id.org/perms/id/partner/none> }"
    assert advise(query, vocabulary) == ()


def test_a_vocabulary_that_was_json_gives_the_same_findings(
    register: Register, vocabulary: Vocabulary
) -> None:
    sent = json.loads(json.dumps(vocabulary))
    for query in (p.values[0] for p in BAD):
        assert isinstance(query, str)
        assert advise(query, sent) == advise(query, vocabulary)
    # What is sent to a fenced worker stays small: terms, and none of the things.
    assert len(json.dumps(vocabulary)) < 200_000
    assert "https://w3id.org/perms/id/partner/spc" not in vocabulary["terms"]


def test_the_vocabulary_knows_names_sorts_and_languages(vocabulary: Vocabulary) -> None:
    terms = vocabulary["terms"]
    partner = terms["https://w3id.org/perms/def#Partner"]
    assert partner == {
        "sorts": ["class"],
        "used": True,
        "labels": ["partenaire", "partner"],
        "languages": [],
    }
    assert terms["https://w3id.org/perms/def#topic"]["languages"] == ["en"]
    assert terms["https://w3id.org/perms/def#heldBy"]["used"] is False
    assert vocabulary["prefixes"]["perms"] == "https://w3id.org/perms/def#"


@pytest.mark.parametrize(
    ("query", "message", "place"),
    [
        pytest.param(
            "ASK { " + "{ " * 100 + "} " * 100 + "}",
            "The query nests or joins more than the engine can take safely.",
            (1, 133),
            id="deep",
        ),
        pytest.param(
            "ASK { ?a ?b '" + "x" * 64_000 + "' }",
            "The query is longer than 64000 bytes.",
            (1, 1),
            id="long",
        ),
    ],
)
def test_what_is_too_long_or_too_deep_is_refused_before_it_is_read(
    query: str, message: str, place: tuple[int, int], vocabulary: Vocabulary
) -> None:
    (found,) = advise(query, vocabulary)
    assert (found.kind, found.severity, str(found.message)) == ("refused", "error", message)
    assert (found.place.line, found.place.column) == place


def test_a_query_is_not_computed_to_see_whether_it_can_be_read(vocabulary: Vocabulary) -> None:
    # Ten thousand million rows, sorted: only a reader that runs nothing comes back from it.
    lists = " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(100)))} }}" for i in range(5))
    query = f"SELECT * {{ {lists} }} ORDER BY ?v0"
    assert advise(query, vocabulary) == ()


def test_a_finding_as_plain_values_has_both_languages(vocabulary: Vocabulary) -> None:
    (found,) = advise("SELECT ?p { ?p a perms:Partnr }", vocabulary)
    assert found.as_data() == {
        "kind": "unknown_term",
        "severity": "warning",
        "line": 1,
        "column": 18,
        "endLine": 1,
        "endColumn": 30,
        "message": {
            "en": "There is no class perms:Partnr.",
            "fr": "La classe perms:Partnr n’existe pas.",
        },
        "hint": {
            "en": "Did you mean: perms:Partner?",
            "fr": "Vouliez-vous dire\u00a0: perms:Partner\u00a0?",
        },
        "replacement": "perms:Partner",
        "nearest": ["perms:Partner"],
    }
