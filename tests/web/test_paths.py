"""Identities become addresses of this site and come back the same."""

from __future__ import annotations

import pytest

from perms_graph.namespaces import BASE, GRAPH, ID, MODULE, PERMS, PSH, QUESTION
from web import paths

PAIRS = [
    (ID + "partner/spc", "/partner/spc"),
    (ID + "principle/sharedValues", "/principle/sharedValues"),
    (PERMS + "Agreement", "/def#Agreement"),
    (PSH + "AgreementHolderShape-heldBy", "/shapes/AgreementHolderShape-heldBy"),
    (GRAPH + "source/sprep-org-node-1/inferred", "/graph/source/sprep-org-node-1/inferred"),
    (QUESTION + "partners_by_goal", "/questions/partners_by_goal"),
    (MODULE + "core", "/def#module-core"),
    ("http://metadata.un.org/sdg/14", "/iri?iri=http%3A%2F%2Fmetadata.un.org%2Fsdg%2F14"),
    (ID + "partner/a%22b", "/iri?iri=https%3A%2F%2Fw3id.org%2Fperms%2Fid%2Fpartner%2Fa%2522b"),
    (
        ID + "gaps/not-a-kind",
        f"/iri?iri={'https%3A%2F%2Fw3id.org%2Fperms%2Fid%2Fgaps%2Fnot-a-kind'}",
    ),
]


@pytest.mark.parametrize(("iri", "path"), PAIRS)
def test_an_identity_has_one_page_and_the_page_one_identity(iri: str, path: str) -> None:
    assert paths.page(iri) == path
    assert paths.identity(path) == iri


@pytest.mark.parametrize("path", ["/", "/gaps", "/partner", "/gaps/cell", "/static/style.css"])
def test_a_room_of_the_site_is_no_identity(path: str) -> None:
    assert paths.identity(path) is None


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        (ID + "partner/spc", "/data/partner/spc.ttl"),
        (PERMS + "Agreement", "/data/def.ttl"),
        (PSH + "AgreementHolderShape", "/data/shapes/AgreementHolderShape.ttl"),
        (GRAPH + "inferred", "/data/graph/inferred.ttl"),
        (
            "http://metadata.un.org/sdg/14",
            "/data/iri.ttl?iri=http%3A%2F%2Fmetadata.un.org%2Fsdg%2F14",
        ),
    ],
)
def test_data_stand_beside_the_page(iri: str, path: str) -> None:
    assert paths.data(iri, "ttl") == path


@pytest.mark.parametrize(
    ("word", "iri"),
    [("framework-goal", PERMS + "FrameworkGoal"), ("partner", PERMS + "Partner")],
)
def test_a_class_and_its_word_go_both_ways(word: str, iri: str) -> None:
    assert paths.kind_of_class(iri) == word
    assert paths.class_of_kind(word) == iri
    assert paths.kind_of_class("http://www.w3.org/ns/org#Organization") is None


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("https://spc.int/", True),
        ("mailto:x@y.example", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("urn:isbn:1", False),
    ],
)
def test_only_pages_and_mail_may_be_followed(iri: str, expected: bool) -> None:
    assert paths.followable(iri) is expected
    assert paths.ours(BASE + "id/partner/spc")
