"""Where in a text things are described, so that a finding can say its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_FIRST: Final = re.compile(rb"^[ \t]*(<[^<>\s]*>|[\w.-]*:[^\s;,.<>\[\](){}\"]*)", re.MULTILINE)
_NAMED: Final = re.compile(
    rb'(?:"@id"\s*:\s*"([^"\\\n]*)"|rdf:(?:about|ID|nodeID)\s*=\s*"([^"\n]*)")'
)


class Mentions:
    """The lines on which things are first described.

    Args:
        body: The text.
        prefixes: Those that it declares.
    """

    def __init__(self, body: bytes, prefixes: Mapping[str, str]) -> None:
        self._prefixes = sorted(prefixes.items(), key=lambda item: -len(item[1]))
        self._lines: dict[str, int] = {}
        line, at = 1, 0
        for pattern in (_FIRST, _NAMED):
            line, at = 1, 0
            for match in pattern.finditer(body):
                found = next((g for g in match.groups() if g is not None), b"")
                start = match.start(match.lastindex or 0)
                line, at = line + body.count(b"\n", at, start), start
                text = found.decode(errors="replace").removeprefix("<").removesuffix(">")
                self._lines.setdefault(text, line)

    def line_of(self, iri: str) -> int | None:
        """Give the line, from 1, where a thing is first described; None if it cannot be told."""
        if iri in self._lines:
            return self._lines[iri]
        for prefix, base in self._prefixes:
            if iri.startswith(base) and (found := self._lines.get(f"{prefix}:{iri[len(base) :]}")):
                return found
        return None
