"""The gap score for readers: parts first, total second, and what each part is counted from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import pyoxigraph as ox
from rich.console import Group, RenderableType
from rich.text import Text

from perms_graph.description import INFERRED
from perms_graph.errors import Message, msg
from perms_graph.gaps import DRAWS, SEED, SPREAD, TOP, Evidence, Part, Score, Scores
from perms_graph.gaps.opening import open_part
from perms_graph.labels import Label
from perms_graph.namespaces import XSD, shorten
from perms_graph.openings import Stated
from perms_graph.reports.values import moment, number, plain
from perms_graph.store import Dataset, Table, Term
from perms_graph.translation import translate

Opened = Mapping[tuple[str, str | None, Part], Sequence[Stated]]
"""Objective, Member and part → what it rests on; empty if nobody asked to see."""

_COLUMNS: Final = (
    "objective", "member", "part", "value", "weight", "points", "question", "rows", "whole",
    "total", "stability",
)  # fmt: skip
_BEHIND: Final = ("statements", "graphs", "documents")


def opened(dataset: Dataset, rows: Sequence[Score]) -> Opened:
    """Open every part of some scores to its statements, graphs and documents."""
    # Members share their peers, and goals their Members: what is alike is opened once.
    known: dict[tuple[object, ...], tuple[Stated, ...]] = {}
    found = {}
    for s in rows:
        for part, e in s.evidence.items():
            alike = (part, *(tuple(row.values()) for row in (*e.rows, *e.work)))
            if alike not in known:
                known[alike] = open_part(dataset, part, e)
            found[s.objective, s.member, part] = known[alike]
    return found


def things_in(rows: Sequence[Score], behind: Opened) -> list[str]:
    """List every thing that the text names, for one look-up of labels."""
    found = {part.iri for part in Part}
    for s in rows:
        found |= {iri for iri in (s.objective, s.member) if iri}
    return sorted(found | _named(s for stated in behind.values() for s in stated))


def named_in(stated: Sequence[Stated]) -> list[str]:
    """List the things that statements name."""
    return sorted(_named(iter(stated)))


def _named(stated: Iterator[Stated]) -> set[str]:
    found: set[str] = set()
    for s in stated:
        found |= {t.value for t in s.triple if isinstance(t, ox.NamedNode)}
        found |= {g.document or g.graph for g in s.sources}
    return found


def view(
    scores: Scores,
    rows: Sequence[Score],
    names: Mapping[str, Label],
    language: str,
    behind: Opened,
) -> RenderableType:
    """Lay scores out: for each row its parts, then their total and how steady its place is.

    Args:
        scores: What was found.
        rows: Those to show, in order.
        names: Labels of ``things_in``.
        language: ``en`` or ``fr``.
        behind: What the parts rest on, to be shown below each; empty for the parts alone.
    """
    day = moment(scores.day.isoformat(), language)
    said: list[RenderableType] = [
        Text(translate(msg("Gap score on {day}", day=day), language), "bold"),
        Text(
            translate(msg("Each line is weight × part = points; a part is from 0 to 1."), language)
        ),
        Text(translate(how_steady(), language)),
    ]
    for s in rows:
        place = (s.objective, s.member)
        said += ["", Text(" × ".join(_name(iri, names) for iri in place if iri), "bold")]
        for part, value in s.parts.items():
            weight = scores.weights[part]
            sum_ = " × ".join(_number(v, language) for v in (weight, value))
            points = f"{sum_} = {_number(weight * value, language)}"
            said.append(Text(f"   {points}  {_name(part.iri, names)}"))
            if behind:
                evidence = s.evidence[part]
                said.append(Text("      " + translate(_counted(evidence), language), "dim"))
                said += lines(behind[(*place, part)], names, language, indent=6)
        steady = number(str(round(s.stability * 100, 1)), language)
        total = msg(
            "total {total}; among the first {top} in {share} % of the draws of weights",
            total=_number(s.total, language),
            top=TOP,
            share=steady,
        )
        said.append(Text("   " + translate(total, language)))
    return Group(*said)


def how_steady() -> Message:
    """Say how the share beside a rank is found, so that anyone can find it again."""
    return msg(
        "Steady: the share of {draws} draws of other weights (seed {seed}, Dirichlet around ours, "
        "concentration {spread}) in which a row is among the first {top} of all that are scored.",
        draws=DRAWS,
        seed=SEED,
        spread=int(SPREAD),
        top=TOP,
    )


def lines(
    stated: Sequence[Stated], names: Mapping[str, Label], language: str, *, indent: int = 0
) -> Iterator[Text]:
    """Write statements, each with who states it."""
    for s in stated:
        said = (
            _name(t.value, names) if isinstance(t, ox.NamedNode) else moment(_value(t), language)
            for t in s.triple
        )
        sources = "; ".join(
            g.url or _name(g.document or g.graph, names)
            for g in s.sources
            if g.graph not in INFERRED
        ) or translate(msg("inferred"), language)
        yield Text.assemble(" " * indent, " · ".join(said), (f" – {sources}", "dim"))


def as_table(scores: Scores, rows: Sequence[Score], behind: Opened) -> Table:
    """Give scores as a table for CSV: a row for each part, parts before the total.

    Args:
        scores: What was found.
        rows: In order.
        behind: If not empty, columns with statements, graphs and documents are added.
    """
    found = []
    for s in rows:
        for part, value in s.parts.items():
            evidence, weight = s.evidence[part], scores.weights[part]
            cells: tuple[Term | None, ...] = (
                ox.NamedNode(s.objective),
                ox.NamedNode(s.member) if s.member else None,
                ox.NamedNode(part.iri),
                *(_typed(v, "decimal") for v in (value, weight, weight * value)),
                ox.Literal(evidence.question),
                _typed(len(evidence.rows), "integer"),
                _typed(len(evidence.whole), "integer") if evidence.whole else None,
                _typed(s.total, "decimal"),
                _typed(Decimal(str(s.stability)), "decimal"),
            )
            if behind:
                cells += cells_of(behind[s.objective, s.member, part])
            found.append(cells)
    return Table(_COLUMNS + (_BEHIND if behind else ()), tuple(found))


def cells_of(stated: Sequence[Stated]) -> tuple[Term, ...]:
    """Put statements, graphs and documents in three cells, one a line."""
    sources = [g for s in stated for g in s.sources]
    return (
        _lines([" ".join(str(t) for t in s.triple) for s in stated]),
        _lines([g.graph for g in sources]),
        _lines([g.url for g in sources if g.url]),
    )


def as_json(
    scores: Scores,
    rows: Sequence[Score],
    names: Mapping[str, Label],
    behind: Opened,
    *,
    illustrative: bool,
) -> bytes:
    """Write scores as JSON: IRIs for programs, names in the reader's language."""

    def thing(iri: str | None) -> dict[str, str] | None:
        return None if iri is None else {"iri": iri, "name": names[iri].text}

    content = {
        "day": scores.day.isoformat(),
        "illustrative": illustrative,
        "by": scores.by,
        "stability": {
            "draws": DRAWS,
            "seed": SEED,
            "distribution": "Dirichlet",
            "concentration": SPREAD,
            "top": TOP,
        },
        "weights": {part.value: float(weight) for part, weight in scores.weights.items()},
        "rows": [
            {
                "objective": thing(s.objective),
                "member": thing(s.member),
                "parts": [
                    {
                        "part": part.value,
                        "name": names[part.iri].text,
                        "value": float(value),
                        "points": float(scores.weights[part] * value),
                        **_evidence_json(s.evidence[part]),
                        **(
                            {"statements": statements(behind[s.objective, s.member, part])}
                            if behind
                            else {}
                        ),
                    }
                    for part, value in s.parts.items()
                ],
                "total": float(s.total),
                "stability": s.stability,
            }
            for s in rows
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def statements(stated: Sequence[Stated]) -> list[dict[str, Any]]:
    """Give statements for JSON: the triple, and the graphs and documents that state it."""
    return [
        {
            "triple": [str(t) for t in s.triple],
            "sources": [{"graph": g.graph, "url": g.url} for g in s.sources],
        }
        for s in stated
    ]


def _evidence_json(evidence: Evidence) -> dict[str, Any]:
    return {
        "question": evidence.question,
        "values": {name: _value(term) for name, term in evidence.values.items()},
        "way": evidence.way.value,
        "column": evidence.column,
        "rows": [{c: _value(t) for c, t in row.items()} for row in evidence.rows],
        "whole": list(evidence.whole),
    }


def _counted(evidence: Evidence) -> Message:
    if evidence.whole:
        return msg(
            "{question}: rows that bear on this: {n}, out of {whole}",
            question=evidence.question,
            n=len(evidence.rows),
            whole=len(evidence.whole),
        )
    return msg(
        "{question}: rows that bear on this: {n}", question=evidence.question, n=len(evidence.rows)
    )


def _name(iri: str, names: Mapping[str, Label]) -> str:
    label = names.get(iri)
    return plain(label.text) if label else shorten(iri)


def _number(value: Decimal, language: str) -> str:
    return number(format(value, "f"), language)


def _value(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _typed(value: Decimal | int, kind: str) -> ox.Literal:
    return ox.Literal(
        format(value, "f" if kind == "decimal" else "d"), datatype=ox.NamedNode(XSD + kind)
    )


def _lines(found: Sequence[str]) -> ox.Literal:
    return ox.Literal("\n".join(dict.fromkeys(found)))
