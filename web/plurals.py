"""What many of a kind are called: the ontology names one of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from perms_graph.errors import Message, msg

PLURALS: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "agenda-item": msg("Agenda items"),
        "agreement": msg("Agreements"),
        "amount": msg("Amounts"),
        "amount-scope": msg("Scopes of amounts"),
        "baseline": msg("Baselines"),
        "body": msg("Bodies"),
        "capability": msg("Capabilities"),
        "confidence": msg("Degrees of confidence"),
        "contribution": msg("Contributions"),
        "contribution-kind": msg("Kinds of contribution"),
        "convention": msg("Conventions"),
        "date-kind": msg("Kinds of date"),
        "decision": msg("Decisions"),
        "departure": msg("Departures from principles"),
        "direction": msg("Directions of change"),
        "disagreement": msg("Disagreements between sources"),
        "document": msg("Documents"),
        "focus-area": msg("Focus areas"),
        "framework": msg("Frameworks"),
        "framework-goal": msg("Goals of frameworks"),
        "goal": msg("Goals"),
        "hole": msg("What could not be found"),
        "indicator": msg("Indicators"),
        "initiative": msg("Initiatives"),
        "measurement": msg("Measurements"),
        "mechanism": msg("Mechanisms"),
        "mechanism-group": msg("Groups of mechanisms"),
        "meeting": msg("Meetings"),
        "member": msg("Members"),
        "member-type": msg("Types of Member"),
        "membership": msg("Memberships"),
        "national-priority": msg("National priorities"),
        "objective": msg("Objectives"),
        "organisation": msg("Organisations"),
        "organisational-goal": msg("Organisational goals"),
        "partner": msg("Partners"),
        "partner-type": msg("Types of partner"),
        "partnership": msg("Partnerships"),
        "passage": msg("Passages of the strategy"),
        "person": msg("People"),
        "plan": msg("Plans"),
        "policy": msg("Policies"),
        "position": msg("Positions in disagreements"),
        "post": msg("Posts"),
        "principle": msg("Principles"),
        "programme": msg("Programmes"),
        "provision": msg("Provisions"),
        "purpose": msg("Purposes of partnership"),
        "reference-group": msg("Reference groups"),
        "regional-goal": msg("Regional goals"),
        "report": msg("Reports"),
        "review": msg("Reviews"),
        "scheme": msg("Schemes of concepts"),
        "source-graph": msg("Graphs of sources"),
        "statistic": msg("Statistics"),
        "status": msg("Statuses"),
        "target": msg("Targets"),
        "term": msg("Terms in both languages"),
        "term-pair": msg("Terms in both languages"),
        "undertaking": msg("Undertakings"),
    }
)
