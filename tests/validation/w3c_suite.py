"""The W3C SHACL test suite: its cases, and what our engine and pySHACL make of each.

python -m tests.validation.w3c_suite        # writes the table in shapes/README.md again
"""

from __future__ import annotations

import re
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import rdflib

from perms_graph.errors import PermsError
from perms_graph.namespaces import RDF
from perms_graph.store import Dataset
from perms_graph.validation import compile_shapes, load_shapes, validate
from perms_graph.validation.graph import ShapeFault, TripleIndex
from perms_graph.validation.paths import path_text, read_path
from perms_graph.validation.reference import quiet, to_rdflib
from perms_graph.validation.terms import sh

HERE = Path(__file__).parent
SUITE = HERE / "w3c"
EXPECTED = HERE / "w3c_expected.toml"
README = HERE.parents[1] / "shapes" / "README.md"
MARK = "<!-- written by `python -m tests.validation.w3c_suite` -->"

_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_SHT = "http://www.w3.org/ns/shacl-test#"

Finding = tuple[str, ...]
"""Focus node, path, value, component, severity and source shape; nodes without names as ``_``."""


@dataclass(frozen=True)
class Case:
    """One test.

    Attributes:
        name: Such as ``core/node/and-001``.
        data: Files of the data graph.
        shapes: Files of the shapes graph.
        expected: The results to be found, each as often as it should be; None for a failure.
        messages: Messages that are asked for.
    """

    name: str
    data: Path
    shapes: Path
    expected: Counter[Finding] | None = field(compare=False)
    messages: frozenset[str] = field(compare=False)

    @property
    def feature(self) -> str:
        """Give what it tests: ``and`` for ``core/node/and-001``, ``core: targets`` for a folder."""
        part, folder, test = self.name.split("/")
        if folder in {"node", "property"} and part == "core":
            return "sh:" + re.sub(r"-.*|\d+$", "", test)
        return f"{part}: {folder}"


@dataclass(frozen=True)
class Verdict:
    """What an engine made of a test: passed, or why not; and whether pySHACL was asked for it."""

    passed: bool
    why: str = ""
    handed_over: bool = False


@cache
def cases() -> tuple[Case, ...]:
    """List the tests in the order of their names."""
    return tuple(c for path in sorted(SUITE.rglob("*.ttl")) for c in _cases(path))


@cache
def ours(case: Case) -> Verdict:
    """Let ``validate`` judge: compiled shapes, and pySHACL for those that cannot be compiled."""
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "shapes.nt"
        triples = (q.triple for q in _quads(case.shapes))
        ox.serialize(triples, str(written), format=ox.RdfFormat.N_TRIPLES)
        try:
            compiled = compile_shapes(load_shapes([written]))
            data = Dataset.memory()
            data.add(ox.Quad(t.subject, t.predicate, t.object) for t in _quads(case.data))
            report = validate(data, compiled)
        except PermsError as error:
            return Verdict(case.expected is None, f"refused: {error}")
        handed = bool(compiled.reference)
        found = Counter(
            _finding(r.focus, r.path, r.value, r.component, r.severity, r.source_shape)
            for r in report.results
        )
        said = {text for r in report.results for text in r.messages.values()}
        return _verdict(case, found, said, handed)


@cache
def pyshacl_alone(case: Case) -> Verdict:
    """Let pySHACL judge on rdflib graphs."""
    try:
        with quiet():
            _, report, _ = pyshacl.validate(
                _rdflib(case.data), shacl_graph=_rdflib(case.shapes), advanced=True
            )
    except Exception as error:
        return Verdict(case.expected is None, f"refused: {error}")
    if not isinstance(report, rdflib.Graph):
        return Verdict(case.expected is None, f"refused: {report}")
    index = TripleIndex()
    for quad in ox.parse(input=report.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES):
        index.add(quad.subject, quad.predicate, quad.object, case.data)  # type: ignore[arg-type]
    for node in index.subjects(ox.NamedNode(RDF + "type"), sh("ValidationReport")):
        said = {
            m.value
            for r in index.objects(node, sh("result"))
            for m in index.objects(r, sh("resultMessage"))
        }
        return _verdict(case, Counter(_results(index, node)), said, False)
    return Verdict(False, "no report")


@cache
def expected_failures() -> dict[str, str]:
    """Give the tests that we know to fail, each with its reason."""
    return tomllib.loads(EXPECTED.read_text(encoding="utf-8"))["failures"]


def table() -> str:
    """Write what passes, feature by feature, as Markdown."""
    lines = [
        "| feature | tests | ours | of these by pySHACL | pySHACL alone |",
        "|---|--:|--:|--:|--:|",
    ]
    features = sorted({c.feature for c in cases()}, key=lambda f: (not f.startswith("sh:"), f))
    total = [0, 0, 0, 0]
    for feature in features:
        its = [c for c in cases() if c.feature == feature]
        row = [
            len(its),
            sum(ours(c).passed for c in its),
            sum(ours(c).passed and ours(c).handed_over for c in its),
            sum(pyshacl_alone(c).passed for c in its),
        ]
        total = [a + b for a, b in zip(total, row, strict=True)]
        name = f"`{feature}`" if feature.startswith("sh:") else feature
        lines.append(f"| {name} | {' | '.join(map(str, row))} |")
    lines.append(f"| all | {' | '.join(map(str, total))} |")
    return "\n".join(lines) + "\n"


def _cases(path: Path) -> Iterator[Case]:
    index = _index(path)
    for test in index.subjects(ox.NamedNode(RDF + "type"), ox.NamedNode(_SHT + "Validate")):
        (action,) = index.objects(test, ox.NamedNode(_MF + "action"))
        (result,) = index.objects(test, ox.NamedNode(_MF + "result"))
        (data,) = index.objects(action, ox.NamedNode(_SHT + "dataGraph"))
        (shapes,) = index.objects(action, ox.NamedNode(_SHT + "shapesGraph"))
        failure = result == ox.NamedNode(_SHT + "Failure")
        yield Case(
            path.relative_to(SUITE).with_suffix("").as_posix(),
            _file(path, data),
            _file(path, shapes),
            None if failure else Counter(_results(index, result)),
            frozenset(
                m.value
                for r in index.objects(result, sh("result"))
                for m in index.objects(r, sh("resultMessage"))
            ),
        )


def _verdict(case: Case, found: Counter[Finding], said: set[str], handed: bool) -> Verdict:
    if case.expected is None:
        return Verdict(False, "a failure was expected", handed)
    if found != case.expected:
        missing, surplus = case.expected - found, found - case.expected
        return Verdict(False, f"missing {list(missing)}, surplus {list(surplus)}", handed)
    return Verdict(case.messages <= said, f"not said: {case.messages - said}", handed)


def _results(index: TripleIndex, report: object) -> Iterator[Finding]:
    for result in index.objects(report, sh("result")):  # type: ignore[arg-type]

        def one(name: str, of: object = result) -> object:
            return next(iter(index.objects(of, sh(name))), None)  # type: ignore[arg-type]

        path = one("resultPath")
        try:
            text = None if path is None else path_text(read_path(index, path))  # type: ignore[arg-type]
        except ShapeFault:
            text = str(path)
        yield _finding(
            one("focusNode"),
            text,
            one("value"),
            one("sourceConstraintComponent"),
            one("resultSeverity"),
            one("sourceShape"),
        )


def _finding(*parts: object) -> Finding:
    return tuple(_text(part) for part in parts)


def _text(part: object) -> str:
    if isinstance(part, ox.BlankNode) or str(part).startswith("_:"):
        return "_"
    if isinstance(part, ox.NamedNode):
        return part.value
    if isinstance(part, ox.Literal):
        # As the store writes it: 007 and 7 are the same there.
        store = ox.Store()
        store.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), part))
        return str(next(iter(store)).object)
    return str(part)


def _file(path: Path, node: object) -> Path:
    name = str(getattr(node, "value", "")).rpartition("/")[2]
    return path.parent / name if name else path


def _quads(path: Path) -> list[ox.Quad]:
    base = f"http://datashapes.org/tests/{path.name}"
    return list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=base))


def _index(path: Path) -> TripleIndex:
    index = TripleIndex()
    for quad in _quads(path):
        index.add(quad.subject, quad.predicate, quad.object, path)  # type: ignore[arg-type]
    return index


def _rdflib(path: Path) -> rdflib.Graph:
    graph = rdflib.Graph()
    for quad in _quads(path):
        graph.add(tuple(to_rdflib(t) for t in quad.triple))  # type: ignore[arg-type]
    return graph


def main() -> None:
    """Write the table into shapes/README.md, after its mark."""
    text = README.read_text(encoding="utf-8")
    before = text.partition(MARK)[0]
    README.write_text(f"{before}{MARK}\n\n{table()}", encoding="utf-8")


if __name__ == "__main__":
    main()
