"""Reading stored questions.

A header line is ``#+ key: text``; a line ``#+   text`` (three spaces) goes on with the text above
it. Keys with a language end in ``.en`` or ``.fr``::

    #+ title.en: Agreements that end soon
    #+ param day date
    #+ param.day.en: Day to count from.
    #+ example.day: 2026-06-30
    #+ returns agreement iri
    #+ returns.agreement.en: An agreement whose end lies in the period.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rapidfuzz import process

from perms_graph.errors import FileError, UnknownNameError, msg
from perms_graph.language import LANGUAGES
from perms_graph.namespaces import expand
from perms_graph.store.tokens import tokens

TYPES: Final = ("iri", "date", "string", "integer", "decimal", "boolean")

_LINE: Final = re.compile(
    r"^#\+ (?:(?P<more>  )(?P<tail>.*)"
    r"|(?P<declared>(?:param|returns) .+)"
    r"|(?P<key>[a-z]+(?:\.\w+)*): (?P<text>.*))$"
)


@dataclass(frozen=True)
class Parameter:
    """What a question must be given.

    Attributes:
        name: Name of the variable.
        type: One of ``TYPES``.
        of: For an IRI, the class it must be of (full IRI); None if any.
        description: Language → what it means.
        example: A value that the tests use, as a user would write it.
    """

    name: str
    type: str
    of: str | None
    description: Mapping[str, str]
    example: str


@dataclass(frozen=True)
class Returned:
    """A column of the answer: name, type (one of ``TYPES``), and what it means by language."""

    name: str
    type: str
    description: Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """A stored question.

    Attributes:
        name: Name of its file without suffix.
        family: Name of the folder it is in.
        title: Language → a short heading.
        question: Language → what a person would ask.
        reading: Language → what rows, and no rows, mean.
        source: Language → where the rule comes from.
        parameters: In the order of the header.
        returns: In the order of the projection.
        sparql: The whole text of the file.
    """

    name: str
    family: str
    title: Mapping[str, str]
    question: Mapping[str, str]
    reading: Mapping[str, str]
    source: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    returns: tuple[Returned, ...]
    sparql: str


@dataclass(frozen=True)
class Catalogue:
    """All stored questions, by name."""

    questions: Mapping[str, Question]

    def __iter__(self) -> Iterator[Question]:
        """Go through the questions by family, then name."""
        return iter(sorted(self.questions.values(), key=lambda q: (q.family, q.name)))

    def family(self, name: str) -> tuple[Question, ...]:
        """Give the questions of one family, by name."""
        return tuple(q for q in self if q.family == name)

    def find(self, name: str) -> Question:
        """Give a question by name; hyphens and capitals are forgiven.

        Raises:
            UnknownNameError: No question has that name; gives the nearest.
        """
        wanted = name.strip().lower().replace("-", "_").removesuffix(".rq")
        if wanted in self.questions:
            return self.questions[wanted]
        nearest = process.extract(wanted, list(self.questions), limit=3, score_cutoff=55)
        raise UnknownNameError(
            msg("There is no stored question named {name}.", name=name),
            name,
            tuple(n for n, _, _ in nearest),
        )


def load_catalogue(folder: Path) -> Catalogue:
    """Read every ``<family>/<name>.rq`` below a folder.

    Raises:
        FileError: A header is broken, or two files have one name.
    """
    found: dict[str, Question] = {}
    for path in sorted(folder.glob("*/*.rq")):
        question = read_question(path)
        if question.name in found:
            raise FileError(path, msg("Another question is already named {name}.", name=path.stem))
        found[question.name] = question
    return Catalogue(found)


def read_question(path: Path) -> Question:
    """Read one question.

    Raises:
        FileError: A header line is not understood, a text lacks a language, or a parameter is
            described but not used.
    """
    text = path.read_text(encoding="utf-8")
    header = _header(path, text)
    parameters = []
    returned = []
    for key in header:
        word, _, rest = key.partition(" ")
        if word == "param":
            name, kind, of = _declared(path, rest)
            parameters.append(
                Parameter(
                    name,
                    kind,
                    of,
                    _texts(path, header, f"param.{name}"),
                    _one(path, header, f"example.{name}"),
                )
            )
        elif word == "returns":
            name, kind, _ = _declared(path, rest)
            returned.append(Returned(name, kind, _texts(path, header, f"returns.{name}")))
    variables = {t.text[1:] for t in tokens(text) if t.kind == "variable"}
    unused = [p.name for p in parameters if p.name not in variables]
    if unused:
        raise FileError(path, msg("The query does not use its parameter {name}.", name=unused[0]))
    return Question(
        name=path.stem,
        family=path.parent.name,
        title=_texts(path, header, "title"),
        question=_texts(path, header, "question"),
        reading=_texts(path, header, "reading"),
        source=_texts(path, header, "source"),
        parameters=tuple(parameters),
        returns=tuple(returned),
        sparql=text,
    )


def read_header(path: Path) -> dict[str, str]:
    """Read the header of a question as it stands, whole or not.

    Returns:
        Key (``title.en``, ``param.day.fr``, ``returns agreement iri``) → text, in order.

    Raises:
        FileError: A header line is not understood.
    """
    return _header(path, path.read_text(encoding="utf-8"))


def _header(path: Path, text: str) -> dict[str, str]:
    header: dict[str, str] = {}
    last = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#+"):
            continue
        match = _LINE.match(line)
        if match is None or (match["more"] and not last):
            raise FileError(path, msg("This header line is not understood."), line=number)
        if match["more"]:
            header[last] = f"{header[last]} {match['tail'].strip()}"
        elif match["declared"]:
            last = match["declared"].strip()
            header[last] = ""
        else:
            last = match["key"]
            header[last] = match["text"].strip()
    return header


def _texts(path: Path, header: Mapping[str, str], key: str) -> dict[str, str]:
    return {language: _one(path, header, f"{key}.{language}") for language in LANGUAGES}


def _one(path: Path, header: Mapping[str, str], key: str) -> str:
    if not header.get(key):
        raise FileError(path, msg("The header lacks the line {key}.", key=f"#+ {key}:"))
    return header[key]


def _declared(path: Path, text: str) -> tuple[str, str, str | None]:
    words = text.split()
    of = expand(words[2]) if len(words) == 3 else None
    if len(words) not in {2, 3} or words[1] not in TYPES or (len(words) == 3 and of is None):
        raise FileError(
            path,
            msg("This declaration is not understood: {text}", text=text),
            msg(
                "Write a name, a type ({types}) and, for an IRI, its class.", types=", ".join(TYPES)
            ),
        )
    return words[0], words[1], of
