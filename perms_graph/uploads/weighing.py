"""The task ``weigh``: read a proposal and say what it would change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from perms_graph.reports import whatif as reports
from perms_graph.reports.sentences import pieces
from perms_graph.translation import translate
from perms_graph.trial import Change
from perms_graph.uploads.preparing import Prepared
from perms_graph.uploads.reading import has_ours, read_upload, strange
from perms_graph.uploads.telling import Told
from perms_graph.whatif import weigh as weighed


def weigh(state: Prepared, given: Mapping[str, Any], body: bytes) -> Told:
    """Weigh a proposal against the register.

    Args:
        state: What ``prepare`` gave.
        given: ``day`` (ISO), ``form`` (of ``FORM_NAMES``, or empty), ``language``, and ``sections``
            if sentences are wanted piece by piece, for a page that links what they name.
        body: The proposal.

    Returns:
        What ``perms whatif --format json`` gives, ``upload``: what was read, and perhaps
        ``sections``: each with ``key``, ``title``, ``grave`` and ``lines``, a line being pieces of
        text with the thing that each names, or None.

    Raises:
        FileError: It cannot be read as RDF; says the line.
        PermsError: It holds nothing that can be weighed.
    """
    upload = read_upload(body, str(given.get("form", "")), state.terms)
    setting = state.settings["register"]
    language = str(given.get("language", "en"))
    if not has_ours(setting.dataset, upload, state.terms, added=False):
        raise strange(upload)
    change = Change(upload.data)
    day = dt.date.fromisoformat(str(given["day"]))
    found = weighed(setting, state.catalogue, change, day=day)
    sections = reports.sections(found, language)
    names = reports.names(setting.dataset, change, sections, language)
    told = reports.as_dict(found, sections, names, language) | {"upload": upload.facts()}
    if given.get("sections"):
        told["sections"] = [
            {
                "key": section.key,
                "title": translate(section.title, language),
                "grave": section.grave,
                "lines": [
                    [[p.text, p.thing] for p in pieces(line, names, language)]
                    for line in section.lines
                ],
            }
            for section in sections
        ]
    return told
