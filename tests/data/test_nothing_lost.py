"""Nothing lost: every cell of every table, every line of every text, every item of every list."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

import pytest

from tools.convert_facts.agreements import RELATIONS
from tools.convert_facts.codelists import LISTS
from tools.convert_facts.documents import KNOWN
from tools.convert_facts.iati import kind_of
from tools.convert_facts.mechanisms import mechanism_name
from tools.convert_facts.members import member_slugs
from tools.convert_facts.names import slug
from tools.convert_facts.notes import REPEATED
from tools.convert_facts.partners import CROSS_CUTTING_NOTE
from tools.convert_facts.passages import plain, quoted
from tools.convert_facts.purposes import PURPOSES
from tools.convert_facts.strategy_names import PRINCIPLES, node_of
from tools.convert_facts.strategy_tables import LINKS

ID = "https://w3id.org/perms/id/"
PERMS = "https://w3id.org/perms/def#"

Expect = Callable[[str], list[str]]

ADDRESSES = {d.key: d.address or d.node.value for d in KNOWN}


def document(cell: str) -> list[str]:
    return [ADDRESSES.get(cell, cell)]


def several(kind: str, name: Callable[[str], str] = slug) -> Expect:
    return lambda cell: [f"{ID}{kind}/{name(part)}" for part in cell.split(";")]


def nothing(_cell: str) -> list[str]:
    """The column says which graph a statement goes to; other tests look there."""
    return []


def yes_no(cell: str) -> list[str]:
    return [{"yes": "true", "no": "false"}[cell]]


def concept(shipped, scheme: str) -> Expect:
    return lambda cell: [shipped.facts.concept(scheme, cell).value]


def wikidata(cell: str) -> list[str]:
    return [f"http://www.wikidata.org/entity/{cell}"]


def transformations(shipped) -> dict[str, dict[str, Expect]]:
    """Table → column → what a cell becomes; any other cell must be found as it is printed."""
    members = member_slugs(shipped.facts)
    goals = lambda cell: [  # noqa: E731 - one line reads best among its neighbours
        CROSS_CUTTING_NOTE if part == "OG" else f"{ID}goal/{slug(part)}" for part in cell.split(";")
    ]
    return {
        "members": {
            "wikidata_id": wikidata,
            "geonames_id": lambda c: [f"https://sws.geonames.org/{c}/"],
            "associated_state_alpha2": several("member", lambda c: members[c]),
            "member_type": concept(shipped, "member-type"),
            **dict.fromkeys(("sids", "ldc", "pacp_edf_country", "beneficiary"), yes_no),
            **dict.fromkeys(("source_url", "codes_source", "coordinates_source"), nothing),
            "confidence": nothing,
        },
        "partners": {
            "partner_id": nothing,
            "partner_type": concept(shipped, "partner-type"),
            "wikidata_id": wikidata,
            "ror_applies_to": nothing,
            "works_with_sprep_on": goals,
            "supports": several("purpose", PURPOSES.__getitem__),
            "organ_of_member": several("member", lambda c: members[c]),
            "confidence": nothing,
        },
        "agreements": {
            "partner_ids": several("partner"),
            "mechanism_code": several("mechanism", mechanism_name),
            "date_precision": nothing,
            "date_kind": concept(shipped, "date-kind"),
            "amount_scope": concept(shipped, "amount-scope"),
            "same_money_as": several("agreement"),
            "supports": several("purpose", PURPOSES.__getitem__),
            "regional_goal": goals,
            "objective": lambda c: [f"{ID}{'objective' if '-' in c else 'goal'}/{slug(c)}"],
            "beneficiary_members": several("member", members.__getitem__),
            "predecessor_id": several("agreement"),
            "relation_to_predecessor": lambda c: [PERMS + RELATIONS[c]],
            **dict.fromkeys(("date_confidence", "regional_goal_confidence", "confidence"), nothing),
        },
        "mechanisms": {
            "label_fr_source": nothing,
            "group": concept(shipped, "mechanism-group"),
            "example_agreement_id": several("agreement"),
            "example_title": nothing,
            "confidence": nothing,
        },
        "contributions": {
            "partner_id": several("partner"),
            "kind": concept(shipped, "contribution-kind"),
            "scope": concept(shipped, "amount-scope"),
            "agreement_id": several("agreement"),
            "confidence": nothing,
        },
        "measures": {"confidence": nothing},
    }


def nodes(table: str, row: dict[str, str], shipped) -> list[str]:
    """Give the things a row is about."""
    if table == "members":
        name = slug(row["name_en"])
        return [f"{ID}member/{name}", f"{ID}membership/{name}"]
    if table == "agreements":
        code = slug(row["agreement_id"])
        return [f"{ID}agreement/{code}", f"{ID}amount/{code}"]
    if table == "measures":
        return [
            s
            for s in shipped.things("Statistic")
            if (PERMS + "measureName", row["measure"]) in shipped.about[s]
            and (PERMS + "value", row["value"]) in shipped.about[s]
        ]
    kind, column = {
        "partners": ("partner", "partner_id"),
        "mechanisms": ("mechanism", "mechanism_code"),
        "contributions": ("contribution", "contribution_id"),
    }[table]
    name = mechanism_name(row[column]) if kind == "mechanism" else slug(row[column])
    return [f"{ID}{kind}/{name}"]


@pytest.mark.parametrize(
    "table", ["members", "partners", "agreements", "mechanisms", "contributions", "measures"]
)
def test_every_cell_is_said_of_the_thing_its_row_is_about(table: str, shipped) -> None:
    becomes = transformations(shipped)[table]
    lost = []
    for row in shipped.facts.tables[table]:
        subjects = nodes(table, row, shipped)
        said = shipped.values(*subjects)
        said |= {p for s in subjects for p, _ in shipped.about.get(s, set())}
        for column, cell in row.items():
            if cell and not set(becomes.get(column, lambda c: [c])(cell)) <= said:
                lost.append((subjects, column, cell))
    assert lost == []


def test_the_titles_of_examples_are_those_of_the_agreements(shipped) -> None:
    titles = {r["agreement_id"]: r["title"] for r in shipped.facts.tables["agreements"]}
    for row in shipped.facts.tables["mechanisms"]:
        assert row["example_title"] == titles.get(row["example_agreement_id"], "")


def test_precision_is_kept_by_the_type_of_the_date(shipped) -> None:
    for row in shipped.facts.tables["agreements"]:
        lengths = {"": 0, "year": 4, "month": 7, "day": 10}
        assert len(row["signature_date"]) == lengths[row["date_precision"]], row["agreement_id"]


def test_every_row_of_the_strategy_is_said_of_its_thing(shipped) -> None:
    rows = shipped.facts.tables["strategy"]
    by_code = {r["code"]: node_of(r).value for r in rows if r["kind"] != "translation"}
    by_code |= {
        r["mechanism_code"]: f"{ID}mechanism/{mechanism_name(r['mechanism_code'])}"
        for r in shipped.facts.tables["mechanisms"]
    }
    lost = []
    for row in rows:
        if row["kind"] == "translation":
            code, language = row["code"].split("@")
            said = shipped.values(by_code[code])
            wanted = [row[f"label_{language}"]]
        else:
            said = shipped.values(by_code[row["code"]])
            wanted = [row["label_en"], row["label_fr"], row["description_en"], *_code(row)]
            if row["source_url"]:
                wanted += document(row["source_url"])
        folded = {value.casefold() for value in said}
        lost += [(row["code"], w) for w in wanted if w and w.casefold() not in folded]
    assert lost == []


def _code(row: dict[str, str]) -> list[str]:
    if row["code"] == "PD":
        return ["PD"]
    return [row["code"]]


def test_every_parent_of_a_strategy_row_is_linked_or_told_in_a_note(shipped) -> None:
    rows = [r for r in shipped.facts.tables["strategy"] if r["parent_code"]]
    by_code = {
        r["code"]: node_of(r).value
        for r in shipped.facts.tables["strategy"]
        if r["kind"] not in {"translation"}
    }
    lost = []
    for row in rows:
        if row["kind"] in {"translation", "link"}:
            continue
        node, parent = by_code[row["code"]], by_code[row["parent_code"]]
        told = any(row["parent_code"] in value for value in shipped.values(node))
        if parent not in shipped.values(node) and not told and node != parent:
            lost.append((row["code"], row["parent_code"]))
    # A second row in French speaks of the thing of the first; its parent is that thing's.
    assert lost == []


def test_every_link_of_the_strategy_is_a_statement(shipped) -> None:
    rows = shipped.facts.tables["strategy"]
    by_code = {r["code"]: node_of(r).value for r in rows if r["kind"] != "translation"}
    links = [r["code"].split(">") for r in rows if r["kind"] == "link"]
    assert len(links) == 20
    for start, how, end in links:
        assert (PERMS + LINKS[how], by_code[end]) in shipped.about[by_code[start]]


def test_the_nesting_of_purposes_is_asserted_only_for_goods_and_services(shipped) -> None:
    broader = {
        s.rsplit("/", 1)[1]: value.rsplit("/", 1)[1]
        for s in shipped.things("Purpose")
        for p, value in shipped.about[s]
        if p.endswith("#broader")
    }
    assert broader == {"goods": "procurement", "services": "procurement"}


def test_letters_of_principles_are_the_printed_ones(shipped) -> None:
    letters = {
        s.rsplit("/", 1)[1]: value
        for s in shipped.things("Principle")
        for p, value in shipped.about[s]
        if p.endswith("#notation")
    }
    assert letters == {n: letter for n, letter, _ in PRINCIPLES.values() if letter}
    assert "genderAndInclusion" not in letters


@pytest.mark.parametrize("name", ["register", "strategy"])
def test_every_line_of_the_research_texts_is_in_a_note(name: str, shipped) -> None:
    noted = "\n".join(shipped.values(*shipped.things("Note"), *shipped.things("Hole")))
    sections = set(noted.splitlines())
    repeated, lost, header = False, [], ""
    for line in shipped.facts.texts[name].splitlines():
        bare = line.strip()
        if bare.startswith("|") and not header:
            header, repeated = bare, bare.startswith(REPEATED)
            continue
        if not bare.startswith("|"):
            header = ""
        if not bare or bare.startswith("#") or re.fullmatch(r"[|\s:-]+", bare):
            continue
        if header and repeated:
            continue
        if bare.removeprefix("- ").strip("| ") not in sections:
            lost.append(bare)
    assert lost == []


def test_the_french_text_is_kept_whole(shipped) -> None:
    assert shipped.facts.texts["perms-fr"] in shipped.values(ID + "document/perms-fr-md")


def test_every_passage_is_in_the_french_text_word_for_word(shipped) -> None:
    running = plain(shipped.facts.texts["perms-fr"])
    quotes = {
        value
        for s in shipped.things("Passage")
        for p, value in shipped.about[s]
        if p == PERMS + "quotes"
    }
    assert len(quotes) == len(shipped.facts.ours["passages"]) == 22
    assert all(quote in running for quote in quotes)


def test_plain_text_only_takes_marks_away() -> None:
    assert plain("# Titre **gras**\n\n- b. un mot\n- o autre\n1. suite") == (
        "Titre gras un mot autre suite"
    )


def test_a_passage_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="substring not found"):
        quoted({"begins": "inconnu", "ends": "fin"}, "un texte")


@pytest.mark.parametrize("codelist", LISTS, ids=lambda c: c.name)
def test_every_cell_of_a_code_list_is_said_of_its_concept(codelist, shipped) -> None:
    rows = shipped.facts.codelists[codelist.table]
    subjects = [s for s in shipped.about if s.startswith(f"{ID}{codelist.name}/")]
    assert len(subjects) == len(rows)
    known = [shipped.values(s) for s in subjects]
    lost = []
    for row in rows:
        cells = {c for c in row.values() if c.strip()}
        if not any(cells <= said for said in known):
            lost.append(row)
    assert lost == []


def test_every_item_of_the_iati_lists_is_there_with_its_texts(shipped) -> None:
    paths = sorted((shipped.data / "facts" / "iati" / "codelists").glob("*.xml"))
    assert len(paths) == 29
    for path in paths:
        root = ElementTree.parse(path).getroot()  # noqa: S314 - our own copy
        kind = kind_of(root.attrib["name"])
        subjects = [s for s in shipped.about if s.startswith(f"{ID}{kind}/")]
        items = root.findall(".//codelist-item")
        assert len(subjects) == len(items), kind
        said = shipped.values(*subjects)
        for item in items:
            texts = [" ".join((n.text or "").split()) for n in item.iter("narrative")]
            assert {t for t in texts if t} <= said, kind
            assert (item.findtext("code") or "").strip() in said, kind
