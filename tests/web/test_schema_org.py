"""What pages tell search engines: schema.org inside the page, from the links of the ontology."""

from __future__ import annotations

import json
from typing import Any

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient

from perms_graph.namespaces import ID


@pytest.fixture()
def site(shipped_site: Flask) -> FlaskClient:
    return shipped_site.test_client()


def told(site: FlaskClient, address: str) -> dict[str, Any]:
    page = lxml.html.fromstring(site.get(address, base_url="https://perms.example").text)
    (script,) = page.xpath("//script[@type='application/ld+json']")
    found = json.loads(script.text)
    assert isinstance(found, dict)
    return found


def test_a_partner_is_an_organisation_with_its_other_names_and_identities(
    site: FlaskClient,
) -> None:
    found = told(site, "/en/partner/spc")
    assert found["@context"] == "https://schema.org"
    assert found["@type"] == "Organization"
    assert found["@id"] == ID + "partner/spc"
    assert found["name"] == "Pacific Community"
    assert found["url"] == "https://perms.example/en/partner/spc"
    assert "https://ror.org/05ewdm369" in found["sameAs"]
    assert "SPC" in found["alternateName"]


def test_a_member_has_its_place_and_a_french_reader_its_french_name(site: FlaskClient) -> None:
    found = told(site, "/fr/member/fiji")
    assert found["@type"] == "AdministrativeArea"
    assert found["name"] == "Fidji"
    assert found["url"] == "https://perms.example/fr/member/fiji"
    assert found["geo"]["@type"] == "GeoCoordinates"
    assert -20 < float(found["geo"]["latitude"]) < -15


def test_what_has_no_counterpart_is_a_thing_with_a_name(site: FlaskClient) -> None:
    found = told(site, "/en/goal/rg1")
    assert found["@type"] == "Thing"
    assert found["name"].startswith("Pacific people")


def test_no_text_of_the_data_can_end_the_script_or_become_a_link(client: FlaskClient) -> None:
    text = client.get("/en/partner/hostile").text
    assert "<script>alert" not in text
    found = told(client, "/en/partner/hostile")
    assert found["name"] == "<script>alert('x')</script> & \"friends\" =SUM(A1)"
    assert "sameAs" not in found or "javascript" not in str(found["sameAs"])
