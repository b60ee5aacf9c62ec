"""The description for programs is true: the server is asked what it says, with odd values too."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from perms_graph.register import Register
from perms_graph.resources import shipped
from tests.web.conftest import DAY, small_register
from web import create_app

SITE = create_app(small_register(shipped()), today=lambda: DAY)
DESCRIBED = schemathesis.openapi.from_wsgi("/openapi.json", SITE)
DESCRIBED.config.generation.update(modes=[GenerationMode.POSITIVE])
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@DESCRIBED.parametrize()
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_server_answers_as_described(case: schemathesis.Case) -> None:
    response = case.call()
    case.validate_response(response, checks=CHECKS)
    assert response.status_code < 500


@pytest.fixture()
def site(shipped_site: Flask) -> FlaskClient:
    return shipped_site.test_client()


@pytest.fixture(scope="module")
def document(shipped_site: Flask) -> dict[str, Any]:
    found = shipped_site.test_client().get("/openapi.json").get_json()
    assert isinstance(found, dict)
    return found


def test_every_question_has_an_address_and_its_example_answers(
    document: dict[str, Any], site: FlaskClient, register: Register
) -> None:
    for question in register.catalogue:
        operation = document["paths"][f"/api/question/{question.name}"]["get"]
        needed = {p["name"] for p in operation["parameters"] if p["required"]}
        given = {p.name: p.example for p in question.parameters if p.name in needed}
        answer = site.get(
            f"/api/question/{question.name}", query_string=given | {"on": "2026-06-30"}
        )
        assert answer.status_code == 200, (question.name, answer.text)
        content = answer.get_json()
        assert content["count"] == len(content["rows"])
        assert {column["name"] for column in content["columns"]} >= {
            name for row in content["rows"] for name in row
        }


def test_the_same_answer_in_three_forms(site: FlaskClient) -> None:
    address = "/api/question/partners_by_goal?goal=rg3"
    content = site.get(address).get_json()
    results = json.loads(
        site.get(address, headers={"Accept": "application/sparql-results+json"}).data
    )
    table = site.get(address, headers={"Accept": "text/csv"})
    assert table.content_type == "text/csv; charset=utf-8"
    assert content["count"] == len(results["results"]["bindings"]) > 20
    assert content["count"] == len(table.text.splitlines()) - 1
    first = content["rows"][0]["partner"]
    assert first["iri"] == results["results"]["bindings"][0]["partner"]["value"]
    assert first["label"]


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/api/question/no_such_thing", 404, "no_such_thing"),
        ("/api/question/partners_by_goal", 400, "goal"),
        ("/api/question/partners_by_goal?goal=rg99", 404, "rg99"),
        ("/api/question/partners_by_goal?goals=rg3", 400, "goals"),
        ("/api/nothing", 404, ""),
    ],
)
def test_a_program_is_told_what_is_wrong(
    site: FlaskClient, address: str, status: int, said: str
) -> None:
    answer = site.get(address, headers={"Accept-Language": "fr"})
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    told = answer.get_json(force=True)
    assert told["status"] == status
    assert said in told["detail"]


def test_a_format_that_there_is_not_names_those_there_are(site: FlaskClient) -> None:
    answer = site.get("/api/question/purposes", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.get_json(force=True)["offers"] == [
        "application/json",
        "text/csv",
        "application/sparql-results+json",
    ]


def test_each_operation_has_a_name_of_its_own_and_the_texts_are_translated(
    site: FlaskClient, document: dict[str, Any]
) -> None:
    names = [path["get"]["operationId"] for path in document["paths"].values()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"\w+", name) for name in names)
    french = site.get("/openapi.json?lang=fr").get_json()
    assert french["paths"]["/healthz"]["get"]["summary"] == "Si le registre répond."
