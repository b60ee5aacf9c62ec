"""What a check found as commands of a GitHub workflow, which mark the lines of a change.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from typing import Final

from perms_graph.errors import msg
from perms_graph.findings import Checked, Place
from perms_graph.namespaces import shorten
from perms_graph.reports.findings.words import (
    labels_in,
    message_of,
    severity,
    summary,
    thing_of,
    unknown_in_words,
    verdict,
)
from perms_graph.translation import translate

_LEVELS: Final = {"Violation": "error", "Warning": "warning", "Info": "notice"}


def write(checked: Checked, language: str) -> bytes:
    """Write a command for each finding, then the counts and whether it conforms.

    Args:
        checked: What a check found.
        language: Of messages and names.

    Returns:
        UTF-8 lines. GitHub shows ten errors, warnings and notices of a step beside their lines, and
        all of them in the log.
    """
    names = labels_in(checked, language)
    lines = []
    for finding in checked.findings:
        r = finding.result
        colon = translate(msg(": "), language)
        said = thing_of(finding, names, language) + colon + message_of(r, language)
        title = shorten(r.source_shape)
        lines.append(_command(_LEVELS[severity(r)], finding.place, title, said))
    for unknown in checked.unknown:
        said = unknown_in_words(unknown, language)
        lines.append(_command("warning", unknown.place, shorten(unknown.name), said))
    for remark in (*checked.remarks, summary(checked), verdict(checked)):
        lines.append(_plain(translate(remark, language)))
    return ("\n".join(lines) + "\n").encode()


def _command(level: str, place: Place | None, title: str, said: str) -> str:
    given = {"file": place.file, "line": str(place.line)} if place else {}
    if place and place.column is not None:
        given["col"] = str(place.column)
    given["title"] = title
    properties = ",".join(f"{name}={_property(value)}" for name, value in given.items())
    return f"::{level} {properties}::{_data(said)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _plain(text: str) -> str:
    """Keep a line of text from being read as a command."""
    line = " ".join(text.split())
    return "\N{ZERO WIDTH SPACE}" + line if line.startswith(("::", "##[")) else line
