"""Which agreements make one partnership: our rule, and the one place that applies it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

RULE_EN: Final = (
    "Agreements are one partnership if one renews or follows the other, whatever the mechanism, "
    "or if the same partners, all of them, made them through a framework mechanism (treaty, "
    "centre, memorandum, strategic framework, letter, arrangement, declaration of intent). A "
    "framework instrument made under another framework instrument joins it. Any other agreement, "
    "for a project, funding, access or delivery, is a partnership of its own, linked to the "
    "partnership of the agreement it is part of or under. The partnership takes the number of its "
    "first agreement."
)
RULE_FR: Final = (
    "Des accords forment un seul partenariat si l'un renouvelle ou suit l'autre, quel que soit le "
    "mécanisme, ou si les mêmes partenaires, tous, les ont conclus au moyen d'un mécanisme-cadre "
    "(traité, centre, protocole d'accord, cadre stratégique, lettre, arrangement, déclaration "
    "d'intention). Un instrument-cadre conclu sous un autre instrument-cadre le rejoint. Tout "
    "autre accord, de projet, de financement, d'accès ou de mise en œuvre, est un partenariat à "
    "part, relié au partenariat de l'accord dont il relève. Le partenariat prend le numéro de son "
    "premier accord."
)

FRAMEWORK_GROUPS: Final = frozenset({"framework", "constitutive"})
JOINING: Final = frozenset({"renews", "follows"})


@dataclass(frozen=True)
class Signed:
    """What the rule needs to know of an agreement.

    Attributes:
        code: Its code, such as ``AG-010``.
        partners: Its partners, SPREP aside.
        group: Group of its mechanism.
        predecessor: Code of the agreement before or above it, or nothing.
        relation: ``renews``, ``follows``, ``part of or under``, or nothing.
    """

    code: str
    partners: frozenset[str]
    group: str
    predecessor: str = ""
    relation: str = ""

    @property
    def is_framework(self) -> bool:
        """Whether its mechanism says how partners work together, beyond one project."""
        return self.group in FRAMEWORK_GROUPS


@dataclass(frozen=True)
class Group:
    """Agreements that make one partnership.

    Attributes:
        agreements: Their codes, in order.
        under: First codes of the groups that its agreements are part of or under, in order.
    """

    agreements: tuple[str, ...]
    under: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """Code of the first agreement; it names the partnership."""
        return self.agreements[0]


def group(agreements: Iterable[Signed]) -> tuple[Group, ...]:
    """Group agreements into partnerships.

    Args:
        agreements: Each predecessor must be among them.

    Returns:
        One group a partnership, in the order of their first agreements; each agreement is in
        exactly one. The order of the input does not matter.

    Raises:
        KeyError: A predecessor is not among the agreements.

    Source:
        Our rule (``RULE_EN``); PERMS says only that partnerships must be formalised.
    """
    known = {a.code: a for a in sorted(agreements, key=lambda a: a.code)}
    parent = {code: code for code in known}

    def top(code: str) -> str:
        while parent[code] != code:
            code = parent[code]
        return code

    def join(one: str, other: str) -> None:
        first, second = sorted((top(one), top(other)))
        parent[second] = first

    same_partners: dict[frozenset[str], str] = {}
    for signed in known.values():
        if signed.is_framework and signed.partners:
            join(signed.code, same_partners.setdefault(signed.partners, signed.code))
        if signed.predecessor:
            above = known[signed.predecessor]
            both = signed.is_framework and above.is_framework
            if signed.relation in JOINING or both:
                join(signed.code, above.code)

    return _collect(known, {code: top(code) for code in known})


def _collect(known: Mapping[str, Signed], tops: Mapping[str, str]) -> tuple[Group, ...]:
    members: dict[str, list[str]] = {}
    under: dict[str, set[str]] = {}
    for code, signed in known.items():
        members.setdefault(tops[code], []).append(code)
        if signed.predecessor and tops[signed.predecessor] != tops[code]:
            under.setdefault(tops[code], set()).add(tops[signed.predecessor])
    return tuple(
        Group(tuple(codes), tuple(sorted(under.get(first, ()))))
        for first, codes in sorted(members.items())
    )
