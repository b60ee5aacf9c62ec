"""Reading an upload: what is data in it, what is left aside, and which names we do not know."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from perms_graph.errors import FileError, PermsError, msg
from perms_graph.findings.aside import IMPORTS, of_shapes
from perms_graph.findings.forms import form_of, screen
from perms_graph.namespaces import PERMS, RDF, shorten
from perms_graph.store import Dataset

_NOISE: Final = re.compile(r"^Parser error (?:at|between) .*?: | \(line \d+\)$")
_NAME: Final = "upload"
_TYPE: Final = ox.NamedNode(RDF + "type")


@dataclass(frozen=True)
class Upload:
    """What was sent, read.

    Attributes:
        body: The text, without a byte order mark.
        form: Its format.
        data: Its triples, without shapes and imports, in their order.
        prefixes: Those that it declares.
        left_out: ``shapes``: how many triples; ``imports``: what it asks for.
        unknown: Names in our namespace that the ontology has not, with those that look alike.
    """

    body: bytes
    form: ox.RdfFormat
    data: tuple[ox.Triple, ...]
    prefixes: Mapping[str, str]
    left_out: Mapping[str, Any]
    unknown: list[dict[str, Any]]

    @property
    def subjects(self) -> set[ox.NamedNode | ox.BlankNode | ox.Triple]:
        """The things described."""
        return {t.subject for t in self.data}

    def facts(self) -> dict[str, Any]:
        """Say what it is, as JSON can hold it."""
        return {
            "format": self.form.name,
            "triples": len(self.data),
            "things": len(self.subjects),
            "illustrative": any(t.predicate.value == PERMS + "illustrative" for t in self.data),
            "unknown": self.unknown,
            "left_out": dict(self.left_out),
        }


def read_upload(body: bytes, asked: str, terms: frozenset[str]) -> Upload:
    """Screen and parse an upload.

    Args:
        body: As it was sent.
        asked: Its format, of ``FORM_NAMES``, or empty.
        terms: Names of our classes and properties.

    Raises:
        FileError: It cannot be read as RDF; says the line.
        PermsError: It holds no data.
    """
    body = body.removeprefix(codecs.BOM_UTF8)
    form = form_of(body, asked)
    screen(body, form, _NAME)
    parsed, prefixes = _parsed(body, form)
    data, left_out = _data(parsed)
    return Upload(body, form, tuple(data), prefixes, left_out, _unknown(data, terms))


def has_ours(
    dataset: Dataset, upload: Upload, terms: frozenset[str], *, added: bool = True
) -> bool:
    """Tell whether an upload describes a thing of a kind of ours.

    Args:
        dataset: The register.
        upload: What was sent.
        terms: Names of our classes and properties.
        added: Whether the upload is in the dataset, so that inferred kinds count; otherwise what it
            states itself counts.
    """
    if not added and any(
        t.predicate == _TYPE and isinstance(t.object, ox.NamedNode) and t.object.value in terms
        for t in upload.data
    ):
        return True
    return any(
        isinstance(quad.object, ox.NamedNode) and quad.object.value in terms
        for subject in upload.subjects
        if not isinstance(subject, ox.Triple)
        for quad in dataset.store.quads_for_pattern(subject, _TYPE, None, ox.DefaultGraph())
    )


def strange(upload: Upload) -> PermsError:
    """Say that nothing in an upload is of our kinds, with names that look like those used."""
    return PermsError(
        msg("There is RDF here, but no thing of the kinds that are checked."),
        _did_you_mean(upload.unknown)
        or msg("Give things a type of ours, such as perms:Agreement or perms:Partnership."),
    )


def _parsed(body: bytes, form: ox.RdfFormat) -> tuple[list[ox.Quad], dict[str, str]]:
    try:
        parser = ox.parse(body, format=form, base_iri="https://upload.invalid/")
        quads = list(parser)
    except SyntaxError as error:
        reason = _NOISE.sub("", _NOISE.sub("", str(error.msg)))
        if "LoadDocumentCallback" in reason:
            raise PermsError(
                msg("The file points to a JSON-LD context elsewhere, and nothing is fetched."),
                msg("Put the context into the file."),
            ) from error
        raise FileError(
            _NAME,
            msg("This cannot be read as {format}: {reason}", format=form.name, reason=reason),
            msg("Mend the place named and try again; nothing was stored."),
            line=error.lineno,
            column=error.offset,
        ) from error
    except ValueError as error:
        raise PermsError(
            msg("This cannot be read as {format}: {reason}", format=form.name, reason=str(error))
        ) from error
    return quads, dict(getattr(parser, "prefixes", {}))


def _data(quads: list[ox.Quad]) -> tuple[list[ox.Triple], dict[str, Any]]:
    """Keep what is data; names of graphs count for nothing here.

    Shapes and queries sent along are never run, and imports never followed; both are named.
    """
    triples = list(dict.fromkeys(q.triple for q in quads))
    if not triples:
        raise PermsError(
            msg("There is no statement in this."), msg("Paste some RDF, or choose a file.")
        )
    about_shapes = of_shapes(triples)
    imports = [t for t in triples if t.predicate.value == IMPORTS]
    kept = [t for t in triples if t.subject not in about_shapes and t.predicate.value != IMPORTS]
    left_out = {
        "shapes": sum(t.subject in about_shapes for t in triples),
        "imports": sorted({_text(t.object) for t in imports})[:20],
    }
    if not kept:
        raise PermsError(
            msg("There are only shapes or imports here, and no data to check."),
            msg("Send the data; the rules that are checked are ours."),
        )
    return kept, left_out


def _text(term: object) -> str:
    return getattr(term, "value", str(term))


def _unknown(data: list[ox.Triple], terms: frozenset[str]) -> list[dict[str, Any]]:
    """Give the names in our namespace that the ontology has not, with those that look alike."""
    used = {t.predicate.value for t in data} | {
        t.object.value for t in data if t.predicate == _TYPE and isinstance(t.object, ox.NamedNode)
    }
    found = []
    for name in sorted(u for u in used if u.startswith(PERMS) and u not in terms):
        near = process.extract(
            name[len(PERMS) :],
            [t[len(PERMS) :] for t in sorted(terms)],
            scorer=fuzz.ratio,
            limit=3,
            score_cutoff=60,
        )
        found.append({"name": shorten(name), "nearest": [f"perms:{n}" for n, _, _ in near]})
    return found[:50]


def _did_you_mean(unknown: list[dict[str, Any]]) -> Any:
    names = [n for u in unknown for n in u["nearest"][:1]]
    return msg("Did you mean: {names}?", names=", ".join(names)) if names else None
