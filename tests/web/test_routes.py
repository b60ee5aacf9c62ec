"""Each address answers with the right status and headers."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from web.security import HEADERS

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

ROUTES = [
    ("/en/", 200),
    ("/fr", 200),
    ("/en/partner", 200),
    ("/en/partner?q=ILE", 200),
    ("/en/partner?sort=-agreements", 200),
    ("/en/partner?sort=colour", 400),
    ("/en/partner?state=yes", 400),
    ("/en/partner?page=0", 400),
    ("/en/partner?page=x", 400),
    ("/en/partner?page=99", 200),
    ("/en/agreement?state=maybe", 400),
    ("/en/agreement?on=2020-01-01", 200),
    ("/en/agreement?on=2020-13-01", 400),
    ("/en/agreement?on=20200101", 400),
    ("/en/?with=illustrative", 200),
    ("/en/?with=other", 400),
    ("/en/unicorn", 404),
    ("/en/partner/coral", 200),
    ("/en/partner/nobody", 404),
    ("/de/partner/coral", 404),
    ("/en/partner/coral/linked?by=perms:hasPartner", 200),
    ("/en/partner/coral/linked", 404),
    ("/en/partner/coral/linked?by=%3E", 404),
    ("/en/iri?iri=http%3A%2F%2Fmetadata.un.org%2Fsdg%2F14", 200),
    ("/en/iri?iri=http%3A%2F%2Fnowhere.example%2F", 404),
    ("/en/iri?iri=not%20an%20iri", 400),
    ("/en/iri", 400),
    ("/en/compliance", 200),
    ("/en/compliance?page=0", 400),
    ("/en/compliance/sharedValues", 404),  # built without checks
    ("/en/gaps", 200),
    ("/en/gaps/cell?goal=id:goal/rg1&purpose=purpose:technicalSupport", 301),
    ("/en/coverage", 200),
    ("/en/coverage?rows=member&columns=mechanism&measure=money", 200),
    ("/en/coverage?rows=member&columns=none&measure=days", 200),
    ("/en/coverage?rows=memer", 404),
    ("/en/coverage?rows=goal&columns=goal", 400),
    ("/en/coverage?measure=love", 400),
    ("/en/coverage.csv", 200),
    ("/en/coverage.json?explain=yes", 200),
    ("/en/coverage.xlsx", 200),
    ("/en/coverage/cell", 400),
    ("/en/coverage/cell?row=id:goal/rg1", 400),
    ("/en/coverage/cell?row=id:goal/rg1&column=purpose:technicalSupport", 200),
    ("/en/coverage/cell?row=id:goal/rg2&column=purpose:financialSupport", 200),
    ("/en/coverage/cell?row=id:goal/nine&column=purpose:technicalSupport", 404),
    ("/en/coverage/cell?row=id:goal/rg1&column=id:goal/rg2", 404),
    ("/en/coverage/cell?row=id:member/fiji&rows=member&columns=none", 200),
    ("/en/coverage/cell.csv?row=id:goal/rg1&column=purpose:technicalSupport", 200),
    ("/en/coverage/cell.json?row=id:goal/rg1&column=purpose:technicalSupport", 200),
    ("/en/coverage/cell.xlsx?row=id:goal/rg1&column=purpose:technicalSupport", 200),
    ("/en/changes", 200),
    ("/en/changes?from=2020-01-01&to=2019-01-01", 400),
    ("/en/changes?from=1800-01-01", 400),
    ("/en/changes?from=soon", 400),
    ("/en/changes.csv?from=2020-01-01", 200),
    ("/en/changes.json?from=2020-01-01", 200),
    ("/en/changes.xlsx?from=2020-01-01", 200),
    ("/en/gaps/scores", 200),
    ("/en/gaps/scores?sort=beauty", 400),
    ("/en/gaps/scores?member=nobody", 404),
    ("/en/gaps/scores?member=coral", 404),
    ("/en/gaps/scores/part", 400),
    ("/en/gaps/partnerships_without_holder", 200),
    ("/en/gaps/partnerships-without-holder", 200),
    ("/en/gaps/partnerships_without_hat", 404),
    ("/en/gaps/partnerships_without_holder.csv", 200),
    ("/en/gaps/partnerships_without_holder.csv?explain=yes", 200),
    ("/en/gaps/partnerships_without_holder.json", 200),
    ("/en/gaps/partnerships_without_holder.xlsx", 200),
    ("/en/gaps/partnerships_without_hat.xlsx", 404),
    ("/en/whatif", 200),
    ("/en/whatif?example=yes", 200),
    ("/whatif", 303),
    ("/en/openings", 200),
    ("/en/openings?objective=rg1", 200),
    ("/en/openings?objective=rg9", 404),
    ("/en/openings?objective=coral", 400),
    ("/en/openings?objective=rg1&member=coral", 404),
    ("/en/openings.csv", 400),
    ("/en/charts", 200),
    ("/en/charts/coverage.svg", 200),
    ("/en/charts/coverage.gif", 404),
    ("/en/charts/members.png", 200),
    ("/en/charts/times.json?thing=id:partner/coral", 200),
    ("/en/charts/times.svg", 404),
    ("/en/charts/openings.svg", 400),
    ("/en/questions", 200),
    ("/en/questions/partners_by_goal", 200),
    ("/en/questions/partners_by_goal?goal=rg1", 200),
    ("/en/questions/partners_by_goal?goal=nothing-like-it", 400),
    ("/en/questions/agreements_expiring?day=yesterday&until=2027-01-01", 400),
    ("/en/questions/agreements_expiring?day=2026-01-01", 400),
    ("/en/questions/partners_by_goal?gaol=rg1", 400),
    ("/en/questions/partners_by_gaol", 404),
    ("/en/questions/partners_by_goal.csv?goal=rg1", 200),
    ("/en/questions/partners_by_goal.csv", 400),
    ("/en/sources", 200),
    ("/en/about", 200),
    ("/en/translations", 200),
    ("/en/translations?kind=terms", 200),
    ("/en/translations?kind=poems", 400),
    ("/fr/translations.csv?state=missing", 200),
    ("/en/search", 200),
    ("/en/search?q=coral", 200),
    ("/en/def", 200),
    ("/en/shape", 301),
    ("/en/shapes", 200),
    ("/en/shapes/NoSuchShape", 404),
    ("/shapes/NoSuchShape", 404),
    ("/data/shapes/NoSuchShape.ttl", 404),
    ("/en/graph/source/page-one", 200),
    ("/en/graph/source/page-nine", 404),
    ("/data/partner/coral.ttl", 200),
    ("/data/partner/coral.exe", 404),
    ("/data/partner/nobody.ttl", 404),
    ("/data/iri.ttl?iri=http%3A%2F%2Fmetadata.un.org%2Fsdg%2F14", 200),
    ("/data/iri.ttl?iri=%3E%3C", 404),
    ("/data/graph/source/page-one.nt", 200),
    ("/data/def.ttl", 200),
    ("/data/shape.jsonld", 200),
    ("/static/style.css", 200),
    ("/static/day.js", 200),
    ("/static/../app.py", 404),
]


@pytest.mark.parametrize(("path", "status"), ROUTES)
def test_every_address_answers_as_it_should(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    # A picture brings a style of its own and may do nothing else.
    picture = "/charts/" in path and status == 200
    for name, value in HEADERS.items():
        if not picture or name != "Content-Security-Policy":
            assert answer.headers[name] == value
    if status >= 400:
        assert answer.content_type == "text/html; charset=utf-8"
        assert "Traceback" not in answer.text
        assert "<h1>" in answer.text
    answer.close()


def test_the_root_leads_to_the_readers_language(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Accept-Language": "fr-FR,fr;q=0.9"})
    assert (answer.status_code, answer.location) == (302, "/fr/")
    assert answer.headers["Vary"] == "Accept-Language"
    assert client.get("/").location == "/en/"


@pytest.mark.parametrize(
    ("path", "headers", "location"),
    [
        ("/id/partner/coral", {"Accept": BROWSER}, "/en/partner/coral"),
        ("/id/partner/coral", {"Accept": BROWSER, "Accept-Language": "fr"}, "/fr/partner/coral"),
        ("/id/partner/coral?lang=fr", {"Accept": BROWSER}, "/fr/partner/coral"),
        ("/id/partner/coral", {"Accept": "text/turtle"}, "/data/partner/coral.ttl"),
        ("/id/partner/coral", {"Accept": "application/ld+json"}, "/data/partner/coral.jsonld"),
        ("/id/partner/coral.rdf", {"Accept": BROWSER}, "/data/partner/coral.rdf"),
        ("/id/partner/coral.nt", {}, "/data/partner/coral.nt"),
        (
            "/id/partner/coral?with=illustrative",
            {"Accept": BROWSER},
            "/en/partner/coral?with=illustrative",
        ),
        ("/graph/source/page-one", {"Accept": BROWSER}, "/en/graph/source/page-one"),
        ("/graph/source/page-one.ttl", {}, "/data/graph/source/page-one.ttl"),
        ("/def", {"Accept": BROWSER}, "/en/def"),
        ("/def", {"Accept": "text/turtle"}, "/data/def.ttl"),
        ("/def/core", {"Accept": BROWSER}, "/en/def#module-core"),
        ("/def.jsonld", {}, "/data/def.jsonld"),
        ("/shape", {"Accept": "application/rdf+xml"}, "/data/shape.rdf"),
        ("/question/partners_by_goal", {"Accept": BROWSER}, "/en/questions/partners_by_goal"),
    ],
)
def test_an_identity_sees_other(
    client: FlaskClient, path: str, headers: dict[str, str], location: str
) -> None:
    answer = client.get(path, headers=headers)
    assert (answer.status_code, answer.location) == (303, location)
    assert answer.headers["Vary"] == "Accept, Accept-Language"


@pytest.mark.parametrize("path", ["/id/partner/nobody", "/id/partner/coral.exe", "/graph/none"])
def test_an_identity_that_is_not_recorded_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers={"Accept": "text/turtle"}).status_code == 404


def test_a_refused_format_is_answered_with_those_there_are(client: FlaskClient) -> None:
    answer = client.get("/id/partner/coral", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    for media_type in ("text/html", "text/turtle", "application/ld+json", "application/rdf+xml"):
        assert media_type in answer.text
    assert "image/png" in answer.text
    assert answer.headers["Vary"] == "Accept, Accept-Language"


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_for_reading(client: FlaskClient, method: str) -> None:
    answer = getattr(client, method)("/fr/partner/coral")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "Cela ne peut pas se faire ici" in answer.text


@pytest.mark.parametrize("path", ["/en/partner/coral", "/data/partner/coral.ttl"])
def test_head_answers_without_a_body(client: FlaskClient, path: str) -> None:
    answer = client.head(path)
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["ETag"] == client.get(path).headers["ETag"]


@pytest.mark.parametrize("path", ["/en/partner/coral", "/data/partner/coral.ttl", "/fr/gaps"])
def test_a_kept_page_that_is_still_true_is_not_sent_again(client: FlaskClient, path: str) -> None:
    etag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(path, headers={"If-None-Match": '"old"'})
    assert other.status_code == 200
    assert client.get(path + "?on=2020-01-01").headers["ETag"] != etag


def test_data_name_their_type_and_their_page(client: FlaskClient) -> None:
    answer = client.get("/data/partner/coral.ttl")
    assert answer.content_type == "text/turtle; charset=utf-8"
    assert answer.headers["Link"] == '</en/partner/coral>; rel="describedby"; type="text/html"'
    page = client.get("/en/partner/coral").text
    assert '<link rel="alternate" type="text/turtle"' in page
    assert client.get("/data/partner/coral.rdf").content_type == "application/rdf+xml"


def test_a_page_names_itself_in_both_languages(client: FlaskClient) -> None:
    page = client.get("/fr/agreement?q=a&sort=start").text
    assert '<html lang="fr">' in page
    assert 'hreflang="en" href="/en/agreement?q=a&amp;sort=start"' in page
    assert 'hreflang="fr" href="/fr/agreement?q=a&amp;sort=start"' in page


def test_a_fault_of_ours_is_owned_in_words(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> object:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("web.rooms.things.describe", broken)
    # An address that nobody asked for before: what was answered once is kept.
    answer = client.get("/en/partner/coral?never=asked")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "secret detail" not in answer.text
