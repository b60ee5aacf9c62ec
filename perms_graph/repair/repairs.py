"""A repair: what to add and to remove so that a result goes, with blanks for a person to fill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import Message, ParameterError, msg
from perms_graph.namespaces import BASE
from perms_graph.store import Term
from perms_graph.trial import Change
from perms_graph.validation import Result

BLANK: Final = BASE + "blank/"
"""Names below this stand for blanks in the triples of a repair. They are never data."""


class Wanted(StrEnum):
    """What a blank asks for."""

    NEW = "new"
    """A name, an IRI of the register's own, for a thing that is not recorded yet."""
    THING = "thing"
    """Something recorded, of one of the classes."""
    CHOICE = "choice"
    """One of the choices."""
    ADDRESS = "address"
    """The IRI of a page or a document."""
    VALUE = "value"
    """A text, a number, a day …: a literal of one of the datatypes."""


@dataclass(frozen=True)
class Blank:
    """Something that only a person can say.

    Attributes:
        name: Unique in its repair; a SPARQL variable without ``?``.
        wanted: What is asked for.
        kinds: IRIs of classes (``new``, ``thing``) or of datatypes (``value``); any one will do.
            None given: anything.
        language: Language that a text has to be in, or None.
        choices: For ``choice``: all of them, in order of their text.
        predicate: IRI of the property that it is the value of; None for a new thing.
        labels: Language → what it is, in words.
        asks: Language → what is wanted, in words.
        who: Who can say.
        tried: What it was filled with when the repair was tried. Not a suggestion.
    """

    name: str
    wanted: Wanted
    kinds: tuple[str, ...]
    language: str | None
    choices: tuple[Term, ...]
    predicate: str | None
    labels: Mapping[str, str]
    asks: Mapping[str, str]
    who: Message
    tried: Term

    @property
    def node(self) -> ox.NamedNode:
        """Give what stands for it in the triples of a repair."""
        return ox.NamedNode(BLANK + self.name)


@dataclass(frozen=True)
class Repair:
    """A change that was tried: it makes a result go and brings no other.

    Attributes:
        result: The result that goes.
        titles: Language → what to do, in words.
        adds: Triples to add. Blanks stand in them by their ``node``.
        removes: Triples to remove; no blanks.
        blanks: What a person has to fill in first, in the order in which ``adds`` names them.
    """

    result: Result
    titles: Mapping[str, str]
    adds: tuple[ox.Triple, ...]
    removes: tuple[ox.Triple, ...]
    blanks: tuple[Blank, ...]

    def filled(self, values: Mapping[str, Term]) -> Change:
        """Give the change, with every blank filled.

        Args:
            values: Name of a blank → its value. Whether it is of the kind that is wanted is for
                the shapes to say: try the change.

        Raises:
            ParameterError: A blank has no value, or a value no blank.
        """
        wanted = {blank.name for blank in self.blanks}
        missing, unknown = sorted(wanted - set(values)), sorted(set(values) - wanted)
        if missing:
            raise ParameterError(msg("Fill in: {names}.", names=", ".join(missing)))
        if unknown:
            raise ParameterError(
                msg("This repair has no blank called {names}.", names=", ".join(unknown))
            )
        return Change(tuple(substitute(t, values) for t in self.adds), self.removes)

    def as_tried(self) -> Change:
        """Give the change as it was tried: blanks hold values made up for the trial."""
        return self.filled({blank.name: blank.tried for blank in self.blanks})


def substitute(triple: ox.Triple, values: Mapping[str, Term]) -> ox.Triple:
    """Put values in the place of blanks."""
    subject, value = (_value(part, values) for part in (triple.subject, triple.object))
    if isinstance(subject, ox.Literal):
        raise ParameterError(
            msg(
                "A thing is described here: give it an IRI, not the text {text}.",
                text=subject.value,
            )
        )
    return ox.Triple(subject, triple.predicate, value)


def _value(part: object, values: Mapping[str, Term]) -> Term:
    if isinstance(part, ox.NamedNode) and part.value.startswith(BLANK):
        return values.get(part.value.removeprefix(BLANK), part)
    if isinstance(part, ox.NamedNode | ox.BlankNode | ox.Literal):
        return part
    raise TypeError(part)
