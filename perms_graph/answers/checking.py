"""Checks and trials for ``Register``: files or text in, answers out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from perms_graph.answers.found import Validation, WhatIf
from perms_graph.answers.given import TEXT, called, files, is_turtle
from perms_graph.answers.reader import INVENTED, Reader
from perms_graph.catalogue import Catalogue
from perms_graph.errors import Message, ParameterError, PermsError, msg
from perms_graph.findings import Checked, Place
from perms_graph.findings.narrowing import Wanted
from perms_graph.findings.reading import read_file
from perms_graph.reports import whatif as reports
from perms_graph.reports import whatif_tables
from perms_graph.reports.values import moment
from perms_graph.trial import Change, Setting
from perms_graph.validation.report import SEVERITIES
from perms_graph.whatif import weigh
from perms_graph.whatif.proposal import nothing_to_weigh, speaks_of_partnerships, strange_names


def checked_files(
    reader: Reader,
    given: tuple[str | Path, ...],
    wanted: Wanted,
    *,
    against: str,
    illustrative: bool,
    day: dt.date,
    shapes: Path | None,
) -> Validation:
    """Check files or texts; arguments and errors as in ``Register.validate``."""
    # The engines take a while to import; whoever only asks needs none of them.
    from perms_graph.findings.checking import AGAINST, check_files

    if against not in AGAINST:
        raise _unfit("against", against, AGAINST)
    with files(given) as paths:
        checked = check_files(
            paths, against=against, day=day, illustrative=illustrative, shapes=shapes, wanted=wanted
        )
        return Validation(
            reader,
            _renamed(checked, given, paths),
            notes=[called(reader.say(r), given, paths) for r in checked.remarks],
        )


def weighed(
    reader: Reader,
    setting: Setting,
    catalogue: Catalogue,
    proposal: tuple[str | Path, ...],
    *,
    day: dt.date,
    notes: Sequence[str],
) -> WhatIf:
    """Weigh a proposal; arguments and errors as in ``Register.whatif``."""
    if not proposal:
        raise ParameterError(
            msg("The file of the proposal is missing."),
            msg("For instance: {example}", example='whatif("docs/examples/proposal.ttl")'),
        )
    dataset, language = setting.dataset, reader.language
    with files(proposal) as paths:
        read = [
            replace(read_file(path), path=Path(TEXT)) if _is_text(one) else read_file(path)
            for one, path in zip(proposal, paths, strict=True)
        ]
    quads = tuple(dict.fromkeys(quad for file in read for quad in file.data))
    if not quads:
        raise PermsError(
            msg("There is no statement in the proposal."),
            msg("Describe an agreement in it: {example}", example="docs/examples/proposal.ttl"),
        )
    # Names of graphs in the file do not matter: the proposal stands in a graph of its own.
    change = Change(tuple(dict.fromkeys(quad.triple for quad in quads)))
    unknown = strange_names(dataset, read)
    if not speaks_of_partnerships(dataset, change):
        raise nothing_to_weigh(read, unknown)
    found = weigh(setting, catalogue, change, day=day)
    shown = (*whatif_tables.unknown_names(unknown), *reports.sections(found, language))
    names = reports.names(dataset, change, shown, language)
    title = msg("If this were signed: {day}", day=moment(day.isoformat(), language))
    said: list[Message] = [] if shown else [msg("Nothing would change.")]
    said += [remark for file in read for remark in file.remarks()]
    said += [INVENTED] if found.illustrative else []
    return WhatIf(
        reader,
        whatif_tables.as_table(shown, names, language),
        found,
        title=reader.say(title),
        notes=[*map(reader.say, said), *notes],
    )


def _is_text(one: str | Path) -> bool:
    return isinstance(one, str) and is_turtle(one)


def wanted_of(reader: Reader, principle: str | None, focus: tuple[str, ...], least: str) -> Wanted:
    """Say what of a check is wanted; arguments as in ``Register.validate``.

    Raises:
        ParameterError: ``least`` names no severity.
    """
    if least.capitalize() not in SEVERITIES:
        raise _unfit("least", least, [s.lower() for s in SEVERITIES])
    return Wanted(principle, focus, least.capitalize(), reader.language)


def _unfit(name: str, text: str, choices: Sequence[str]) -> ParameterError:
    return ParameterError(
        msg("“{text}” does not suit {name}.", text=text, name=name),
        msg("Give {wanted}.", wanted=" / ".join(choices)),
    )


def _renamed(checked: Checked, given: tuple[str | Path, ...], paths: tuple[Path, ...]) -> Checked:
    """Call texts what the caller knows of them, wherever a place or a file is told."""
    names = {str(path): TEXT for one, path in zip(given, paths, strict=True) if _is_text(one)}
    if not names:
        return checked

    def placed(place: Place | None) -> Place | None:
        return place and replace(place, file=names.get(place.file, place.file))

    return replace(
        checked,
        files=tuple(names.get(name, name) for name in checked.files),
        findings=tuple(replace(f, place=placed(f.place)) for f in checked.findings),
        unknown=tuple(replace(u, place=placed(u.place)) for u in checked.unknown),
    )
