"""Which agreements make one partnership: our rule, stated once, here and in the data."""

from __future__ import annotations

from collections import defaultdict

from tools.convert.agreements import iri_of
from tools.convert.book import Book, node, text
from tools.convert.facts import Row, codes

FILE = "register/partnerships.trig"
RULE = "id:rule/partnership-grouping"
RULE_EN = (
    "Agreements are one partnership if one renews or follows the other, or if the same partners made them under a framework "
    "mechanism (treaty, memorandum, arrangement, letter …). An instrument of that kind made under a framework joins it. A "
    "project, funding, access or delivery agreement is a partnership of its own, linked to the framework it names."
)
RULE_FR = (
    "Des accords forment un seul partenariat si l'un renouvelle ou suit l'autre, ou si les mêmes partenaires les ont conclus "
    "au moyen d'un mécanisme-cadre (traité, protocole, arrangement, lettre …). Un instrument de ce type conclu sous un cadre "
    "le rejoint. Un accord de projet, de financement, d'accès ou de prestation est un partenariat à part, relié au cadre "
    "qu'il nomme."
)
_FRAMEWORK = {"constitutive", "framework"}


def group(rows: list[Row], mechanism_groups: dict[str, str]) -> tuple[list[list[Row]], dict[str, str]]:
    """Group agreements into partnerships.

    Args:
        rows: The agreements.
        mechanism_groups: Code of a mechanism → its group.

    Returns:
        The groups, each by agreement code, in the order of their first code; and, for an agreement made under one of another
        partnership, its code → the code it names.
    """
    by_id = {r["agreement_id"]: r for r in rows}
    leader = {code: code for code in by_id}

    def find(code: str) -> str:
        while leader[code] != code:
            code = leader[code]
        return code

    def join(one: str, other: str) -> None:
        first, second = sorted((find(one), find(other)))
        leader[second] = first

    def is_framework(row: Row) -> bool:
        return mechanism_groups[row["mechanism_code"]] in _FRAMEWORK

    same: dict[tuple[str, ...], str] = {}
    under: dict[str, str] = {}
    for row in rows:
        code, before = row["agreement_id"], row["predecessor_id"]
        if before and row["relation_to_predecessor"] in {"renews", "follows"}:
            join(code, before)
        elif before and is_framework(row) and is_framework(by_id[before]):
            join(code, before)
        elif before:
            under[code] = before
        partners = tuple(sorted(codes(row["partner_ids"])))
        if is_framework(row) and partners:
            join(code, same.setdefault(partners, code))
    groups: dict[str, list[Row]] = defaultdict(list)
    for code in sorted(by_id):
        groups[find(code)].append(by_id[code])
    return list(groups.values()), under


def partnerships(
    book: Book, rows: list[Row], mechanisms: list[Row], partners: list[Row]
) -> None:
    """State the partnerships, their agreements and frameworks, and the rule."""
    graph = book.project("partnerships", "inferred")
    groups, under = group(rows, {m["mechanism_code"]: m["group"] for m in mechanisms})
    home = {r["agreement_id"]: iri(g) for g in groups for r in g}
    names = {p["partner_id"]: p for p in partners}
    forms = {m["mechanism_code"]: m for m in mechanisms}
    labels = _labels(groups, names, forms)
    book.say(FILE, graph, RULE, "rdf:type", node("perms:GroupingRule"))
    book.say(FILE, graph, RULE, "skos:prefLabel", text("Which agreements make one partnership", "en"), text("Quels accords forment un partenariat", "fr"))
    book.say(FILE, graph, RULE, "dcterms:description", text(RULE_EN, "en"), text(RULE_FR, "fr"))
    for rows_of in groups:
        me = iri(rows_of)
        book.say(FILE, graph, me, "rdf:type", node("perms:Partnership"))
        book.say(FILE, graph, me, "perms:groupedBy", node(RULE))
        en, fr = labels[me]
        book.say(FILE, graph, me, "skos:prefLabel", text(en, "en"), text(fr, "fr"))
        for row in rows_of:
            book.say(FILE, graph, me, "perms:formalisedBy", node(iri_of(row["agreement_id"])))
            named = under.get(row["agreement_id"])
            if named and home[named] != me:
                book.say(FILE, graph, me, "perms:underFramework", node(home[named]))


def iri(rows: list[Row]) -> str:
    """Give the short name of the partnership of these agreements."""
    return "id:partnership/p-" + rows[0]["agreement_id"].removeprefix("AG-")


def _labels(
    groups: list[list[Row]], names: dict[str, Row], forms: dict[str, Row]
) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    plain: dict[tuple[str, str], list[list[Row]]] = defaultdict(list)
    for rows in groups:
        plain[_plain(rows, names, forms)].append(rows)
    for (en, fr), same in plain.items():
        for rows in same:
            if len(same) == 1:
                found[iri(rows)] = (en, fr)
            else:
                title = rows[-1]["title"]
                found[iri(rows)] = (f"{en}: {title}", f"{fr} : {title}")
    return found


def _plain(rows: list[Row], names: dict[str, Row], forms: dict[str, Row]) -> tuple[str, str]:
    last = rows[-1]
    form = forms[last["mechanism_code"]]
    who = codes(last["partner_ids"])
    if not who:
        return last["title"], last["title_fr"] or last["title"]
    en = _several([names[w]["acronym"] or names[w]["name"] if len(who) > 2 else names[w]["name"] for w in who], "and", "others")
    fr = _several(
        [names[w]["acronym"] or names[w]["name_fr"] or names[w]["name"] if len(who) > 2 else names[w]["name_fr"] or names[w]["name"] for w in who],
        "et", "autres",
    )  # fmt: skip
    label_fr = form["label_fr"] or form["label_en"]
    return f"{en} ({_low(form['label_en'])})", f"{fr} ({_low(label_fr)})"


def _several(names: list[str], word: str, others: str) -> str:
    if len(names) <= 3:
        return f" {word} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return ", ".join(names[:3]) + f" {word} {len(names) - 3} {others}"


def _low(label: str) -> str:
    first = label.split()[0]
    return label if first.isupper() else label[0].lower() + label[1:]


