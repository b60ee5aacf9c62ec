"""Texts in files: headers of stored questions and of our rules, the interface, sentences."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po

from perms_graph.bilingual.pairs import Pair
from perms_graph.catalogue import read_header
from perms_graph.errors import FileError, msg
from perms_graph.language import LANGUAGES
from perms_graph.namespaces import QUESTION
from perms_graph.reasoning import derivations
from perms_graph.validation.messages import sentences

_WORDS_IN_A_KEY: Final = 6


def of_questions(folder: Path) -> Iterator[Pair]:
    """Give the texts in the headers of stored questions, such as ``title`` or ``param.day``.

    Read line by line, so that a question that lacks a language is found and not refused.

    Raises:
        FileError: A header line is not understood.
    """
    for path in sorted(folder.glob("*/*.rq")):
        texts: dict[str, dict[str, str]] = {}
        for key, text in read_header(path).items():
            part, _, language = key.rpartition(".")
            if part and language in LANGUAGES:
                texts.setdefault(part, {})[language] = text
        yield from _parts("questions", path.stem, texts, QUESTION + path.stem)


def of_rules() -> Iterator[Pair]:
    """Give the texts in the headers of our rules of derivation."""
    for rule in derivations():
        yield from _parts("rules", rule.name, rule.header, None)


def of_sentences() -> Iterator[Pair]:
    """Give the sentences that a check says where its shape has none."""
    for name, texts in sentences().items():
        yield from _parts("sentences", name, {"message": texts}, None)


def of_interface(locale: Path) -> Iterator[Pair]:
    """Give what the interface says; English is the key of its French.

    A translation marked doubtful (fuzzy) is shown to nobody, so it counts as missing.

    Raises:
        FileError: The catalogue of translations is missing.
    """
    path = locale / "fr" / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        raise FileError(path, msg("There is no such file."))
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale="fr")
    for message in catalogue:
        if not message.id:
            continue
        english = str(message.id)
        french = "" if message.fuzzy else str(message.string or "")
        places = sorted({name for name, _ in message.locations})
        yield Pair(
            f"interface/{_slug(english)}",
            "interface",
            places[0] if places else "messages.po",
            "",
            "interface",
            english,
            french,
            (1, 1 if french else 0),
        )


def _parts(
    kind: str, name: str, texts: Mapping[str, Mapping[str, str]], iri: str | None
) -> Iterator[Pair]:
    for part, by_language in texts.items():
        english, french = (by_language.get(language, "") for language in LANGUAGES)
        counts = (1 if english else 0, 1 if french else 0)
        yield Pair(f"{kind}/{name}/{part}", kind, name, part, kind, english, french, counts, iri)


def _slug(text: str) -> str:
    """Name a sentence by its first words, to be read, and a digest, to be told from others."""
    words = re.findall(r"[a-z0-9]+", text.lower())[:_WORDS_IN_A_KEY]
    return "-".join([*words, hashlib.sha256(text.encode()).hexdigest()[:8]])
