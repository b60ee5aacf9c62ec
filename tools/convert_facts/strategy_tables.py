"""What the rows of strategy.csv become, kind by kind and, where it must be said, code by code."""

from __future__ import annotations

from typing import Final

CLASSES: Final = {
    "document": ("Document",),
    "agenda_item": ("AgendaItem",),
    "body": ("Body",),
    "framework_part": ("StrategyPart", "Passage"),
    "function": ("StrategyFunction", "Passage"),
    "principle": ("Principle",),
    "rule": ("StrategyRule",),
    "method": ("StrategyRule",),
    "vision": ("PlanStatement",),
    "mandate": ("PlanStatement",),
    "gloss": ("Note",),
    "enabler": ("Enabler",),
    "procurement_principle": ("ProcurementPrinciple",),
    "partnership_objective": ("Purpose",),
    "focus_area": ("FocusArea",),
    "regional_goal": ("RegionalGoal",),
    "org_goal": ("OrganisationalGoal",),
    "objective": ("Objective",),
    "instrument_plan": ("Plan",),
    "pip": ("Plan",),
    "report": ("Report",),
    "programme": ("Programme",),
    "meeting": ("Meeting",),
    "mechanism": ("Mechanism",),
    "mechanism_example": ("MechanismExample",),
    "policy": ("Policy",),
    "framework": ("Framework",),
    "framework_goal": ("FrameworkGoal",),
    "mea": ("Convention",),
    "sdg": ("FrameworkGoal",),
    "sdg_target": ("FrameworkGoal",),
    "term": ("TermPair",),
    "disambiguation": ("TermPair",),
    "link": ("Note",),
    "gap": ("Hole",),
}

SENTENCES: Final = frozenset({"framework_part", "function", "principle", "rule", "method"})
"""Kinds whose French "label" is a sentence of the text, too long for a name."""

PERIODS: Final = {
    # Years that the row's own words give.
    "SP2017": ("2017", "2026"),
    "SP2027": ("2027", "2036"),
    "PIP1": ("2018", "2019"),
    "PIP2": ("2020", "2021"),
    "PIP3": ("2022", "2023"),
    "PIP4": ("2024", "2025"),
    "PIP5": ("2026", ""),
}

LINKS: Final = {
    "guidedBy": "guidedBy",
    "inSpiritOf": "inSpiritOf",
    "implements": "implements",
    "usesFramework": "usesFramework",
    "supports": "supportsFramework",
    "secretariatOf": "secretariatOf",
    "contributesTo": "contributesToFramework",
    "linkedTo": "linkedTo",
}

EXAMPLES: Final = {
    # Examples that are surely agreements of the register: same parties, date or sum.
    "EX-MOU-SPC": ("ag-011",),
    "EX-MOU-SPC-2011": ("ag-010",),
    "EX-MOU-MSG": ("ag-012",),
    "EX-MOU-GRIF": ("ag-050",),
    "EX-MOU-SINU": ("ag-053", "ag-054"),
    "EX-MOU-MON": ("ag-055",),
    "EX-SPF-NRU": ("ag-190",),
    "EX-AUS": ("ag-100",),
    "EX-PWP": ("ag-142",),
    "EX-NZ-RIR": ("ag-113",),
    "EX-PRISMSS": ("ag-038",),
    "EX-HOST": ("ag-002", "ag-003", "ag-007"),
}

PLACE_INFERRED: Final = frozenset({"principle", "programme", "partnership_objective"})
"""Kinds whose rows infer a letter, a pairing or a nesting; their words are as printed."""
