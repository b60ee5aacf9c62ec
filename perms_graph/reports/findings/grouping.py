"""What a check found, by partnership and then by principle, as every reader wants it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perms_graph.compliance import Principle, Verdict
from perms_graph.findings import Checked, Finding


@dataclass(frozen=True)
class Group:
    """A partnership, or all that belongs to none.

    Attributes:
        owner: IRI of the partnership; None for other records.
        verdicts: On it, in the order of the principles.
        findings: About it and what belongs to it, gravest first.
    """

    owner: str | None
    verdicts: Sequence[Verdict]
    findings: Sequence[Finding]


def groups(checked: Checked) -> list[Group]:
    """Give the partnerships by name, then other records if anything was found about them."""
    verdicts = {str(getattr(p, "value", p)): v for p, v in checked.ledger.by_partnership.items()}
    by_owner: dict[str | None, list[Finding]] = {}
    for finding in checked.findings:
        by_owner.setdefault(finding.owner, []).append(finding)
    rest = by_owner.pop(None, [])
    owners = sorted({*verdicts, *(o for o in by_owner if o is not None)})
    found = [Group(o, verdicts.get(o, ()), by_owner.get(o, ())) for o in owners]
    return [*found, Group(None, (), rest)] if rest else found


def by_principle(
    checked: Checked, findings: Sequence[Finding]
) -> Iterator[tuple[Principle | None, list[Finding]]]:
    """Give findings under the principle they bear on, in the order of the text; then the others."""
    principles = checked.ledger.principles
    for principle in principles:
        found = [f for f in findings if f.principle == principle.iri]
        if found:
            yield principle, found
    known = {p.iri for p in principles}
    others = [f for f in findings if f.principle not in known]
    if others:
        yield None, others
