"""The task ``weigh``: read a proposal and say what it would change."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Mapping
from typing import Any

from perms_graph.reports import whatif as reports
from perms_graph.reports import whatif_tables as tables
from perms_graph.reports.sentences import pieces
from perms_graph.reports.workbook import workbook
from perms_graph.translation import translate
from perms_graph.trial import Change
from perms_graph.uploads.preparing import Prepared
from perms_graph.uploads.reading import has_ours, read_upload, strange
from perms_graph.uploads.telling import Told
from perms_graph.whatif import weigh as weighed
from perms_graph.whatif.opening import Opened, open_consequences


def weigh(state: Prepared, given: Mapping[str, Any], body: bytes) -> Told:
    """Weigh a proposal against the register.

    Args:
        state: What ``prepare`` gave.
        given: ``day`` (ISO), ``form`` (of ``FORM_NAMES``, or empty), ``language``; ``sections`` if
            sentences are wanted piece by piece, for a page that links what they name; ``explain``
            if each figure is to open to its statements; ``workbook`` if an Excel file is wanted.
        body: The proposal.

    Returns:
        What ``perms whatif --format json`` gives, ``upload``: what was read, and perhaps
        ``sections``: each with ``key``, ``title``, ``grave`` and ``lines``, a line being pieces of
        text with the thing that each names, or None. With ``explain`` also ``statements``, as
        ``perms whatif --explain`` gives them; with ``workbook`` that file in Base64.

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
    opened: tuple[Opened, ...] = ()
    if given.get("explain") or given.get("workbook"):
        opened = open_consequences(setting, state.catalogue, change, found)
    more = tables.things_opened(opened)
    names = reports.names(setting.dataset, change, sections, language, more)
    told = reports.as_dict(found, sections, names, language) | {"upload": upload.facts()}
    if given.get("explain"):
        told["statements"] = tables.opened_json(opened)
    if given.get("workbook"):
        titles = {g.question.name: g.question.title[language] for g in found.gaps}
        sheets = tables.sheets(sections, opened, names, language, titles)
        told["workbook"] = base64.b64encode(workbook(sheets, language)).decode()
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
