"""Which thing each code of strategy.csv is, and how its row is named."""

from __future__ import annotations

import re
from typing import Final

import pyoxigraph as ox

from tools.convert_facts.mechanisms import mechanism_name
from tools.convert_facts.members import SPREP
from tools.convert_facts.names import SDG, iri, slug, thing
from tools.convert_facts.purposes import PURPOSES
from tools.convert_facts.reading import Row

PRINCIPLES: Final = {
    # Code → name for the idea, the letter where one is printed, the passage.
    "PERMS-P-b": ("strategicContribution", "b", "principle-b"),
    "PERMS-P-c": ("collaboration", "c", "principle-c"),
    "PERMS-P-d": ("sharedValues", "d", "principle-d"),
    "PERMS-P-e": ("programmeIntegration", "e", "principle-e"),
    "PERMS-P-f": ("mutualBenefit", "f", "principle-f"),
    "PERMS-P-g": ("genderAndInclusion", "", "principle-gender"),
}  # fmt: skip

RULES: Final = {
    # Code → slug and the passage it rests on.
    "PERMS-P-rule": ("principles", "principles-rule"),
    "PERMS-MECH": ("mechanisms", "mechanisms"),
    "PERMS-MON-IND": ("monitoring-indicators", "monitoring"),
    "PERMS-MON-HOLDER": ("monitoring-holders", "monitoring"),
    "PERMS-MON-CONT": ("monitoring-continuous", "monitoring"),
    "PERMS-MON-REVIEW": ("monitoring-review", "monitoring"),
    "PERMS-CTX-1": ("context-formalise", "context-formalise"),
    "PERMS-CTX-2": ("context-gaps", "context-gaps"),
    "PERMS-GAP": ("gap-assessment", "gap-heading"),
}

_PASSAGES: Final = {
    "PERMS-1": "part-1",
    "PERMS-2": "part-2",
    "PERMS-3": "part-3",
    "PERMS-F1": "function-1",
    "PERMS-F2": "function-2",
}
_PLANS: Final = {
    "SP2017": "sp2017",
    "SP2027": "sp2027",
    "PIP": "pip",
    "PIP1": "pip-1",
    "PIP2": "pip-2",
    "PIP3": "pip-3",
    "PIP4": "pip-4",
    "PIP5": "pip-5",
}
_MERGED: Final = {"SP2017-VISION-FR": "sp2017-vision", "SPREP-MANDATE-FR": "sprep-mandate"}
_TERMS: Final = {"T-PIP-A": "pip-plan", "T-PIP-B": "pip-countries"}
_FOLDERS: Final = {
    "document": "document",
    "report": "document",
    "policy": "document",
    "agenda_item": "agenda-item",
    "body": "body",
    "focus_area": "focus-area",
    "regional_goal": "goal",
    "org_goal": "goal",
    "objective": "objective",
    "vision": "plan-statement",
    "mandate": "plan-statement",
    "gloss": "note",
    "enabler": "enabler",
    "procurement_principle": "procurement-principle",
    "programme": "programme",
    "meeting": "meeting",
    "mechanism_example": "mechanism-example",
    "framework": "framework",
    "mea": "framework",
    "framework_goal": "framework-goal",
    "link": "note",
    "term": "term",
    "gap": "hole",
}
_UN_IRI: Final = re.compile(r"IRI (http://metadata\.un\.org/sdg/[0-9.]+)")


def node_of(row: Row) -> ox.NamedNode:
    """Give the thing a row is about.

    Raises:
        KeyError: The row's kind is unknown.
        ValueError: An SDG row does not state the UN's IRI.
    """
    kind, code = row["kind"], row["code"]
    if code == "SPREP":
        return SPREP
    if code == "PERMS-FR":
        return thing("document", "perms-fr-md")
    if code in _PLANS:
        return thing("plan", _PLANS[code])
    if code in _PASSAGES:
        return thing("passage", _PASSAGES[code])
    if code in PRINCIPLES:
        return thing("principle", PRINCIPLES[code][0])
    if code in RULES:
        return thing("strategy-rule", RULES[code][0])
    if code in _MERGED:
        return thing("plan-statement", _MERGED[code])
    if code in _TERMS:
        return thing("term", _TERMS[code])
    if kind == "partnership_objective":
        return thing("purpose", PURPOSES[code])
    if kind == "mechanism":
        return thing("mechanism", mechanism_name(code))
    if kind in {"sdg", "sdg_target"}:
        found = _UN_IRI.search(row["description_en"])
        if not found or not found[1].startswith(SDG):
            raise ValueError(f"{code}: no IRI of the UN in the description")
        return iri(found[1])
    prefix = "link-" if kind == "link" else ""
    return thing(_FOLDERS[kind], prefix + slug(code.removeprefix("PRG-").removeprefix("T-")))
