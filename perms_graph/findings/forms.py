"""What kind of RDF is this, and is it safe to parse? Told by its content, before any parser."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import FileError, PermsError, msg

MAX_BYTES: Final = 10_000_000
"""Longest upload."""

MAX_DEPTH: Final = 100
"""Brackets inside brackets. Nobody writes more; 100,000 end the parser's process."""

FORM_NAMES: Final = MappingProxyType(
    {
        "turtle": ox.RdfFormat.TURTLE,
        "trig": ox.RdfFormat.TRIG,
        "ntriples": ox.RdfFormat.N_TRIPLES,
        "nquads": ox.RdfFormat.N_QUADS,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdfxml": ox.RdfFormat.RDF_XML,
    }
)
"""Names by which a format is asked for."""

_BOMS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00")
_QUAD: Final = re.compile(
    rb'^\s*(?:<[^<>\s]*>|_:\S+)\s+<[^<>\s]*>\s+(?:<[^<>\s]*>|_:\S+|"(?:[^"\\\n]++|\\.)*+"\S*)'
    rb"\s+(?:<[^<>\s]*>|_:\S+)\s*\.",
    re.MULTILINE,
)
_XML: Final = re.compile(rb"<(?:\?xml|!--|!DOCTYPE|rdf:RDF\b|[\w.-]+(?::[\w.-]+)?\s+xmlns\b)")
_DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_NESTING: Final = re.compile(
    rb"""
      \\. # an escape in a name: what follows it begins no remark and no text
    | "{3}(?:[^"\\]++|\\.|"(?!""))*+"{3} | '{3}(?:[^'\\]++|\\.|'(?!''))*+'{3}
    | "(?:[^"\\\n]++|\\.)*+" | '(?:[^'\\\n]++|\\.)*+'
    | <<\(? | \)?>> | <[^<>\s]*+> | \#[^\r\n]*+
    | [\[\](){}]
    """,
    re.VERBOSE | re.DOTALL,
)
_TAG: Final = re.compile(
    rb"<(?:!--.*?-->|!\[CDATA\[.*?\]\]>|\?.*?\?>"
    rb"|(/?)[^\s!?/<>](?:[^<>\"'/]++|\"[^\"]*+\"|'[^']*+'|/(?!>))*+(/?)>)",
    re.S,
)


def form_of(body: bytes, asked: str = "") -> ox.RdfFormat:
    """Tell the format: as asked for, else by the content; a file's name says little.

    Args:
        body: The whole upload.
        asked: A key of ``FORM_NAMES``, or empty.

    Raises:
        PermsError: It is empty, is no text in UTF-8, or no such format is known.
    """
    if not body.strip():
        raise PermsError(
            msg("There is nothing to check."), msg("Paste some RDF, or choose a file.")
        )
    if body.startswith(_BOMS) or b"\x00" in body[:4096]:
        raise PermsError(
            msg("This is not text in UTF-8."), msg("Save the file as UTF-8 and send it again.")
        )
    if asked:
        if asked not in FORM_NAMES:
            raise PermsError(
                msg("“{text}” is not a format we read.", text=asked),
                msg("Use one of: {names}", names=" ".join(FORM_NAMES)),
            )
        return FORM_NAMES[asked]
    start = body.lstrip()
    if _XML.match(start):
        return ox.RdfFormat.RDF_XML
    # A JSON object begins with a name in quotation marks, a JSON array with an object.
    if re.match(rb'(?:\{\s*(?:"|\})|\[\s*(?:\{|\]\s*$))', start):
        return ox.RdfFormat.JSON_LD
    return ox.RdfFormat.N_QUADS if _QUAD.search(body[:100_000]) else ox.RdfFormat.TRIG


def screen(body: bytes, form: ox.RdfFormat, name: str) -> None:
    """Refuse what would harm a parser.

    Args:
        body: The whole upload.
        form: Its format.
        name: What the reader calls it.

    Raises:
        FileError: RDF/XML declares entities, or something nests deeper than ``MAX_DEPTH``; says
            where.
    """
    if form == ox.RdfFormat.RDF_XML:
        declared = _DOCTYPE.search(body)
        if declared is not None:
            raise FileError(
                name,
                msg("RDF/XML with a DOCTYPE is refused: its entities can grow without limit."),
                msg("Write the entities out, or use Turtle."),
                line=_line(body, declared.start()),
            )
        _screen_tags(body, name)
        return
    depth = 0
    for match in _NESTING.finditer(body):
        text = match.group()
        if text in {b"[", b"(", b"{"} or text.startswith(b"<<"):
            depth += 1
            if depth > MAX_DEPTH:
                raise _too_deep(body, match.start(), name)
        elif text in {b"]", b")", b"}"} or text.endswith(b">>"):
            depth -= 1


def _screen_tags(body: bytes, name: str) -> None:
    depth = 0
    for match in _TAG.finditer(body):
        if match.group(1) is None or match.group(2):
            continue
        depth += -1 if match.group(1) else 1
        if depth > MAX_DEPTH:
            raise _too_deep(body, match.start(), name)


def _too_deep(body: bytes, offset: int, name: str) -> FileError:
    return FileError(
        name,
        msg("This is nested more than {depth} deep.", depth=MAX_DEPTH),
        msg("Give the inner things names of their own and describe them one after the other."),
        line=_line(body, offset),
    )


def _line(body: bytes, offset: int) -> int:
    return body.count(b"\n", 0, offset) + 1
