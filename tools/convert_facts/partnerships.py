"""Partnerships, as our rule groups them from agreements, with names of ours."""

from __future__ import annotations

from collections import Counter
from typing import Final

from tools.convert_facts.book import Book, Confidence
from tools.convert_facts.grouping import JOINING, RULE_EN, RULE_FR, Group, Signed, group
from tools.convert_facts.names import dcterms, english, french, perms, skos, slug, thing
from tools.convert_facts.reading import Facts, Row

FILE: Final = "register/partnerships"
RULE: Final = thing("rule", "partnership-grouping")
_LISTED: Final = 3


def signed(facts: Facts) -> list[Signed]:
    """Give the agreements as the rule sees them."""
    groups = {m["mechanism_code"]: m["group"] for m in facts.tables["mechanisms"]}
    return [
        Signed(
            row["agreement_id"],
            frozenset(filter(None, row["partner_ids"].split(";"))),
            groups[row["mechanism_code"]],
            row["predecessor_id"],
            row["relation_to_predecessor"],
        )
        for row in facts.tables["agreements"]
    ]


def partnership_name(first: str) -> str:
    """Give the slug of the partnership whose first agreement has this code."""
    return first.lower().replace("ag-", "p-")


def convert(book: Book, facts: Facts, titles: dict[str, str]) -> None:
    """Write all partnerships and the rule.

    Args:
        book: Where to.
        facts: Agreements, partners, mechanisms.
        titles: Slug of an agreement → its French title, ours or the source's.
    """
    page = book.project(
        FILE,
        "partnerships",
        Confidence.INFERRED,
        "Partnerships, grouped from agreements by our rule.",
    )
    page.kind(RULE, perms("GroupingRule"))
    page.say(
        RULE,
        skos("prefLabel"),
        english("Which agreements make one partnership"),
        french("Quels accords forment un partenariat"),
    )
    page.say(RULE, dcterms("description"), english(RULE_EN), french(RULE_FR))
    groups = group(signed(facts))
    names = _names(facts, groups, titles)
    for found in groups:
        node = thing("partnership", partnership_name(found.first))
        page.kind(node, perms("Partnership"))
        en, fr = names[found.first]
        page.say(node, skos("prefLabel"), english(en), french(fr))
        page.say(node, perms("groupedBy"), RULE)
        for code in found.agreements:
            page.say(node, perms("formalisedBy"), thing("agreement", slug(code)))
        for first in found.under:
            framework = thing("partnership", partnership_name(first))
            page.say(node, perms("underFramework"), framework)


def _names(
    facts: Facts, groups: tuple[Group, ...], titles: dict[str, str]
) -> dict[str, tuple[str, str]]:
    """Name each partnership after its newest agreement; the number tells equal names apart."""
    rows = {row["agreement_id"]: row for row in facts.tables["agreements"]}
    namer = _Namer(facts, titles)
    found = {g.first: namer.name(_newest([rows[c] for c in g.agreements])) for g in groups}
    often_en = Counter(en for en, _ in found.values())
    often_fr = Counter(fr for _, fr in found.values())
    return {
        first: (en, fr)
        if often_en[en] == often_fr[fr] == 1
        else (f"{en} – {first}", f"{fr} – {first}")
        for first, (en, fr) in found.items()
    }


def _newest(rows: list[Row]) -> Row:
    """Give the newest agreement: none came after it, and its date is the latest.

    Undated ones count as older; among equals the last in number is the newest.
    """
    before = {r["predecessor_id"] for r in rows if r["relation_to_predecessor"] in JOINING}
    last = [r for r in rows if r["agreement_id"] not in before]
    return max(last, key=lambda r: (r["signature_date"] or r["start_date"], r["agreement_id"]))


class _Namer:
    def __init__(self, facts: Facts, titles: dict[str, str]) -> None:
        self._partners = {p["partner_id"]: p for p in facts.tables["partners"]}
        self._mechanisms = {m["mechanism_code"]: m for m in facts.tables["mechanisms"]}
        self._titles = titles
        self._groups = {s.code: s for s in signed(facts)}

    def name(self, row: Row) -> tuple[str, str]:
        """A framework is named for partners and mechanism, any other agreement for its title."""
        if not self._groups[row["agreement_id"]].is_framework or not row["partner_ids"]:
            french_title = self._titles.get(slug(row["agreement_id"]), row["title"])
            return row["title"], french_title
        mechanism = self._mechanisms[row["mechanism_code"]]
        partners = [self._partners[p] for p in row["partner_ids"].split(";")]
        in_english = [p["name"] for p in partners]
        in_french = [
            self._titles.get(f"partner/{p['partner_id']}", p["name_fr"] or p["name"])
            for p in partners
        ]
        label_fr = mechanism["label_fr"] or self._titles[f"mechanism/{row['mechanism_code']}"]
        return (
            f"{_listed(in_english, 'and', 'others')} ({_lower(mechanism['label_en'])})",
            f"{_listed(in_french, 'et', 'autres')} ({_lower(label_fr)})",
        )


def _listed(names: list[str], word: str, others: str) -> str:
    if len(names) == 1:
        return names[0]
    if len(names) <= _LISTED:
        return f"{', '.join(names[:-1])} {word} {names[-1]}"
    return f"{', '.join(names[: _LISTED - 1])} {word} {len(names) - _LISTED + 1} {others}"


def _lower(label: str) -> str:
    first = label.split(" ", 1)[0]
    return label if first.isupper() else label[0].lower() + label[1:]
