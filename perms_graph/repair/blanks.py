"""Blanks being made: a name, what is wanted in words, and values to be tried with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import Message, msg
from perms_graph.language import LANGUAGES
from perms_graph.namespaces import PERMS, XSD
from perms_graph.repair.expectations import TEXTS, Demand, Expectations
from perms_graph.repair.repairs import BLANK, Blank, Wanted
from perms_graph.store import Term
from perms_graph.translation import translate

_JUDGED: Final = frozenset({PERMS + "upheld", PERMS + "judgedOn", PERMS + "decidedOn"})
_QUOTED: Final = PERMS + "Provision"
_KEEPER: Final = msg("whoever keeps this record")
_HOLDER: Final = msg("whoever has the text of the agreement at hand")
_GROUP: Final = msg("the reference group")

_TONGUES: Final[Mapping[str | None, Message]] = {
    "en": msg("a text in English"),
    "fr": msg("a text in French"),
}
_LITERALS: Final[Mapping[str, list[str]]] = {
    "date": ["2025-06-30"],
    "gYear": ["2025"],
    "gYearMonth": ["2025-06"],
    "dateTime": ["2025-06-30T00:00:00Z"],
    "duration": ["P6M"],
    "yearMonthDuration": ["P6M"],
    "boolean": ["true"],
    "integer": ["1", "0"],
    "decimal": ["1", "0"],
    "double": ["1.0E0"],
    "anyURI": ["https://example.org/"],
}
_DATES: Final = {XSD + "gYear": 4, XSD + "gYearMonth": 7, XSD + "date": 10}
"""Datatypes of dates, with the length of what is written."""
_SAMPLES: Final = ("FJ", "FJI", "USD", "016", "XX-1", "https://example.org/")


class Blanks:
    """The blanks of a repair, by name."""

    def __init__(self, expected: Expectations) -> None:
        self.expected = expected
        self.by_name: dict[str, Blank] = {}
        self._fillings: dict[str, list[Term]] = {}

    def copy(self) -> Blanks:
        """Give others that start from here."""
        other = Blanks(self.expected)
        other.by_name, other._fillings = dict(self.by_name), dict(self._fillings)
        return other

    @property
    def turns(self) -> int:
        """Tell how many trials differ."""
        return max((len(f) for f in self._fillings.values()), default=1)

    def values(self, turn: int) -> Mapping[str, Term]:
        """Give the values of a trial, counted from 0: name of a blank → value."""
        return {name: f[min(turn, len(f) - 1)] for name, f in self._fillings.items()}

    def at(self, node: object) -> Blank | None:
        """Give the blank that a node stands for."""
        if isinstance(node, ox.NamedNode) and node.value.startswith(BLANK):
            return self.by_name.get(node.value.removeprefix(BLANK))
        return None

    def ask(
        self,
        wanted: Wanted,
        *,
        who: Message,
        called: str | None = None,
        fillings: Iterable[Term] = (),
        predicate: str | None = None,
        kinds: tuple[str, ...] = (),
        language: str | None = None,
        choices: tuple[Term, ...] = (),
        of: Blank | None = None,
    ) -> ox.NamedNode:
        """Make a blank.

        Args:
            wanted: What is asked for.
            called: IRI of the term that it is called after, if it is no value of a property.
            who: Who can say.
            fillings: Values to try, one after the other; none for a new thing, which is tried
                under its own name, so that what the trial says of it can be read back.
            predicate: As in ``Blank``, like what follows.
            kinds: Classes or datatypes.
            language: Of a text.
            choices: To choose from.
            of: The new thing that it says something of.

        Returns:
            What stands for it.
        """
        term = predicate or called or "value"
        name = self._free(_stem(term) + (f"_{language}" if language else ""))
        node = ox.NamedNode(BLANK + name)
        tried = list(fillings) or [node]
        labels = self.expected.names(term)
        if of is not None:
            labels = _each(msg("{property} ({thing})"), {"property": labels, "thing": of.labels})
        asks = self._asks(wanted, kinds, language, choices)
        self._fillings[name] = list(tried)
        self.by_name[name] = Blank(
            name, wanted, kinds, language, choices, predicate, labels, asks, who, tried[0]
        )
        return node

    def who(self, kinds: Iterable[str], predicate: str) -> Message:
        """Say who can fill in a property of a thing of some classes."""
        if predicate in _JUDGED:
            return _GROUP
        return _HOLDER if _QUOTED in kinds else _KEEPER

    def literals(
        self, subject: Term, datatypes: tuple[str, ...], language: str | None, demand: Demand
    ) -> list[Term]:
        """Make up literals to try."""
        text = f"(to be written: {len(self.by_name) + 1})"
        if language:
            return [ox.Literal(text, language=language)]
        if demand.patterns:
            return [ox.Literal(t) for t in _matching(demand.patterns)]
        kind = next((d for d in datatypes if d not in TEXTS), XSD + "string")
        texts = list(_LITERALS.get(kind.removeprefix(XSD), [text]))
        if kind in _DATES:
            texts = [t[: _DATES[kind]] for t in self._days(subject)] + texts
        if demand.least is not None and kind in {XSD + "integer", XSD + "decimal"}:
            texts = [demand.least, *texts]
        return [ox.Literal(t, datatype=ox.NamedNode(kind)) for t in dict.fromkeys(texts)]

    def _days(self, subject: Term) -> list[str]:
        """Give the last and the first day that may be meant by the dates near a thing."""
        if not isinstance(subject, ox.NamedNode) or self.at(subject) is not None:
            return []
        kinds = ", ".join(f"<{kind}>" for kind in _DATES)
        table = self.expected.dataset.select(
            f"SELECT DISTINCT ?day WHERE {{ {{ {subject} ?p ?day }} UNION "
            f"{{ {subject} ?q ?x . ?x ?r ?day }} UNION "
            f"{{ {subject} perms:ofIndicator/perms:hasBaseline/perms:measuredOn ?day }} "
            f"FILTER (isLiteral(?day) && DATATYPE(?day) IN ({kinds})) }}"
        )
        days = [t.value[:10] for t in table.column("day") if t is not None]
        if not days:
            return []
        # Of a year or a month, the 28th is a day, whichever it is.
        last = max(day + "-12-28"[len(day) - 4 :] for day in days)
        first = min(day + "-01-01"[len(day) - 4 :] for day in days)
        return list(dict.fromkeys([last, first]))

    def _asks(
        self,
        wanted: Wanted,
        kinds: tuple[str, ...],
        language: str | None,
        choices: tuple[Term, ...],
    ) -> Mapping[str, str]:
        """Say what is wanted, in each language."""
        said = {}
        for reader in LANGUAGES:
            named = dict.fromkeys(self.expected.names(k)[reader] for k in kinds)
            either = translate(msg(" or "), reader).join(named)
            listed = ", ".join(self._shown(c, reader) for c in choices)
            words = {
                Wanted.NEW: msg("a name of your own for a new thing: {kind}", kind=either),
                Wanted.THING: msg("something recorded: {kind}", kind=either),
                Wanted.CHOICE: msg("one of: {choices}", choices=listed),
                Wanted.ADDRESS: msg("the address of a page or document"),
                Wanted.VALUE: Message("{kind}", {"kind": either}),
            }[wanted]
            said[reader] = translate(_TONGUES.get(language, words), reader)
        return said

    def _shown(self, term: Term, reader: str) -> str:
        named = isinstance(term, ox.NamedNode)
        return self.expected.names(term.value)[reader] if named else term.value

    def _free(self, stem: str) -> str:
        name, number = stem, 1
        while name in self.by_name:
            number += 1
            name = f"{stem}_{number}"
        return name


def _each(pattern: Message, values: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    return {
        reader: translate(
            Message(pattern.pattern, {n: v[reader] for n, v in values.items()}), reader
        )
        for reader in LANGUAGES
    }


def _matching(patterns: Iterable[str]) -> list[str]:
    """Find short texts that match; what a pattern says otherwise is for the person to see."""
    runs = [letter * n for letter in "A0a" for n in range(1, 13)]
    found = [t for t in (*_SAMPLES, *runs) if all(re.search(p, t) for p in patterns)]
    return found[:2] or ["(to be written)"]


def _stem(iri: str) -> str:
    local = re.split(r"[/#]", iri)[-1]
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", local).lower()
    return re.sub(r"\W", "_", words) or "value"
