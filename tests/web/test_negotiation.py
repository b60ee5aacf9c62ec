"""Who asks gets the form that suits best, by weight, as browsers and programs really ask."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import LanguageAccept, MIMEAccept
from werkzeug.http import parse_accept_header

from web.negotiation import HTML, RECORDS, Form, Media, best_form, best_language

CHROMIUM = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;"
    "q=0.8,application/signed-exchange;v=b3;q=0.7"
)
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        pytest.param("", "html", id="no header accepts anything"),
        pytest.param("*/*", "html", id="curl"),
        pytest.param(CHROMIUM, "html", id="Chromium"),
        pytest.param(FIREFOX, "html", id="Firefox"),
        pytest.param("text/turtle", "ttl", id="one type"),
        pytest.param("text/turtle;q=0.9, text/html", "html", id="html is heavier"),
        pytest.param("text/turtle, text/html;q=0.9", "ttl", id="turtle is heavier"),
        pytest.param("text/html;q=0.1, */*;q=0.9", "ttl", id="anything but preferably not html"),
        pytest.param("text/html;q=0, */*", "ttl", id="anything but html"),
        pytest.param("text/*;q=0.5, application/ld+json", "jsonld", id="a range is lighter"),
        pytest.param("application/*", "jsonld", id="a range without pages"),
        pytest.param("application/xhtml+xml", "html", id="XHTML is a page too"),
        pytest.param("application/ld+json;profile=\"x\"", "jsonld", id="parameters are left out"),
        pytest.param("application/json", "jsonld", id="plain JSON gets JSON-LD"),
        pytest.param("application/n-triples", "nt", id="n-triples"),
        pytest.param("application/rdf+xml", "rdf", id="rdf/xml"),
        pytest.param("TEXT/TURTLE", "ttl", id="capitals do not matter"),
        pytest.param(
            "application/rdf+xml;q=0.8, text/turtle;q=0.8, */*;q=0.1", "ttl",
            id="equals go by our order",
        ),
        pytest.param("image/png", None, id="nothing suits"),
        pytest.param("text/html;q=0", None, id="html refused and nothing else named"),
    ],
)  # fmt: skip
def test_the_heaviest_form_wins(accept: str, expected: str | None) -> None:
    chosen = best_form(parse_accept_header(accept, MIMEAccept))
    said = chosen.suffix if isinstance(chosen, Form) else {HTML: "html"}.get(str(chosen))
    assert said == expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/csv", "csv"),
        ("text/csv;q=0.5, text/html;q=0.1", "csv"),
        ("application/json", "jsonld"),
        ("*/*;q=0.1", "html"),
    ],
)
def test_formats_besides_rdf_are_found_where_there_are_any(accept: str, expected: str) -> None:
    given = parse_accept_header(accept, MIMEAccept)
    chosen = best_form(given, besides=RECORDS)
    assert (chosen.suffix if isinstance(chosen, Media) else "html") == expected
    assert best_form(parse_accept_header("text/csv", MIMEAccept)) is None


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("fr-NC,fr;q=0.9,en;q=0.8", "fr"),
        ("en;q=0.5,fr;q=0.7", "fr"),
        ("de,es;q=0.8", "en"),
        ("fr;q=0,en;q=0.1", "en"),
        ("bi, fr-VU;q=0.3", "fr"),
    ],
)
def test_the_language_is_the_heaviest_we_speak(accept: str, expected: str) -> None:
    assert best_language(parse_accept_header(accept, LanguageAccept)) == expected
