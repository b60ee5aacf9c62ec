"""What takes long is worked out before anybody asks."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
from flask import Flask

from perms_graph.resources import Resources
from web import create_app
from web.rooms import home
from web.state import site
from web.warming import KEY, Warming, keep_warm, named_most

from .conftest import DAY, small_register


@pytest.fixture
def app(resources: Resources) -> Flask:
    return create_app(small_register(resources), today=lambda: DAY)


def test_pages_of_a_day_find_everything_worked_out(app: Flask) -> None:
    made = Warming(app).warm(DAY)
    view = site(app).views["register"]
    kept = view.on(DAY)
    assert made > 10
    assert all(kept.find(name) is not None for name in ("states", "ledger", "gaps", "tally"))
    before = len(kept), len(view.memo), len(view.days)
    client = app.test_client()
    assert [client.get(p).status_code for p in ("/en/", "/fr/", "/en/partnership")] == [200] * 3
    assert (len(kept), len(view.memo), len(view.days)) == before


def test_pages_made_beforehand_are_nobodys_and_are_not_counted(app: Flask) -> None:
    Warming(app).warm(DAY)
    text = app.test_client().get("/metrics").text
    assert [line for line in text.splitlines() if line.startswith("perms_http_answers_total")] == []


def test_a_page_made_beforehand_is_the_page_that_is_sent(app: Flask, resources: Resources) -> None:
    Warming(app).warm(DAY)
    other = create_app(small_register(resources), today=lambda: DAY)
    for path in ("/en/", "/fr/partner", "/en/gaps"):
        assert app.test_client().get(path).text == other.test_client().get(path).text


def test_the_site_is_ready_when_the_first_day_is_done(app: Flask) -> None:
    client = app.test_client()
    # Nothing is made beforehand: there is nothing to wait for.
    assert client.get("/readyz").status_code == 200
    app.extensions[KEY] = Warming(app)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (503, {"status": "starting"})
    assert answer.headers["Retry-After"] == "5"
    warming = keep_warm(app)
    try:
        assert warming.wait(60)
        answer = client.get("/readyz")
        assert (answer.status_code, answer.get_json()) == (200, {"status": "ready"})
    finally:
        warming.stop()


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (dt.datetime(2026, 6, 30, 12, 0), [DAY]),
        (dt.datetime(2026, 6, 30, 23, 29), [DAY]),
        (dt.datetime(2026, 6, 30, 23, 31), [DAY, DAY + dt.timedelta(days=1)]),
    ],
)
def test_the_next_day_is_worked_out_shortly_before_it_begins(
    app: Flask, now: dt.datetime, days: list[dt.date]
) -> None:
    assert list(Warming(app, now=lambda: now).days()) == days


def test_a_page_that_fails_is_logged_and_stops_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> object:
        raise ValueError("broken")

    monkeypatch.setattr(home, "_tally", broken)
    with caplog.at_level(logging.ERROR, "perms_graph.warming"):
        made = Warming(app).warm(DAY)
    assert [r.getMessage() for r in caplog.records] == [
        "/en/ could not be made beforehand",
        "/fr/ could not be made beforehand",
    ]
    assert made > 10


def test_it_ends_when_it_is_told_to(app: Flask) -> None:
    warming = keep_warm(app)
    warming.stop(within=60)
    assert warming.ended


def test_what_most_others_name_comes_first(resources: Resources) -> None:
    dataset = small_register(resources).dataset
    most = named_most(dataset, least=2)
    counted = {
        row["thing"].value: int(row["n"].value)
        for row in dataset.select(
            "SELECT ?thing (COUNT(*) AS ?n) { ?other ?property ?thing "
            "FILTER (?property != rdf:type && isIRI(?thing)) } GROUP BY ?thing"
        )
    }
    assert len(most) > 5
    assert [counted[t] for t in most] == sorted((counted[t] for t in most), reverse=True)
    assert min(counted[t] for t in most) >= 2
