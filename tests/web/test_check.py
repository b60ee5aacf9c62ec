"""Checking a file of one's own: pasted, chosen, sent by a program; hostile ones too."""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse, create_environ, run_wsgi_app

from perms_graph.errors import msg
from perms_graph.fence import Busy, Done
from perms_graph.namespaces import EARL, RDF, SH
from perms_graph.register import Register
from perms_graph.resources import Resources
from perms_graph.uploads import MAX_BYTES
from web import create_app
from web.checker import Checker
from web.security import HEADERS
from web.sending import KEY

from .conftest import DAY, small_register

PREFIXES = """@prefix perms: <https://w3id.org/perms/def#> .
@prefix id:    <https://w3id.org/perms/id/> .
@prefix skos:  <http://www.w3.org/2004/02/skos/core#> .
"""
GOOD = (
    PREFIXES
    + """
<https://w3id.org/perms/id/partnership/mine>
    a perms:Partnership ;
    skos:prefLabel "Reef watch"@en , "Veille des récifs"@fr ;
    perms:formalisedBy <https://w3id.org/perms/id/agreement/ag-010> ;
    perms:heldBy <https://w3id.org/perms/id/post/mine> ;
    perms:hasProvision <https://w3id.org/perms/id/provision/mine> .
<https://w3id.org/perms/id/provision/mine>
    a perms:Provision ;
    skos:prefLabel "Article 2"@en , "Article 2"@fr ;
    perms:evidenceFor <https://w3id.org/perms/id/principle/sharedValues> ;
    perms:upheld false .
"""
)


@pytest.fixture(scope="module")
def app(register: Register) -> Iterator[Flask]:
    made = create_app(register, today=lambda: DAY)
    yield made
    for checker in made.extensions[KEY].values():
        checker.close()


@pytest.fixture()
def site(app: Flask) -> FlaskClient:
    return app.test_client()


def send(site: FlaskClient, text: str, path: str = "/en/check", **more: str) -> TestResponse:
    return site.post(path, data={"text": text, **more}, content_type="multipart/form-data")


def program(
    site: FlaskClient,
    body: bytes,
    kind: str = "text/turtle",
    path: str = "/en/check",
    **headers: str,
) -> TestResponse:
    return site.post(
        path, data=body, content_type=kind, headers={"Accept": "application/json", **headers}
    )


def fault(answer: TestResponse) -> str:
    found = re.search(r'<div class="fault" role="alert">(.*?)</div>', answer.text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", found[1]).split()) if found else ""


def test_the_form_says_its_limit_and_that_nothing_is_stored(site: FlaskClient) -> None:
    text = site.get("/en/check").text
    assert "of 10 MB at most" in text
    assert "Nothing is stored" in text
    french = site.get("/fr/check").text
    assert "de 10 Mo au plus" in french
    assert "Rien n’est conservé" in french


def test_a_pasted_text_gets_its_ledger_and_its_findings(site: FlaskClient) -> None:
    answer = send(site, GOOD)
    assert answer.status_code == 200
    text = answer.text
    assert "It does not conform yet" in text
    assert "Nothing of it was stored." in text
    assert "Checked together with the register, as on 30 June 2026." in text
    partnership = text.split('id="partnership-1"')[1].split("</article>")[0]
    assert "Reef watch" in partnership.split("</h3>")[0]
    assert "line 5" in partnership.split("</h3>")[0]
    # The register says what agreement ag-010 serves; the text says that shared values are not kept.
    verdicts = re.findall(r'class="verdict ([a-z-]+)"', partnership)
    assert verdicts[2] == "not-met"
    assert "goes against shared values" in partnership
    assert '/en/shapes/SharedValuesShape-upheld"' in partnership
    # What breaks a rule of the record stands at its own thing.
    others = text.split('id="things"')[1]
    assert "Article 2" in others
    # The text can be mended and sent again.
    assert "&lt;https://w3id.org/perms/id/partnership/mine&gt;" in text


def test_what_was_found_is_said_in_french_too(site: FlaskClient) -> None:
    page = lxml.html.fromstring(send(site, GOOD, "/fr/check").text)
    for other in page.xpath('//*[@lang="en"] | //code | //pre | //textarea | //title'):
        other.drop_tree()
    text = " ".join(page.text_content().split())
    assert "Pas encore conforme" in text
    assert "Veille des récifs" in text
    assert re.findall(r"\b(?:the|and|with|which|from|is|are|this|those|of)\b", text) == []


def test_a_finding_comes_with_ways_to_mend_it_that_were_tried(site: FlaskClient) -> None:
    unnamed = (
        PREFIXES
        + """@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/perms/id/partnership/mine> a perms:Partnership ; skos:prefLabel "Mine"@en .
"""
    )
    assert all(f["repairs"] == [] for f in program(site, unnamed.encode()).json["findings"])
    told = program(site, unnamed.encode(), path="/en/check?repairs=yes").json
    mended = [f for f in told["findings"] if f["repairs"]]
    assert mended != []
    for finding in mended:
        for repair in finding["repairs"]:
            assert set(repair["titles"]) == {"en", "fr"}
            assert "INSERT DATA" in repair["sparql"] or "DELETE DATA" in repair["sparql"]
    text = send(site, unnamed).text
    assert "Ways to mend it, tried:" in text
    assert "INSERT DATA" in text


def test_a_departure_in_force_on_the_day_answers_the_finding(site: FlaskClient) -> None:
    departure = """
<https://w3id.org/perms/id/departure/mine>
    a perms:Departure ;
    perms:ofPartnership <https://w3id.org/perms/id/partnership/mine> ;
    perms:departsFrom <https://w3id.org/perms/id/principle/sharedValues> ;
    perms:reason "A pilot of one year."@en ;
    perms:decidedOn "2026-01-01"^^<http://www.w3.org/2001/XMLSchema#date> ;
    perms:expiresOn "2026-12-31"^^<http://www.w3.org/2001/XMLSchema#date> .
"""
    strip = send(site, GOOD + departure).text.split('id="partnership-1"')[1].split("</article>")[0]
    assert re.findall(r'class="verdict ([a-z-]+)"', strip)[2] == "departed-from"
    assert "A pilot of one year." in strip
    later = send(site, GOOD + departure, "/en/check?on=2027-01-01").text
    strip = later.split('id="partnership-1"')[1].split("</article>")[0]
    assert re.findall(r'class="verdict ([a-z-]+)"', strip)[2] == "not-met"


def test_alone_with_the_strategy_the_register_is_not_there(site: FlaskClient) -> None:
    with_it = program(site, GOOD.encode()).json
    alone = program(site, GOOD.encode(), path="/en/check?against=strategy").json
    assert (with_it["against"], alone["against"]) == ("register", "strategy")
    relied = [
        [v["relies_on"] for v in told["partnerships"][0]["verdicts"]] for told in (with_it, alone)
    ]
    # The register knows what agreement ag-010 serves.
    assert "https://w3id.org/perms/id/goal/og4" in relied[0][0]
    assert relied[1][0] == []


def test_nothing_is_kept_from_one_check_to_the_next(app: Flask, register: Register) -> None:
    before = len(register.dataset)
    site = app.test_client()
    first, second = (program(site, GOOD.encode()).json for _ in range(2))
    assert first == second
    assert len(register.dataset) == before
    assert site.get("/en/partnership/mine").status_code == 404


def test_a_checker_leaves_no_process_and_no_folder(
    resources: Resources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    checker = Checker(small_register(resources))
    given = {"against": "strategy", "day": "2026-06-30"}
    outcome = checker.check(given, GOOD.encode(), client="", gone=None)
    assert isinstance(outcome, Done)
    pids = checker.workers
    assert len(pids) == 1
    (folder,) = tmp_path.glob("perms-*")
    # Nothing of the upload, only the register.
    assert [p.name for p in folder.iterdir()] == ["register.nq"]
    checker.close()
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
    assert list(tmp_path.iterdir()) == []


N_TRIPLES = (
    "<https://w3id.org/perms/id/partnership/mine> "
    "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/perms/def#Partnership>"
)
JSON_LD = """{"@context": {"perms": "https://w3id.org/perms/def#"},
 "@id": "https://w3id.org/perms/id/partnership/mine", "@type": "perms:Partnership"}"""
RDF_XML = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:perms="https://w3id.org/perms/def#">
 <perms:Partnership rdf:about="https://w3id.org/perms/id/partnership/mine"/>
</rdf:RDF>"""
FORMS = [
    (
        "text/turtle",
        PREFIXES + "<https://w3id.org/perms/id/partnership/mine> a perms:Partnership .",
        "Turtle",
        4,
    ),
    (
        "application/trig",
        PREFIXES + "id:g { <https://w3id.org/perms/id/partnership/mine> a perms:Partnership . }",
        "TriG",
        None,
    ),
    ("application/n-triples", N_TRIPLES + " .\n", "N-Triples", 1),
    ("application/n-quads", N_TRIPLES + " <https://w3id.org/perms/graph/report> .\n", "N-Quads", 1),
    ("application/ld+json", JSON_LD, "JSON-LD", 2),
    ("application/rdf+xml", RDF_XML, "RDF/XML", 3),
]


@pytest.mark.parametrize(("kind", "text", "name", "line"), FORMS, ids=[f[2] for f in FORMS])
def test_each_format_is_read_and_known_by_its_content(
    site: FlaskClient, kind: str, text: str, name: str, line: int | None
) -> None:
    told = program(site, text.encode(), kind).json
    assert told["format"] == name
    (partnership,) = told["partnerships"]
    assert partnership["partnership"] == "https://w3id.org/perms/id/partnership/mine"
    assert partnership["line"] == line
    # Triples and Turtle are TriG too; told by content they are read as that.
    guessed = program(site, text.encode(), "text/plain").json
    assert guessed["format"] == {"Turtle": "TriG", "N-Triples": "TriG"}.get(name, name)
    assert guessed["partnerships"] == told["partnerships"]
    file = site.post(
        "/en/check",
        data={"file": (io.BytesIO(b"\xef\xbb\xbf" * (name == "TriG") + text.encode()), "x.exe")},
        headers={"Accept": "application/json"},
    )
    assert file.json["partnerships"][0]["verdicts"] == told["partnerships"][0]["verdicts"]


def test_a_program_gets_rdf_if_it_asks(site: FlaskClient) -> None:
    answer = program(site, GOOD.encode(), Accept="text/turtle")
    assert answer.content_type == "text/turtle; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    triples = list(ox.parse(answer.data, format=ox.RdfFormat.TURTLE))
    kinds = [t.object.value for t in triples if t.predicate.value == RDF + "type"]
    assert kinds.count(EARL + "Assertion") == 6
    assert kinds.count(SH + "ValidationReport") == 1
    assert kinds.count(SH + "ValidationResult") == sum(
        program(site, GOOD.encode()).json["counts"].values()
    )
    ld = program(site, GOOD.encode(), Accept="application/ld+json")
    assert len(list(ox.parse(ld.data, format=ox.RdfFormat.JSON_LD))) == len(triples)


def test_the_example_on_the_page_works(site: FlaskClient) -> None:
    page = site.get("/en/check").text
    example = re.search(r'<pre tabindex="0">(curl .*?)</pre>', page, re.DOTALL)
    assert example is not None
    words = shlex.split(example[1].replace("&#39;", "'").replace("\\\n", " "))
    headers = dict(words[n + 1].split(": ", 1) for n, word in enumerate(words) if word == "-H")
    path = words[-1].removeprefix("http://localhost")
    assert words[1:3] == ["--data-binary", "@records.ttl"]
    answer = site.post(path, data=GOOD.encode(), headers=headers)
    assert (answer.status_code, answer.content_type) == (200, "application/json; charset=utf-8")
    assert answer.json["against"] == "register"


def test_a_mistake_is_said_with_its_line(site: FlaskClient) -> None:
    answer = send(site, PREFIXES + "\nid:x a perms:Partnership\nid:y a perms:Partnership .\n")
    assert answer.status_code == 400
    assert "This cannot be read as TriG" in fault(answer)
    assert "Line 6" in fault(answer)
    assert "id:y a perms:Partnership ." in fault(answer)  # the line itself
    said = program(site, b"<a> <b>").json
    assert set(said) == {"error", "hint", "line", "column"}
    assert said["line"] == 1
    french = send(site, "<a> <b>", "/fr/check")
    assert "ne se lit pas comme" in fault(french)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There is nothing to check."),
        ("   \n", "There is nothing to check."),
        ("# only a comment", "There is no statement in this."),
        ("<http://a/> <http://b/> <http://c/> .", "no thing of the kinds that are checked"),
        (
            PREFIXES + "id:x a perms:Partnershop .",
            "no thing of the kinds that are checked. Did you mean: perms:Partnership?",
        ),
        ("just words, no RDF", "This cannot be read as TriG"),
    ],
)
def test_what_holds_nothing_to_check_is_not_called_right(
    site: FlaskClient, text: str, words: str
) -> None:
    answer = send(site, text)
    assert answer.status_code == 400
    assert words in fault(answer)
    assert "It conforms" not in answer.text


def test_unknown_names_get_those_that_look_alike(site: FlaskClient) -> None:
    told = program(
        site,
        (PREFIXES + "id:x a perms:Partnership ; perms:servesGaol id:y .").encode(),
    ).json
    assert told["unknown"] == [
        {"name": "perms:servesGaol", "nearest": ["perms:servesGoal", "perms:serves"]}
    ]


def test_shapes_and_imports_sent_along_are_left_aside_and_named(site: FlaskClient) -> None:
    smuggled = (
        PREFIXES
        + """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<https://w3id.org/perms/shape#LabelShape> a sh:NodeShape ; sh:deactivated true .
<https://w3id.org/perms/shape#Mine> a sh:NodeShape ; sh:targetClass perms:Partnership ;
    sh:sparql [ sh:message "read" ;
        sh:select "SELECT $this { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }" ] .
<http://a.example/> owl:imports <http://127.0.0.1:1/other.ttl> .
<https://w3id.org/perms/id/partnership/x> a perms:Partnership .
"""
    )
    told = program(site, smuggled.encode()).json
    assert told["left_out"] == {"shapes": 7, "imports": ["http://127.0.0.1:1/other.ttl"]}
    # Our own shape is still at work.
    assert "https://w3id.org/perms/shape#LabelShape-prefLabel" in {
        f["shape"] for f in told["findings"]
    }
    assert all("Mine" not in f["shape"] for f in told["findings"])
    text = send(site, smuggled).text
    assert "They were left aside: the rules here are ours." in text
    only = send(site, smuggled.split("<https://w3id.org/perms/id/partnership/x>")[0])
    assert "only shapes or imports here" in fault(only)


def test_graphs_of_ours_cannot_be_written(site: FlaskClient) -> None:
    quads = (
        "<https://w3id.org/perms/id/partnership/x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        " <https://w3id.org/perms/def#Partnership> <https://w3id.org/perms/graph/shapes> .\n"
    )
    told = program(site, quads.encode(), "application/n-quads").json
    assert len(told["partnerships"]) == 1


LAUGHS = (
    '<?xml version="1.0"?>'
    + "<!-- "
    + "x" * 9_000
    + " -->"
    + '<!DOCTYPE lolz [ <!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
    + '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
    ' rdf:about="http://a/"><x xmlns="http://b/">&i;</x></rdf:Description></rdf:RDF>'
)
PARTNERSHIP = b" a <https://w3id.org/perms/def#Partnership> ."
START = b"<http://a/> <http://b/> "
XML_START = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://b/">'
TRIPLE_TERM = b"<<( <http://a/> <http://b/> "
UNREADABLE, TOO_DEEP = "cannot be read", "nested more than 100 deep"
TURTLE, LD, XML = "text/turtle", "application/ld+json", "application/rdf+xml"
HOSTILE = {
    "triple terms 100,000 deep": (
        *(TURTLE, START + TRIPLE_TERM * 100_000 + b"<http://c/>" + b" )>>" * 100_000 + b" ."),
        *(400, TOO_DEEP),
    ),
    "blank nodes a million deep": (
        *(TURTLE, START + b"[ <http://b/> " * 1_000_000 + b"]" * 1_000_000 + b" ."),
        *(413, "larger than 10 MB"),
    ),
    "lists 200,000 deep": (
        *(TURTLE, START + b"( " * 200_000 + b")" * 200_000 + b" ."),
        *(400, TOO_DEEP),
    ),
    "JSON 100,000 deep": (LD, b'{"http://b/":' * 100_000 + b"1" + b"}" * 100_000, 400, TOO_DEEP),
    "XML 100,000 deep": (
        *(XML, XML_START + b"<a><B>" * 50_000 + b"</B></a>" * 50_000 + b"</rdf:RDF>"),
        *(400, TOO_DEEP),
    ),
    "a billion laughs": (XML, LAUGHS.encode(), 400, "DOCTYPE is refused"),
    "an entity that is a file": (
        *(XML, b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><rdf:RDF/>'),
        *(400, "DOCTYPE is refused"),
    ),
    "another encoding": (
        *("text/plain", "<!DOCTYPE x [ ]><x/>".encode("utf-16")),
        *(400, "not text in UTF-8"),
    ),
    "a remote context": (
        *(LD, b'{"@context": "http://127.0.0.1:1/context", "@id": "http://a/"}'),
        *(400, "nothing is fetched"),
    ),
    "an imported context": (
        *(LD, b'{"@context": {"@import": "file:///etc/passwd"}, "@id": "http://a/"}'),
        *(400, "cannot be read|nothing is fetched"),
    ),
    "a text without end": (TURTLE, START + b'"' + b"x" * 9_000_000, 400, UNREADABLE),
    "quotation marks without end": (TURTLE, START + b"'\"'''\"" * 1_000_000, 400, UNREADABLE),
    "a number of five million digits": (
        *(TURTLE, START + b"9" * 5_000_000 + b" ."),
        *(400, "no thing of the kinds"),
    ),
    "a script for a name": (TURTLE, b"<javascript:alert(1)>" + PARTNERSHIP, 200, ""),
    "a quotation mark in a name": (
        *(TURTLE, b'<http://a/"onmouseover=alert(1)>' + PARTNERSHIP),
        *(400, UNREADABLE),
    ),
    "no text at all": (TURTLE, b"\xff\xfe\x00\x01", 400, "not text in UTF-8"),
    "half in another encoding": (TURTLE, START + b'"\xe9\xff" .', 400, UNREADABLE),
    "a picture": ("image/png", b"\x89PNG", 415, "not a format we read"),
    "an update": (
        *("application/sparql-update", b"LOAD <http://127.0.0.1:1/>"),
        *(415, "not a format we read"),
    ),
    "one byte too many": (TURTLE, b"x" * (MAX_BYTES + 1), 413, "larger than 10 MB"),
}


@pytest.mark.parametrize(
    ("kind", "body", "status", "words"), list(HOSTILE.values()), ids=list(HOSTILE)
)
def test_a_hostile_upload_is_refused_in_words(
    app: Flask, kind: str, body: bytes, status: int, words: str
) -> None:
    site = app.test_client()
    answer = program(site, body, kind)
    assert answer.status_code == status
    if status != 200:
        assert re.search(words, answer.json["error"])
    # The workers are still there, and the next one is served.
    checker = app.extensions[KEY]["register"]
    assert all(Path(f"/proc/{pid}").exists() for pid in checker.workers)
    assert program(site, GOOD.encode()).status_code == 200


def test_a_crowd_of_nameless_things_ends_in_words(site: FlaskClient) -> None:
    nodes = [f"_:n{i}" for i in range(40)]
    clique = (
        PREFIXES
        + "".join(f"{a} perms:hasPredecessor {b} .\n" for a in nodes for b in nodes if a != b)
        + "".join(f"{a} a perms:Agreement .\n" for a in nodes)
    )
    answer = program(site, clique.encode())
    assert answer.status_code in {200, 503}
    assert "error" in answer.json or answer.json["things"] == 40


MARKUP = '"><script>alert(1)</script>'


def test_no_markup_of_an_upload_reaches_the_page(site: FlaskClient) -> None:
    text = PREFIXES + (
        f"id:x a perms:Partnership ; skos:prefLabel '''{MARKUP}'''@en ; "
        "perms:servesGaol <javascript:alert(1)> ; perms:between <javascript:alert(2)> ."
    )
    for answer in (
        send(site, text),
        send(site, MARKUP),
        send(site, text, format=MARKUP),
        send(site, text, against=MARKUP),
        program(site, b"x", MARKUP, Accept="text/html"),
    ):
        assert "<script>" not in answer.text
        assert 'href="javascript' not in answer.text
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
    assert "alert(1)&lt;/script&gt;" in send(site, text).text


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_read(app: Flask) -> None:
    class Unread(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, _: object) -> int:
            raise AssertionError("it was read")

    for kind, accept in (
        ("text/turtle", "application/json"),
        ("multipart/form-data; boundary=x", "text/html"),
    ):
        environ = create_environ("/fr/check", method="POST", headers={"Accept": accept})
        environ |= {
            "wsgi.input": Unread(),
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": "50000000",
        }
        body, status, _ = run_wsgi_app(app, environ, buffered=True)
        assert status == "413 REQUEST ENTITY TOO LARGE"
        assert "dépasse 10 Mo" in b"".join(body).decode()


def test_a_pasted_text_may_be_as_long_as_a_file(site: FlaskClient) -> None:
    long = GOOD + "# " + "x" * 2_000_000
    body = f'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n{long}\r\n--x--\r\n'
    answer = site.post(
        "/en/check", data=body.encode(), content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 200
    assert len(answer.data) < 200_000  # it is not sent back


def test_a_text_and_a_file_at_once_are_not_guessed_between(site: FlaskClient) -> None:
    answer = site.post(
        "/en/check", data={"text": GOOD, "file": (io.BytesIO(GOOD.encode()), "a.ttl")}
    )
    assert answer.status_code == 400
    assert fault(answer).startswith("There is a text and a file.")


def test_a_form_without_a_type_says_what_to_send(site: FlaskClient) -> None:
    answer = site.post(
        "/en/check?against=moon", data=GOOD.encode(), headers={"Accept": "application/json"}
    )
    assert answer.status_code == 415
    assert "text/turtle" in answer.json["hint"]
    assert program(site, GOOD.encode(), path="/en/check?against=moon").status_code == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://other.example", "Cookie": "a=b"}, 403),
        ({"Origin": "https://other.example", "Authorization": "Basic eA=="}, 403),
        ({"Origin": "null", "Cookie": "a=b"}, 403),
        ({"Origin": "https://other.example"}, 200),
        ({"Origin": "http://localhost", "Cookie": "a=b"}, 200),
        ({"Cookie": "a=b"}, 200),
    ],
)
def test_nobody_asks_in_anothers_name(app: Flask, headers: dict[str, str], status: int) -> None:
    # A client with cookies of its own would drop ours.
    answer = program(app.test_client(use_cookies=False), GOOD.encode(), **headers)
    assert answer.status_code == status
    if status == 403:
        assert "in your name" in answer.json["error"]


def test_a_full_queue_says_when_to_come_back(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> object:
        raise Busy(msg("Too many people ask for this at once."), 15)

    monkeypatch.setattr(app.extensions[KEY]["register"], "check", busy)
    answer = send(app.test_client(), GOOD, "/fr/check")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "15"
    assert "15 secondes" in fault(answer)


def test_tools_may_leave_the_language_out(site: FlaskClient) -> None:
    answer = program(site, b"<a>", path="/check", **{"Accept-Language": "fr"})
    assert answer.status_code == 400
    assert "ne se lit pas" in answer.json["error"]
    led = site.get("/check", headers={"Accept-Language": "fr"})
    assert (led.status_code, led.location) == (303, "/fr/check")
