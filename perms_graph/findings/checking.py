"""Checking files of a user, or the register: what was found, where it stands, whose it is."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from perms_graph.catalogue import Catalogue, load_catalogue
from perms_graph.compliance import Ledger, judge
from perms_graph.errors import FileError, Message, PermsError, msg
from perms_graph.findings.mending import mended
from perms_graph.findings.model import Checked, Finding, Unknown
from perms_graph.findings.naming import invented_among, names_of, rules_of, told
from perms_graph.findings.narrowing import Wanted, narrowed
from perms_graph.findings.owners import named_above, owners_of, principles_of_shapes
from perms_graph.findings.places import Places, shown_name
from perms_graph.findings.reading import MAX_BYTES, ReadFile, read_file
from perms_graph.findings.shapes import check_shapes
from perms_graph.findings.unknown import unknown_names
from perms_graph.namespaces import PERMS, RDF, SH, shorten
from perms_graph.register import build_into, inputs
from perms_graph.register.building import Inputs
from perms_graph.resources import shipped
from perms_graph.store import Dataset, Term
from perms_graph.store.loading import Progress, Source, parse
from perms_graph.trial import Setting
from perms_graph.validation import Report, Result, compile_shapes, load_shapes, validate
from perms_graph.validation.report import SEVERITIES

AGAINST: Final = ("ontology", "strategy", "register")
"""What files may refer to, each with what stands before it."""

_TYPE: Final = ox.NamedNode(RDF + "type")


def check_files(
    paths: Sequence[Path],
    *,
    against: str,
    day: dt.date,
    illustrative: bool = False,
    progress: Progress | None = None,
    max_bytes: int = MAX_BYTES,
    shapes: Path | None = None,
    wanted: Wanted | None = None,
    repairing: bool = False,
) -> Checked:
    """Check files of a user together.

    Args:
        paths: RDF files.
        against: Of ``AGAINST``: the ontology alone, the strategy and code lists too, or the whole
            register too.
        day: Day to judge for.
        illustrative: Whether the invented set is there to refer to.
        progress: As for ``build_into``.
        max_bytes: A longer file is refused unread.
        shapes: Shapes of the user's own, asked beside ours.
        wanted: What of it to give; None for all.
        repairing: Whether to look for repairs of what is given.

    Returns:
        The results about things that the files speak of, and the verdicts on the partnerships that
        they speak of, or to which things in them belong.

    Raises:
        FileError: A file is missing, harmful or broken; says the line.
        PermsError: The files hold nothing that is checked.
        UnknownNameError: ``wanted`` names what nothing is called.
    """
    wanted = wanted or Wanted()
    if shapes is not None:
        check_shapes(shapes, max_bytes=max_bytes, language=wanted.language)
    read = [read_file(path, max_bytes=max_bytes) for path in paths]
    data = [q for file in read for q in file.data]
    given = _inputs(read, against, illustrative)
    if shapes is not None:
        given = replace(given, shapes=(*given.shapes, shapes))
    dataset = Dataset.memory()
    with tempfile.TemporaryDirectory() as folder:
        report = build_into(
            dataset, _cleaned(given, read, Path(folder)), progress=progress
        ).validation
    places = Places(read)
    terms = _terms(given)
    unknown = unknown_names(data, terms=terms, dataset=dataset, places=places)
    records = _ours(dataset, {q.subject for q in data}, terms)
    if report is None or not records:
        raise _strange(read, unknown)
    above = named_above(dataset, [r.focus for r in report.results if _nameless(r.focus)])
    spoken: set[object] = {t for q in data for t in (q.subject, q.object)}
    named = {t.value for t in spoken if isinstance(t, ox.NamedNode)}
    kept = [
        r
        for r in report.results
        if r.focus in spoken or (r.focus in above and above[r.focus][0] in named)
    ]
    findings = _findings(dataset, kept, above, places)
    subjects = {q.subject.value for q in data if isinstance(q.subject, ox.NamedNode)}
    owners = {f.owner for f in findings} | named | set(owners_of(dataset, subjects).values())
    ledger = _judged(dataset, day, owners)
    remarks = [remark for file in read for remark in file.remarks()]
    if not ledger.verdicts:
        remarks.insert(0, nothing_judged(len(records)))
    checked = Checked(
        files=tuple(shown_name(path) for path in paths),
        report=Report(kept, report.engines),
        findings=findings,
        ledger=ledger,
        unknown=unknown,
        remarks=tuple(remarks),
    )
    checked = _finished(dataset, checked, wanted)
    if not repairing:
        return checked
    setting = Setting.of(dataset, given, report=report)
    return replace(checked, repairs=mended(setting, checked.findings, progress=progress))


def check_register(
    dataset: Dataset,
    catalogue: Catalogue,
    *,
    day: dt.date,
    progress: Progress | None = None,
    max_bytes: int = MAX_BYTES,
    shapes: Path | None = None,
    wanted: Wanted | None = None,
    repairing: bool = False,
) -> Checked:
    """Check a register that is built.

    Args:
        dataset: The register; not changed.
        catalogue: The stored questions, with the family ``compliance``.
        day: As for ``check_files``, and so are the others.
        progress: Told as shapes are asked.
        max_bytes: Longest file of shapes.
        shapes: Shapes of the user's own, asked beside ours.
        wanted: What of it to give; None for all.
        repairing: Whether to look for repairs of what is given.

    Returns:
        All results, and the verdicts on every partnership.

    Raises:
        FileError: The shapes are broken.
        UnknownNameError: ``wanted`` names what nothing is called.
    """
    wanted = wanted or Wanted()
    given = inputs(shipped())
    used = given.shapes
    if shapes is not None:
        check_shapes(shapes, max_bytes=max_bytes, language=wanted.language)
        used = (*used, shapes)
    report = validate(dataset, compile_shapes(load_shapes(used)), progress=progress)
    above = named_above(dataset, [r.focus for r in report.results if _nameless(r.focus)])
    checked = Checked(
        files=(),
        report=Report(report.results, report.engines),
        findings=_findings(dataset, report.results, above, Places([])),
        ledger=judge(dataset, catalogue, day=day),
    )
    checked = _finished(dataset, checked, wanted)
    if not repairing:
        return checked
    # A trial writes, and the register is only read: a copy is made.
    setting = Setting.copied(dataset, replace(given, shapes=used), report=report)
    return replace(checked, repairs=mended(setting, checked.findings, progress=progress))


def nothing_judged(records: int) -> Message:
    """Say that there was no partnership to judge."""
    return msg(
        "Nothing could be judged by the principles: there is no partnership here. "
        "Records checked by the other rules: {count}.",
        count=records,
    )


def _finished(dataset: Dataset, checked: Checked, wanted: Wanted) -> Checked:
    kept = narrowed(dataset, checked, wanted)
    things = told(kept.findings, kept.ledger, kept.unknown)
    return replace(
        kept,
        illustrative=dataset.ask("ASK { ?thing perms:illustrative true }"),
        labels=names_of(dataset, things),
        invented=invented_among(dataset, things),
        rules=rules_of(dataset, {f.result.node_shape for f in kept.findings}),
    )


def _inputs(read: Sequence[ReadFile], against: str, illustrative: bool) -> Inputs:
    resources = shipped()
    paths = [file.path for file in read]
    given = inputs(resources, illustrative=illustrative)
    own = inputs(resources, extra=paths).sources[-len(paths) :]
    loaded = {s.path.resolve() for s in own}
    ontology = set(given.ontology)
    sources = [
        source
        for source in given.sources
        if source.path.resolve() not in loaded
        and (
            against == "register"
            or source.path in ontology
            or (against == "strategy" and source.path.parent.name in {"strategy", "codelists"})
        )
    ]
    return replace(given, sources=(*sources, *own))


def _cleaned(given: Inputs, read: Sequence[ReadFile], folder: Path) -> Inputs:
    """Put a copy in the place of each file of which something is set aside."""
    copies: dict[Path, Source] = {}
    for number, file in enumerate(read):
        if file.whole:
            continue
        copy = folder / f"{number}.nq"
        with copy.open("wb") as stream:
            ox.serialize(file.data, stream, format=ox.RdfFormat.N_QUADS)
        copies[file.path] = Source(copy)
    if not copies:
        return given
    return replace(given, sources=tuple(copies.get(s.path, s) for s in given.sources))


def _terms(given: Inputs) -> frozenset[str]:
    return frozenset(
        q.subject.value
        for path in given.ontology
        for q in parse(path)
        if isinstance(q.subject, ox.NamedNode) and q.subject.value.startswith(PERMS)
    )


def _ours(dataset: Dataset, subjects: Iterable[object], terms: frozenset[str]) -> set[object]:
    """Give those of some things that are, stated or inferred, of a kind of ours."""
    table = dataset.select(
        f'SELECT DISTINCT ?thing ?kind {{ ?thing a ?kind FILTER (STRSTARTS(STR(?kind), "{PERMS}")) '
        "}"
    )
    return set(subjects) & {row["thing"] for row in table if row["kind"].value in terms}


def _strange(read: Sequence[ReadFile], unknown: Sequence[Unknown]) -> PermsError:
    """Say that nothing in the files is of our kinds, with names that look like those used."""
    path = read[0].path
    slip = next((u for u in unknown if u.nearest), None)
    if slip is not None:
        near = ", ".join(shorten(n) for n in slip.nearest)
        name = shorten(slip.name)
        place = slip.place
        return FileError(
            place.file if place else path,
            msg("There is RDF here, but no thing of the kinds that are checked."),
            msg("{name} is not known. Did you mean: {names}?", name=name, names=near),
            line=place.line if place else None,
            column=place.column if place else None,
        )
    message = msg("There is RDF here, but no thing of the kinds that are checked.")
    hint = msg("Give things a type such as perms:Agreement: perms query counts_by_kind lists them.")
    if not any(file.data for file in read):
        message = msg("There are only shapes or imports here, and no data to check.")
        if all(file.whole for file in read):
            message = msg("There is no statement in this.")
    return FileError(path, message, hint) if len(read) == 1 else PermsError(message, hint)


def _findings(
    dataset: Dataset,
    results: Iterable[Result],
    above: dict[Term, tuple[str, str]],
    places: Places,
) -> tuple[Finding, ...]:
    listed = list(results)

    def thing(result: Result) -> str | None:
        if isinstance(result.focus, ox.NamedNode):
            return result.focus.value
        return above[result.focus][0] if result.focus in above else None

    owners = owners_of(dataset, {iri for r in listed if (iri := thing(r))})
    principles = principles_of_shapes(dataset)
    order = [SH + name for name in SEVERITIES]
    found = []
    for r in listed:
        place = places.of_fault(r.focus, r.path, r.value)
        if place is None and r.focus in above:
            iri, step = above[r.focus]
            place = places.of_fault(ox.NamedNode(iri), f"<{step}>", None)
        found.append(Finding(r, principles.get(r.node_shape), owners.get(thing(r) or ""), place))
    # sorted() keeps the order of the report among equals.
    return tuple(sorted(found, key=lambda f: order.index(f.result.severity)))


def _judged(dataset: Dataset, day: dt.date, partnerships: set[str | None] | set[str]) -> Ledger:
    ledger = judge(dataset, load_catalogue(shipped().queries), day=day)
    kept = tuple(v for v in ledger.verdicts if getattr(v.partnership, "value", "") in partnerships)
    return replace(ledger, verdicts=kept)


def _nameless(term: Term) -> bool:
    return isinstance(term, ox.BlankNode)
