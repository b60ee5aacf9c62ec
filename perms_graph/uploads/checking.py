"""The task: read, add to a copy, reason, validate, judge, tell."""

from __future__ import annotations

import codecs
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from perms_graph.catalogue import Catalogue, load_catalogue
from perms_graph.compliance import judge
from perms_graph.errors import FileError, PermsError, msg
from perms_graph.namespaces import GRAPH, ID, OWL, PERMS, RDF, SH, shorten
from perms_graph.register import build_into, inputs
from perms_graph.repair import repairs_for
from perms_graph.reports.graphs import as_rdf
from perms_graph.resources import shipped
from perms_graph.store import Dataset
from perms_graph.trial import Change, Setting, trying
from perms_graph.uploads.forms import form_of, screen
from perms_graph.uploads.places import Places
from perms_graph.uploads.telling import Told, gravest_first, tell
from perms_graph.validation import Report

AGAINST: Final = ("register", "strategy")
"""What an upload may refer to: the whole register, or the strategy and code lists alone."""

_NOISE: Final = re.compile(r"^Parser error (?:at|between) .*?: | \(line \d+\)$")
_NAME: Final = "upload"
_TYPE: Final = ox.NamedNode(RDF + "type")
_SAMPLE: Final = f"<{ID}partnership/sample> a <{PERMS}Partnership> .".encode()


@dataclass(frozen=True)
class Prepared:
    """What a worker holds for all jobs.

    Attributes:
        settings: By what an upload is checked against.
        catalogue: The stored questions.
        terms: Names of our classes and properties.
    """

    settings: Mapping[str, Setting]
    catalogue: Catalogue
    terms: frozenset[str]


def prepare(given: Mapping[str, Any]) -> Prepared:
    """Load the register and build the strategy alone, once in each worker.

    Args:
        given: ``quads``: an N-Quads file with the register as it was built.

    Raises:
        OSError: The file cannot be read.
    """
    resources = shipped()
    all_inputs = inputs(resources)
    register = Dataset.memory()
    register.store.bulk_load(path=str(given["quads"]), format=ox.RdfFormat.N_QUADS)
    whole = Setting.of(register, all_inputs)
    ontology = set(all_inputs.ontology)
    alone = Dataset.memory()
    report = build_into(
        alone,
        replace(
            all_inputs,
            sources=tuple(
                s
                for s in all_inputs.sources
                if s.path in ontology or s.path.parent.name in {"strategy", "codelists"}
            ),
        ),
    ).validation
    strategy = Setting(alone, whole.rules, whole.compiled, report) if report else whole
    terms = {
        q.subject.value
        for name in ("ontology", "alignment")
        for q in alone.store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPH + name))
        if isinstance(q.subject, ox.NamedNode) and q.subject.value.startswith(PERMS)
    }
    made = Prepared(
        {"register": whole, "strategy": strategy},
        load_catalogue(resources.queries),
        frozenset(terms),
    )
    # Once here, so that no job has to read modules and compile patterns: it halves their time.
    for against in AGAINST:
        check(made, {"against": against, "day": "2026-01-01"}, _SAMPLE)
    return made


def check(state: Prepared, given: Mapping[str, Any], body: bytes) -> Told | bytes:
    """Check an upload.

    Args:
        state: What ``prepare`` gave.
        given: ``against`` (of ``AGAINST``), ``day`` (ISO), ``form`` (of ``FORM_NAMES``, or empty),
            ``rdf`` (a name of ``reports.graphs`` for the answer, or empty), ``repairing`` (seconds
            in which repairs may be looked for; 0 for none), ``language`` (of what repairs say).
        body: The upload.

    Returns:
        Verdicts and findings as JSON can hold them, see ``telling``; or as RDF: the validation
        report and the verdicts.

    Raises:
        FileError: It cannot be read as RDF; says the line.
        PermsError: It holds nothing that is checked.
    """
    body = body.removeprefix(codecs.BOM_UTF8)
    form = form_of(body, str(given.get("form", "")))
    screen(body, form, _NAME)
    parsed, prefixes = _parsed(body, form)
    data, left_out = _data(parsed)
    subjects = {t.subject for t in data}
    spoken_of = subjects | {t.object for t in data}
    setting = state.settings[str(given["against"])]
    day = dt.date.fromisoformat(str(given["day"]))
    unknown = _unknown(data, state.terms)
    with trying(setting, Change(tuple(data))) as outcome:
        if not _has_ours(setting.dataset, subjects, state.terms):
            raise PermsError(
                msg("There is RDF here, but no thing of the kinds that are checked."),
                _did_you_mean(unknown)
                or msg("Give things a type of ours, such as perms:Agreement or perms:Partnership."),
            )
        ledger = judge(setting.dataset, state.catalogue, day=day)
        new = {r.key for r in outcome.added}
        results = [r for r in outcome.report.results if r.key in new or r.focus in subjects]
        verdicts = tuple(v for v in ledger.verdicts if v.partnership in spoken_of)
        if rdf := str(given.get("rdf", "")):
            graph = ox.NamedNode(GRAPH + "report")
            quads = [
                *Report(tuple(results), {}).to_quads(graph),
                *replace(ledger, verdicts=verdicts).to_quads(graph),
            ]
            return as_rdf((q.triple for q in quads), rdf)
        mended = repairs_for(
            outcome.setting, gravest_first(results), seconds=float(given.get("repairing", 0))
        )
        return tell(
            setting.dataset,
            verdicts,
            results,
            repairs={r.key: mended[r] for r in mended},
            language=str(given.get("language", "en")),
            places=Places(body, prefixes),
            facts={
                "against": given["against"],
                "day": day.isoformat(),
                "format": form.name,
                "triples": len(data),
                "things": len(subjects),
                "illustrative": any(t.predicate.value == PERMS + "illustrative" for t in data),
                "unknown": unknown,
                "left_out": left_out,
            },
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
    about_shapes = {t.subject for t in triples if _is_of_shapes(t)}
    imports = [t for t in triples if t.predicate.value == OWL + "imports"]
    # A shape leads on to nameless parts of it.
    waiting = list(about_shapes)
    by_subject: dict[object, list[ox.Triple]] = {}
    for t in triples:
        by_subject.setdefault(t.subject, []).append(t)
    while waiting:
        for t in by_subject.get(waiting.pop(), ()):
            if isinstance(t.object, ox.BlankNode) and t.object not in about_shapes:
                about_shapes.add(t.object)
                waiting.append(t.object)
    kept = [
        t for t in triples if t.subject not in about_shapes and t.predicate.value != OWL + "imports"
    ]
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


def _is_of_shapes(triple: ox.Triple) -> bool:
    kind = triple.object
    return triple.predicate.value.startswith(SH) or (
        triple.predicate == _TYPE and isinstance(kind, ox.NamedNode) and kind.value.startswith(SH)
    )


def _text(term: object) -> str:
    return getattr(term, "value", str(term))


def _has_ours(dataset: Dataset, subjects: Iterable[Any], terms: frozenset[str]) -> bool:
    """Tell whether a thing is, stated or inferred, of a kind of ours."""
    return any(
        isinstance(quad.object, ox.NamedNode) and quad.object.value in terms
        for subject in subjects
        for quad in dataset.store.quads_for_pattern(subject, _TYPE, None, ox.DefaultGraph())
    )


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
