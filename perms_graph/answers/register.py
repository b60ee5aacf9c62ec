"""The register as a Python session meets it: open it, ask it, check against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

import pyoxigraph as ox

from perms_graph.answers.answer import Answer, Graph
from perms_graph.answers.checking import checked_files, wanted_of, weighed
from perms_graph.answers.emptiness import reasons
from perms_graph.answers.found import Gaps, Validation, WhatIf
from perms_graph.answers.given import bound, written
from perms_graph.answers.reader import INVENTED, reader_of
from perms_graph.answers.values import Iri
from perms_graph.catalogue import Catalogue, Question, bind_values, load_catalogue
from perms_graph.coverage import require_within, span_of
from perms_graph.errors import FileError, ParameterError, msg
from perms_graph.gaps import MONTHS, find_gaps
from perms_graph.namespaces import shorten
from perms_graph.register import Register as BuiltRegister
from perms_graph.register import find_thing, inputs, open_register
from perms_graph.register.building import current_build
from perms_graph.reports.gaps import summary_table
from perms_graph.reports.tables import with_illustrative
from perms_graph.reports.values import moment, number
from perms_graph.resources import shipped
from perms_graph.store import Dataset, Table, screen
from perms_graph.store.remote import TIMEOUT, RemoteDataset
from perms_graph.trial import Setting

_ILLUSTRATIVE: Final = "illustrative"

Severity = Literal["violation", "warning", "info"]
Against = Literal["ontology", "strategy", "register"]


class Register:
    """A register to ask from Python.

    Answers are in the language chosen, for the day chosen; errors are ``PermsError`` and say in
    that language what is wrong and what to do.

    Attributes:
        dataset: The graph.
        catalogue: The stored questions.
        reader: The language, and where names and links come from.
    """

    def __init__(
        self,
        dataset: Dataset,
        catalogue: Catalogue,
        *,
        language: str = "en",
        day: dt.date | None = None,
        browser: str | None = None,
    ) -> None:
        """Take a graph that is built; see ``open``."""
        self.dataset = dataset
        self.catalogue = catalogue
        self.reader = reader_of(dataset, language, browser)
        self._day = day

    @classmethod
    def open(
        cls,
        place: str | Path | None = None,
        *,
        language: str = "en",
        illustrative: bool = False,
        day: dt.date | None = None,
        browser: str | None = None,
        timeout: float = TIMEOUT,
    ) -> Register:
        """Open a register.

        Args:
            place: A folder that ``perms build`` made, or the address of a SPARQL 1.1 server
                (``https://…``). None builds the register that came with the software, in memory.
            language: Of names, texts and errors: ``en`` or ``fr``.
            illustrative: Whether the invented data are wanted too; a server has what it has.
            day: Day to judge from where none is given; None for today.
            browser: Address of a browser of the register (``perms serve``) for links to lead to.
            timeout: Seconds that an answer of a server may take.

        Raises:
            FileError: Nothing is built in the folder, or it is damaged.
            ParameterError: An address or a language is none.
        """
        resources = shipped()
        catalogue = load_catalogue(resources.queries)
        # A reader without data, so that these errors too are said in the language chosen.
        with reader_of(Dataset.memory(), language, browser).told():
            if isinstance(place, str) and "://" in place:
                dataset: Dataset = RemoteDataset(place, timeout=timeout)
            elif place is None:
                dataset = BuiltRegister.in_memory(resources, illustrative=illustrative).dataset
            else:
                dataset = open_register(_folder(Path(place), illustrative), resources).dataset
        return cls(dataset, catalogue, language=language, day=day, browser=browser)

    @property
    def day(self) -> dt.date:
        """Day to judge from: the one chosen, else today."""
        return self._day or dt.date.today()

    @cached_property
    def illustrative(self) -> bool:
        """Whether invented data are in it."""
        return self.dataset.ask("ASK { ?thing perms:illustrative true }")

    def questions(self) -> Answer:
        """List the stored questions: name, title, parameters, family."""
        language = self.reader.language
        rows = tuple(
            (
                ox.Literal(q.name),
                ox.Literal(q.title[language]),
                ox.Literal(", ".join(p.name for p in q.parameters)),
                ox.Literal(q.family),
            )
            for q in self.catalogue
        )
        return Answer(self.reader, Table(("name", "title", "parameters", "family"), rows))

    def ask(self, name: str, /, **parameters: Any) -> Answer:
        """Ask a stored question.

        Args:
            name: Its name; ``questions`` lists them.
            parameters: Its parameters. Where a thing is wanted: an IRI, a short name
                (``id:goal/rg1``), an identifier (``rg1``), an acronym or a name. A parameter
                ``day`` that is not given is the register's day.

        Raises:
            UnknownNameError: No such question or thing; gives the nearest names.
            ParameterError: A parameter is missing, unknown or ill-typed.
        """
        with self.reader.told():
            question = self.catalogue.find(name)
            if any(p.name == "day" for p in question.parameters):
                parameters.setdefault("day", self.day)
            values = bind_values(
                question,
                written(question, parameters),
                lambda p, text: find_thing(
                    self.dataset, text, language=self.reader.language, of=p.of
                ),
            )
            return self._of_question(question, self.dataset.select(question.sparql, values))

    def query(self, sparql: str, /, **values: Any) -> Answer | Graph | bool:
        """Ask in SPARQL; prefixes of ours need no declaration.

        Args:
            sparql: A SELECT, ASK, CONSTRUCT or DESCRIBE.
            values: Variable → value that takes its place everywhere: an ``Iri``, a text, a number,
                a truth or a day. Never paste such a value into the text.

        Returns:
            Rows for a SELECT, triples for a CONSTRUCT or DESCRIBE, True or False for an ASK.

        Raises:
            QueryError: It does not parse (says where), is an update, or a server refused it.
            ParameterError: A value suits no variable.
        """
        with self.reader.told():
            here = not isinstance(self.dataset, RemoteDataset)
            if here:
                screen(sparql)
            found = self.dataset.query(sparql, bound(values))
            if isinstance(found, bool):
                return found

            def why() -> Sequence[str]:
                return reasons(self.dataset, sparql, self.reader) if here and not values else ()

            if isinstance(found, Table):
                return Answer(self.reader, self._marked(found), notes=self._notes(), why_empty=why)
            return Graph(self.reader, found, notes=self._notes(), why_empty=why)

    def find(self, name: str, *, of: str | None = None) -> Iri:
        """Find a thing by its identifier, acronym or name.

        Args:
            name: As for a parameter of ``ask``.
            of: A class it must be of, as IRI or short name; None for any.

        Raises:
            UnknownNameError: Nothing is called that, or several things are; gives the nearest.
        """
        with self.reader.told():
            kind = None if of is None else find_thing(self.dataset, of, language="en")
            language = self.reader.language
            return Iri(find_thing(self.dataset, name, language=language, of=kind))

    def validate(
        self,
        *files: str | Path,
        against: Against = "strategy",
        principle: str | None = None,
        focus: Sequence[str] = (),
        least: Severity = "info",
        shapes: str | Path | None = None,
        day: dt.date | None = None,
    ) -> Validation:
        """Check the register, or files, against the principles and the rules of recording.

        Args:
            files: RDF files, or Turtle as text, checked together; none for the register itself.
            against: What the files may refer to.
            principle: Only this one: its letter, name or IRI.
            focus: Only these things, or all of these partnerships.
            least: Leave out what is less grave.
            shapes: A file of SHACL shapes, asked beside ours.
            day: Day to judge from; None for the register's day.

        Raises:
            FileError: A file is missing, harmful or broken; says the line.
            UnknownNameError: Nothing is called as ``principle`` or ``focus`` say.
        """
        with self.reader.told():
            things = (focus,) if isinstance(focus, str) else tuple(focus)
            wanted = wanted_of(self.reader, principle, things, least)
            own = None if shapes is None else Path(shapes)
            if files:
                return checked_files(
                    self.reader,
                    files,
                    wanted,
                    against=against,
                    illustrative=self.illustrative,
                    day=day or self.day,
                    shapes=own,
                )
            # The engines take a while to import; whoever only asks needs none of them.
            from perms_graph.findings.checking import check_register

            checked = check_register(
                self.dataset, self.catalogue, day=day or self.day, shapes=own, wanted=wanted
            )
            return Validation(self.reader, checked, notes=self._notes())

    def gaps(self, *, day: dt.date | None = None, months: int = MONTHS) -> Gaps:
        """Run the gap questions.

        Args:
            day: Day to judge from; None for the register's day.
            months: How far ahead "soon" looks.

        Raises:
            ParameterError: The day lies before all that is known, or ``months`` is negative.
        """
        day = day or self.day
        with self.reader.told():
            if months < 0:
                raise ParameterError(
                    msg("“{text}” does not suit {name}.", text=months, name="months"),
                    msg("Write a number of months, 0 or more."),
                )
            notes = (*self._forecast(day), *self._notes())
            found = find_gaps(self.dataset, self.catalogue, day=day, months=months)
            language = self.reader.language
            title = f"{self.reader.say(msg('Gaps'))} ({moment(day.isoformat(), language)})"
            rows = {g.question.name: self._of_question(g.question, g.table) for g in found}
            return Gaps(self.reader, summary_table(found, language), rows, title=title, notes=notes)

    def whatif(self, *proposal: str | Path, day: dt.date | None = None) -> WhatIf:
        """Say what a proposal would change if it were signed. Nothing is kept.

        Args:
            proposal: RDF files, or Turtle as text; taken together.
            day: Day to judge from; None for the register's day.

        Raises:
            FileError: A file is missing, harmful or broken, or speaks of no agreement.
            PermsError: There is no statement in it, or the register is on a server.
        """
        day = day or self.day
        with self.reader.told():
            notes = self._forecast(day)
            return weighed(
                self.reader, self._setting, self.catalogue, proposal, day=day, notes=notes
            )

    @cached_property
    def _setting(self) -> Setting:
        """A copy to try things on, made when it is first needed."""
        return Setting.copied(self.dataset, inputs(shipped()))

    def _of_question(self, question: Question, table: Table) -> Answer:
        return Answer(
            self.reader,
            self._marked(table),
            question=question,
            title=question.title[self.reader.language],
            notes=self._notes(),
        )

    def _marked(self, table: Table) -> Table:
        """Say of each row whether a thing in it is invented, where anything may be."""
        return with_illustrative(self.dataset, table) if self.illustrative else table

    def _notes(self) -> list[str]:
        return [self.reader.say(INVENTED)] if self.illustrative else []

    def _forecast(self, day: dt.date) -> list[str]:
        """Refuse a day before all that is known; of one after it, say so."""
        span = span_of(self.dataset, self.catalogue)
        if span is None or day in span:
            return []
        if day < span.first:
            require_within(span, day)
        language = self.reader.language
        return [
            self.reader.say(
                msg(
                    "The register knows of days from {first} to {last}; {day} is later, so this is "
                    "a forecast.",
                    first=moment(span.first.isoformat(), language),
                    last=moment(span.last.isoformat(), language),
                    day=moment(day.isoformat(), language),
                )
            )
        ]

    def __repr__(self) -> str:
        if isinstance(self.dataset, RemoteDataset):
            return f"Register({shorten(self.dataset.address)!r})"
        language = self.reader.language
        counts = self.reader.say(
            msg(
                "triples: {triples}, stored questions: {questions}",
                triples=number(str(self.dataset.size(None)), language),
                questions=len(tuple(self.catalogue)),
            )
        )
        return f"Register({counts})"


def _folder(place: Path, illustrative: bool) -> Path:
    """Give the folder of a build; the one with invented data stands inside the other."""
    folder = place.expanduser()
    if folder.is_file():
        raise FileError(
            folder,
            msg("This is a file; a register is opened from the folder it was built in."),
            msg("Check a file with validate, or weigh it with whatif."),
        )
    inside = folder / _ILLUSTRATIVE
    return inside if illustrative and current_build(inside) is not None else folder
