"""Where each pair stands: missing, changed on one side, recorded, reviewed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from perms_graph.bilingual.ledger import Entry, Ledger, digest
from perms_graph.bilingual.owing import LATER, PUBLISHED, Owing
from perms_graph.bilingual.pairs import Pair
from perms_graph.bilingual.remarks import has_words, remarks
from perms_graph.errors import Message, msg


class State(StrEnum):
    """Where a pair stands, the most pressing first."""

    MISSING = "missing"
    STALE_FRENCH = "english-changed"
    STALE_ENGLISH = "french-changed"
    TOGETHER = "together"
    SAME = "same"
    UNREVIEWED = "unreviewed"
    RECORDED = "recorded"
    REVIEWED = "reviewed"
    LATER = "later"
    PUBLISHED = "published"


WORDS: Final[Mapping[State, Message]] = MappingProxyType(
    {
        State.MISSING: msg("missing"),
        State.STALE_FRENCH: msg("stale: English changed since"),
        State.STALE_ENGLISH: msg("stale: French changed since"),
        State.TOGETHER: msg("changed together: to be reviewed"),
        State.SAME: msg("same text in both languages"),
        State.UNREVIEWED: msg("new, unreviewed"),
        State.RECORDED: msg("recorded as it stood, unreviewed"),
        State.REVIEWED: msg("reviewed"),
        State.LATER: msg("one language so far, the other owed later"),
        State.PUBLISHED: msg("as published by others, not watched"),
    }
)
"""State → what readers call it."""

STALE: Final = frozenset({State.STALE_FRENCH, State.STALE_ENGLISH})
FAULTS: Final = STALE | {State.MISSING}
"""What keeps the product from being right in both languages."""


@dataclass(frozen=True)
class Finding:
    """A pair and where it stands.

    Attributes:
        pair: The text.
        state: Where it stands.
        remarks: Keys of ``REMARKS``: what looks odd beside the other language.
        entry: What the ledger has of it.
        reason: Language → why one language is enough or why both read the same, if a list says so.
    """

    pair: Pair
    state: State
    remarks: tuple[str, ...]
    entry: Entry | None
    reason: Mapping[str, str] | None

    @property
    def missing(self) -> str:
        """The language that is missing: ``en``, ``fr``, or ``en fr``; empty if none is."""
        sides = (("en", self.pair.english), ("fr", self.pair.french))
        return " ".join(language for language, text in sides if not text)


def judge_pairs(pairs: Iterable[Pair], ledger: Ledger, owing: Owing) -> tuple[Finding, ...]:
    """Compare texts with what they were.

    Args:
        pairs: From ``all_pairs``.
        ledger: What was recorded or reviewed. Entries of texts that are gone are passed over.
        owing: What is owed.

    Returns:
        One finding a pair, in the order given.
    """
    found = []
    for pair in pairs:
        debt = owing.debt(pair)
        entry = ledger.entries.get(pair.key)
        if debt is not None and debt.owed == PUBLISHED:
            found.append(Finding(pair, State.PUBLISHED, (), None, debt.reason))
        elif pair.english and pair.french:
            same = pair.english == pair.french and has_words(pair.english)
            alike = owing.may_be_alike(pair) if same else None
            state = _compared(pair, entry, same=same and alike is None)
            found.append(Finding(pair, state, (), entry, alike.reason if alike else None))
        elif debt is not None and debt.owed == LATER:
            found.append(Finding(pair, State.LATER, (), entry, debt.reason))
        else:
            found.append(Finding(pair, State.MISSING, (), entry, None))
    # What others publish is not compared: we could not mend it.
    odd = remarks(f.pair for f in found if f.state != State.PUBLISHED)
    return tuple(replace(f, remarks=odd.get(f.pair.key, ())) for f in found)


def _compared(pair: Pair, entry: Entry | None, *, same: bool) -> State:
    if entry is not None:
        english = digest(pair.english) != entry.english
        french = digest(pair.french) != entry.french
        if english and french:
            return State.TOGETHER
        if english:
            return State.STALE_FRENCH
        if french:
            return State.STALE_ENGLISH
    if same:
        return State.SAME
    if entry is None:
        return State.UNREVIEWED
    return State.REVIEWED if entry.reviewed_on else State.RECORDED
