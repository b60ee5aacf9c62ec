"""A page that was made for one reader is there for the next, and is the same."""

from __future__ import annotations

import pytest
from flask import Flask

from perms_graph.resources import Resources
from web import create_app
from web.keeping import KEY
from web.memo import Memo

from .conftest import DAY, small_register


@pytest.fixture
def app(resources: Resources) -> Flask:
    return create_app(
        small_register(resources),
        illustrative=small_register(resources, "invented.trig"),
        today=lambda: DAY,
    )


def kept(app: Flask) -> Memo:
    found = app.extensions[KEY]
    assert isinstance(found, Memo)
    return found


@pytest.mark.parametrize(
    "path", ["/en/", "/fr/partner/coral", "/en/partnership?page=1", "/en/gaps"]
)
def test_a_page_asked_for_again_is_the_same_with_the_same_headers(app: Flask, path: str) -> None:
    client = app.test_client()
    first, again = client.get(path), client.get(path)
    assert len(kept(app)) == 1
    assert (again.status_code, again.data) == (200, first.data)
    assert dict(again.headers) == dict(first.headers)


def test_it_is_made_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = app.test_client()
    before = client.get("/en/gaps").text
    monkeypatch.setitem(app.view_functions, "gaps.show", lambda: "made again")
    assert client.get("/en/gaps").text == before
    assert client.get("/fr/gaps").text == "made again"


def test_language_day_view_and_host_each_have_their_own(app: Flask) -> None:
    client = app.test_client()
    addresses = [
        ("/en/", None),
        ("/fr/", None),
        ("/en/?on=2024-06-30", None),
        ("/en/?with=illustrative", None),
        ("/en/", "https://perms.example"),
    ]
    pages = {client.get(path, base_url=base).text for path, base in addresses}
    assert len(kept(app)) == len(addresses)
    assert len(pages) >= 4  # the host may be named nowhere on the first page
    texts = [client.get(path, base_url=base).text for path, base in addresses]
    assert set(texts) == pages


def test_a_browser_that_has_the_page_is_told_so_from_what_is_kept(app: Flask) -> None:
    client = app.test_client()
    tag = client.get("/en/partner/coral").headers["ETag"]
    answer = client.get("/en/partner/coral", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data) == (304, b"")
    head = client.head("/en/partner/coral")
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", tag)


@pytest.mark.parametrize(
    "path", ["/en/partner/nobody", "/id/partner/coral", "/healthz", "/metrics"]
)
def test_faults_and_what_is_true_for_a_moment_are_not_kept(app: Flask, path: str) -> None:
    answer = app.test_client().get(path)
    assert len(kept(app)) == 0
    if answer.status_code == 200:
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers


def test_answers_from_what_is_kept_are_counted(app: Flask) -> None:
    client = app.test_client()
    for _ in range(3):
        client.get("/en/gaps")
    pattern = (
        'perms_http_answers_total{method="GET",pattern="/<any(en, fr):lang>/gaps",status="200"}'
    )
    assert f"{pattern} 3.0" in client.get("/metrics").text.splitlines()
