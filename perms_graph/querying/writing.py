"""Rows as text, one at a time, so that an answer can end in good order wherever it must.

Rules: SPARQL 1.1 Query Results JSON, XML, and CSV and TSV Formats (W3C, 2013); triple terms as
drafts of RDF 1.2 have them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final, Protocol

import pyoxigraph as ox

from perms_graph.namespaces import XSD
from perms_graph.store import Term

_STRING: Final = XSD + "string"
# What XML 1.0 has no way to write becomes a mark that something stood there; a carriage return
# would be read as a line feed. The standard library's escaping costs each worker 45 ms to import.
_XML: Final = {
    **dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), "\ufffd"),
    **str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}),
}

Row = Sequence[Term | None]


class Writer(Protocol):
    """Writes an answer: the head, then each row, then the end."""

    def head(self, columns: Sequence[str]) -> str:
        """Write what comes before the rows."""

    def row(self, row: Row) -> str:
        """Write a row."""

    def end(self) -> str:
        """Write what comes after the rows."""

    def truth(self, value: bool) -> str:
        """Write the answer to an ASK, whole."""


class JsonWriter:
    """SPARQL 1.1 Query Results JSON Format."""

    def __init__(self) -> None:
        self._columns: list[str] = []
        self._first = True

    def head(self, columns: Sequence[str]) -> str:
        """Write what comes before the rows."""
        self._columns = [json.dumps(c) for c in columns]
        return f'{{"head":{{"vars":[{",".join(self._columns)}]}},"results":{{"bindings":[\n'

    def row(self, row: Row) -> str:
        """Write a row."""
        parts = [
            f"{name}:{json.dumps(_json(term), ensure_ascii=False, separators=(',', ':'))}"
            for name, term in zip(self._columns, row, strict=True)
            if term is not None
        ]
        between, self._first = ("" if self._first else ",\n"), False
        return f"{between}{{{','.join(parts)}}}"

    def end(self) -> str:
        """Write what comes after the rows."""
        return "\n]}}\n"

    def truth(self, value: bool) -> str:
        """Write the answer to an ASK, whole."""
        return json.dumps({"head": {}, "boolean": value}) + "\n"


class XmlWriter:
    """SPARQL Query Results XML Format (Second Edition)."""

    _START: Final = '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'

    def __init__(self) -> None:
        self._columns: list[str] = []

    def head(self, columns: Sequence[str]) -> str:
        """Write what comes before the rows."""
        self._columns = [_attribute(c) for c in columns]
        names = "".join(f"<variable name={c}/>" for c in self._columns)
        return f"{self._START}<head>{names}</head><results>\n"

    def row(self, row: Row) -> str:
        """Write a row."""
        parts = [
            f"<binding name={name}>{_xml(term)}</binding>"
            for name, term in zip(self._columns, row, strict=True)
            if term is not None
        ]
        return f"<result>{''.join(parts)}</result>\n"

    def end(self) -> str:
        """Write what comes after the rows."""
        return "</results></sparql>\n"

    def truth(self, value: bool) -> str:
        """Write the answer to an ASK, whole."""
        return f"{self._START}<head/><boolean>{str(value).lower()}</boolean></sparql>\n"


class CsvWriter:
    """SPARQL 1.1 Query Results CSV Format: values without types, as spreadsheets read them."""

    def head(self, columns: Sequence[str]) -> str:
        """Write what comes before the rows."""
        return ",".join(columns) + "\r\n"

    def row(self, row: Row) -> str:
        """Write a row."""
        return ",".join(_csv(term) for term in row) + "\r\n"

    def end(self) -> str:
        """Write what comes after the rows."""
        return ""

    def truth(self, value: bool) -> str:
        """Write the answer to an ASK, whole; the standard leaves it open."""
        return str(value).lower()


class TsvWriter:
    """SPARQL 1.1 Query Results TSV Format: terms as in Turtle, so that nothing is lost."""

    def head(self, columns: Sequence[str]) -> str:
        """Write what comes before the rows."""
        return "\t".join(f"?{c}" for c in columns) + "\n"

    def row(self, row: Row) -> str:
        """Write a row."""
        return "\t".join("" if t is None else str(t).replace("\t", "\\t") for t in row) + "\n"

    def end(self) -> str:
        """Write what comes after the rows."""
        return ""

    def truth(self, value: bool) -> str:
        """Write the answer to an ASK, whole; the standard leaves it open."""
        return str(value).lower()


WRITERS: Final[dict[str, type[JsonWriter | XmlWriter | CsvWriter | TsvWriter]]] = {
    "json": JsonWriter,
    "xml": XmlWriter,
    "csv": CsvWriter,
    "tsv": TsvWriter,
}
"""By the short name of the format."""


def _json(term: Term | ox.Triple) -> dict[str, object]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Literal):
        told: dict[str, object] = {"type": "literal", "value": term.value}
        if term.language:
            told["xml:lang"] = term.language
        elif term.datatype.value != _STRING:
            told["datatype"] = term.datatype.value
        return told
    ends = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    return {"type": "triple", "value": {name: _json(end) for name, end in ends.items()}}


def _xml(term: Term | ox.Triple) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{_clean(term.value)}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{_clean(term.value)}</bnode>"
    if isinstance(term, ox.Literal):
        kind = ""
        if term.language:
            kind = f" xml:lang={_attribute(term.language)}"
        elif term.datatype.value != _STRING:
            kind = f" datatype={_attribute(term.datatype.value)}"
        return f"<literal{kind}>{_clean(term.value)}</literal>"
    ends = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
    return f"<triple>{''.join(f'<{n}>{_xml(end)}</{n}>' for n, end in ends)}</triple>"


def _clean(text: str) -> str:
    return text.translate(_XML)


def _attribute(text: str) -> str:
    return f'"{_clean(text)}"'


def _csv(term: Term | ox.Triple | None) -> str:
    if term is None:
        return ""
    text = term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
    if any(c in text for c in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text
