"""Every mistake is answered in words, in both languages, with exit code 2 and no traceback."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from .conftest import Perms

NB = "\u00a0"

CASES = [
    pytest.param(
        ["qurey"],
        "There is no command named qurey.\nDid you mean: query?",
        f"Aucune commande ne s’appelle qurey.\nVouliez-vous dire{NB}: query{NB}?",
        id="unknown command",
    ),
    pytest.param(
        ["query", "partner_by_gaol"],
        "There is no stored question named partner_by_gaol.\nDid you mean: partners_by_goal",
        "Aucune question enregistrée ne s’appelle partner_by_gaol.\nVouliez-vous dire",
        id="unknown question",
    ),
    pytest.param(
        ["query", "partners_by_goal"],
        "The question partners_by_goal needs goal.\nFor instance: --goal id:goal/rg3",
        f"La question partners_by_goal demande{NB}: goal.\nPar exemple{NB}: --goal id:goal/rg3",
        id="parameter missing",
    ),
    pytest.param(
        ["query", "partners_by_goal", "--gaol", "rg3"],
        "The question partners_by_goal has no parameter gaol.\nDid you mean: goal?",
        f"n’a pas de paramètre gaol.\nVouliez-vous dire{NB}: goal{NB}?",
        id="parameter unknown",
    ),
    pytest.param(
        ["query", "agreements_expiring", "--until", "soon"],
        "“soon” does not suit until.\nGive a day written YYYY-MM-DD, such as 2027-12-31.",
        f"«{NB}soon{NB}» ne convient pas à until.\nDonnez un jour écrit AAAA-MM-JJ",
        id="parameter ill-typed",
    ),
    pytest.param(
        ["query", "partners_by_goal", "--goal"],
        "--goal needs a value.",
        "--goal demande une valeur.",
        id="parameter without value",
    ),
    pytest.param(
        ["query", "partners_by_goal", "-p", "goal"],
        "“goal” does not suit --param.\nWrite it as name=value.",
        f"«{NB}goal{NB}» ne convient pas à --param.\nÉcrivez nom=valeur.",
        id="pair without equals sign",
    ),
    pytest.param(
        ["query", "partners_by_goal", "rg3"],
        "rg3 is too much here.\nPut a value of several words in quotation marks.",
        "rg3 est de trop ici.\nMettez entre guillemets une valeur de plusieurs mots.",
        id="value without parameter",
    ),
    pytest.param(
        ["query", "--goal", "rg3"],
        "NAME|FILE|- is missing.\nHelp: perms query --help",
        f"Il manque{NB}: NAME|FILE|-.\nAide{NB}: perms query --help",
        id="question missing",
    ),
    pytest.param(
        ["query", "none.rq"],
        "none.rq: There is no such file.\nCheck the name",
        "none.rq: Ce fichier n’existe pas.\nVérifiez le nom",
        id="query file missing",
    ),
    pytest.param(
        ["validate", "none.ttl"],
        "none.ttl: There is no such file.",
        "none.ttl: Ce fichier n’existe pas.",
        id="data file missing",
    ),
    pytest.param(
        ["build", "none.ttl"],
        "none.ttl: There is no such file.",
        "none.ttl: Ce fichier n’existe pas.",
        id="build file missing",
    ),
    pytest.param(
        ["validate", "README.md"],
        "README.md: This is not a kind of RDF file we read: .md\nUse one of: .ttl",
        f"README.md: Nous ne lisons pas ce type de fichier RDF{NB}: .md\nEmployez",
        id="not an RDF file",
    ),
    pytest.param(
        ["show"],
        "The name of a thing is missing.\nFor instance: perms show spc",
        f"Il manque le nom d’une chose.\nPar exemple{NB}: perms show spc",
        id="thing missing",
    ),
    pytest.param(
        ["show", "zzzzqqq"],
        "Nothing here is called zzzzqqq.",
        "Rien ici ne s’appelle zzzzqqq.",
        id="thing unknown",
    ),
    pytest.param(
        ["gaps", "objectives_without_partners"],
        "There is no gap question named objectives_without_partners.\n"
        "Did you mean: objectives_without_partnership",
        "Aucune question sur les lacunes ne s’appelle objectives_without_partners.\n",
        id="gap unknown",
    ),
    pytest.param(
        ["gaps", "--on", "30/06/2026"],
        "“30/06/2026” does not suit --on.\nGive a day written YYYY-MM-DD",
        f"«{NB}30/06/2026{NB}» ne convient pas à --on.\nDonnez un jour écrit AAAA-MM-JJ",
        id="day ill-typed",
    ),
    pytest.param(
        ["gaps", "--format", "turtle"],
        "“turtle” does not suit --format.\nChoose one of: table, csv, json, xlsx.",
        f"«{NB}turtle{NB}» ne convient pas à --format.\n"
        f"Choisissez parmi{NB}: table, csv, json, xlsx.",
        id="format of another command",
    ),
    pytest.param(
        ["query", "holes", "--format", "turtle"],
        "This answer cannot be written as turtle.\nFormats that suit it: table, csv, tsv, json.",
        f"Cette réponse ne peut être écrite au format turtle.\nFormats possibles{NB}: table",
        id="format of another answer",
    ),
    pytest.param(
        ["info", "--colour"],
        "There is no option --colour.",
        "Il n’y a pas d’option --colour.",
        id="option unknown",
    ),
    pytest.param(
        ["info", "--store"],
        "--store needs a value.",
        "--store demande une valeur.",
        id="option without value",
    ),
    pytest.param(
        ["info", "--memory=yes"],
        "--memory takes no value.",
        "--memory ne prend pas de valeur.",
        id="switch with value",
    ),
    pytest.param(
        ["info", "too", "much"],
        "too much is too much here.\nSay it as: perms info [OPTIONS]",
        f"too much est de trop ici.\nÉcrivez{NB}: perms info [OPTIONS]",
        id="words too many",
    ),
    pytest.param(
        ["serve", "--port", "70000"],
        "“70000” does not suit --port.\nGive a whole number from 0 to 65535",
        f"«{NB}70000{NB}» ne convient pas à --port.\nDonnez un nombre entier de 0 à 65535",
        id="port out of range",
    ),
    pytest.param(
        ["info", "--store", "/dev/null/store"],
        "/dev/null/store: The folder for the store cannot be written:",
        "/dev/null/store: Impossible d’écrire dans le dossier du registre",
        id="folder that cannot be made",
    ),
]


@pytest.mark.parametrize(("words", "english", "french"), CASES)
def test_a_mistake_is_answered_in_the_readers_words(
    perms: Perms, words: list[str], english: str, french: str
) -> None:
    for language, expected in (("en", english), ("fr", french)):
        done = perms("--lang", language, *words)
        assert (done.code, done.out) == (2, "")
        assert expected in done.err


QUERIES = [
    pytest.param("", "The query is empty.", "La requête est vide.", id="empty"),
    pytest.param(
        "SELEC ?s",
        "“SELEC” is not a word of SPARQL. (line 1, column 1)\nDid you mean: SELECT?",
        f"«{NB}SELEC{NB}» n’est pas un mot de SPARQL. (ligne 1, colonne 1)\nVouliez-vous",
        id="misspelt word",
    ),
    pytest.param(
        "SELECT * {\n ?s prems:partyTo ?o }",
        "The prefix prems: is not declared. (line 2, column 5)\nDid you mean: perms:?",
        "Le préfixe prems: n’est pas déclaré. (ligne 2, colonne 5)",
        id="unknown prefix",
    ),
    pytest.param(
        "INSERT DATA { <a:b> <a:c> 1 }",
        "This is an update; what is kept here is not changed by queries. (line 1, column 1)",
        f"C’est une mise à jour{NB}; les requêtes ne modifient pas",
        id="update",
    ),
    pytest.param(
        "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }",
        "SERVICE is switched off: a query here never reaches another server.",
        f"SERVICE est désactivé{NB}: une requête n’atteint jamais un autre serveur.",
        id="another server",
    ),
    pytest.param(
        b"SELECT \xff",
        "-:1: This is not a text in UTF-8.",
        "-:1: Ce n’est pas un texte en UTF-8.",
        id="not a text",
    ),
]


@pytest.mark.parametrize(("text", "english", "french"), QUERIES)
def test_a_broken_query_says_where_and_what(
    perms: Perms, text: str | bytes, english: str, french: str
) -> None:
    for language, expected in (("en", english), ("fr", french)):
        done = perms("query", "-", "--lang", language, text=text)
        assert (done.code, done.out) == (2, "")
        assert expected in done.err


def test_a_broken_file_is_named_with_line_and_column(perms: Perms, tmp_path: Path) -> None:
    turtle = tmp_path / "broken.ttl"
    turtle.write_text("@prefix a: <http://e/> .\na:b a:c\n a:d a:e .\n", encoding="utf-8")
    for command in ("validate", "build"):
        done = perms(command, str(turtle))
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"{turtle}:3:6: The file cannot be read as RDF: ")
    query = tmp_path / "broken.rq"
    query.write_text("SELECT *\nWHERE { ?s ?p 'x }", encoding="utf-8")
    done = perms("query", str(query))
    assert "A text in quotation marks is not closed. (line 2, column 15)" in done.err
    query.write_text("SELECT *\nWHERE { SERVICE <http://e/> {} }", encoding="utf-8")
    assert perms("query", str(query)).err.startswith(f"{query}:2:9: SERVICE is switched off")


def test_rdf_without_a_thing_of_ours_is_refused(perms: Perms, tmp_path: Path) -> None:
    other = tmp_path / "other.ttl"
    other.write_text("<http://e/a> <http://e/b> 1 .\n", encoding="utf-8")
    done = perms("validate", str(other), "--against", "ontology")
    assert done.code == 2
    said = "There is RDF here, but no thing of the kinds that are checked."
    assert done.err.startswith(f"{other}: {said}")


def test_a_file_without_header_takes_no_parameters(perms: Perms, tmp_path: Path) -> None:
    query = tmp_path / "plain.rq"
    query.write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    done = perms("query", str(query), "--goal", "rg1")
    assert done.code == 2
    assert done.err.startswith("Only questions with a header take parameters")


def test_an_address_that_is_none_is_refused(perms: Perms) -> None:
    done = perms("serve", "--host", "no such host", "--port", "0")
    assert done.code == 2
    assert "“no such host” does not suit --host.\nGive the address of a network" in done.err
    elsewhere = perms("serve", "--host", "192.0.2.1", "--port", "0")
    assert elsewhere.code == 2
    assert "Cannot listen on 192.0.2.1, port 0: " in elsewhere.err


def test_a_port_in_use_is_said_to_be(perms: Perms) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = perms("serve", "--port", str(port))
    assert done.code == 2
    assert f"Port {port} is in use by another program.\nEnd that program, or name" in done.err


@pytest.mark.parametrize(
    "name", ["qurey", "info --foo", "query none.rq", "gaps --on x", "show", "serve --port x"]
)
def test_french_is_spoken_where_the_environment_is_french(perms: Perms, name: str) -> None:
    english, french = perms(*name.split()), perms(*name.split(), LC_ALL="fr_FR.UTF-8")
    assert english.code == french.code == 2
    assert english.err != french.err
    # What is asked for wins over the environment.
    assert perms("--lang", "en", *name.split(), LC_ALL="fr_FR.UTF-8").err == english.err
