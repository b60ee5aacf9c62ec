"""What a check found, ready to print. What came with the upload is text, never a link."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from perms_graph.compliance import State
from perms_graph.language import rank
from perms_graph.namespaces import SH, shorten

from . import paths
from .reading import Reader
from .results import SEVERITIES, severity_words
from .showing import Names, Shown
from .standing import Standing, standing

Told = Mapping[str, Any]


@dataclass(frozen=True)
class Mend:
    """A repair that was tried: what to do, what a person has to fill in, and the change itself.

    Attributes:
        title: What to do.
        blanks: What each blank is, what is wanted, and who can say.
        sparql: The change as an update, blanks as variables.
    """

    title: str
    blanks: tuple[tuple[str, str, str], ...]
    sparql: str


@dataclass(frozen=True)
class Found:
    """One finding.

    Attributes:
        css: ``violation``, ``warning`` or ``info``.
        severity: The same in words.
        message: What to do.
        value: The value at fault.
        about: The property concerned.
        rule: The rule, leading to its page.
        passage: What it rests on.
        line: Line of the upload.
        repairs: What would mend it, tried.
    """

    css: str
    severity: str
    message: Shown
    value: Shown | None
    about: Shown | None
    rule: Shown
    passage: Shown | None
    line: int | None
    repairs: tuple[Mend, ...]


@dataclass(frozen=True)
class Judged:
    """A verdict on a principle, with what was found."""

    standing: Standing
    letter: str | None
    name: Shown
    quotes: str | None
    relies_on: tuple[Shown, ...]
    departed: str
    found: tuple[Found, ...]


@dataclass(frozen=True)
class About:
    """A thing of the upload: a partnership with verdicts, or another with findings."""

    anchor: str
    name: Shown
    line: int | None
    judged: tuple[Judged, ...]
    found: tuple[Found, ...]


def things_of(told: Told) -> tuple[list[Told], list[str]]:
    """Give the partnerships, and the names of the other things with findings, in their order."""
    partnerships = list(told["partnerships"])
    names = {p["partnership"] for p in partnerships}
    others = dict.fromkeys(f["focus"] for f in told["findings"] if f["focus"] not in names)
    return partnerships, list(others)


def shown(who: Reader, told: Told) -> tuple[list[About], list[About]]:
    """Show partnerships, then other things.

    Args:
        who: Who reads.
        told: What the task gave.
    """
    labels: dict[str, dict[str, str]] = told["labels"]
    known = {t for t in labels if who.view.index.knows(t)}
    known |= {f["path"][1:-1] for f in told["findings"] if _plain(f["path"])}
    names = Names(who, known, states=False)

    def name(thing: str) -> Shown:
        if thing in known:
            return names.thing(thing)
        texts = labels.get(thing)
        if texts:
            tag = min(texts, key=lambda t: (rank(t, who.language), t))
            return Shown(texts[tag])
        return Shown(shorten(thing), code="://" in thing or thing.startswith("_:"))

    partnerships, others = things_of(told)
    by_focus: dict[str, list[Told]] = {}
    for finding in told["findings"]:
        by_focus.setdefault(finding["focus"], []).append(finding)
    first = [
        _partnership(who, number, told_of, by_focus.get(told_of["partnership"], []), name)
        for number, told_of in enumerate(partnerships, 1)
    ]
    rest = [
        About(
            f"thing-{number}",
            name(thing),
            by_focus[thing][0]["line"],
            (),
            tuple(_found(who, f, name) for f in by_focus[thing]),
        )
        for number, thing in enumerate(others, 1)
    ]
    return first, rest


def _partnership(
    who: Reader, number: int, told: Told, findings: list[Told], name: Callable[[str], Shown]
) -> About:
    judged = []
    for verdict in told["verdicts"]:
        mine = [f for f in findings if f["principle"] == verdict["principle"]]
        state = State(verdict["verdict"])
        principle = name(verdict["principle"])
        departure = verdict["departure"]
        judged.append(
            Judged(
                standing(who, state),
                verdict["letter"],
                Shown(
                    principle.text,
                    who.link(f"/compliance/{verdict['principle'].rpartition('/')[2]}"),
                ),
                verdict["quotes"],
                tuple(name(t) for t in verdict["relies_on"]),
                _best(departure["reasons"], who.language) if departure else "",
                # A departure in force answers them.
                () if state is State.DEPARTED_FROM else tuple(_found(who, f, name) for f in mine),
            )
        )
    principles = {v["principle"] for v in told["verdicts"]}
    return About(
        f"partnership-{number}",
        name(told["partnership"]),
        told["line"],
        tuple(judged),
        tuple(_found(who, f, name) for f in findings if f["principle"] not in principles),
    )


def _found(who: Reader, finding: Told, name: Callable[[str], Shown]) -> Found:
    severity = SH + finding["severity"]
    _, css, _ = SEVERITIES[severity]
    messages = finding["messages"]
    tag = min(messages, key=lambda t: (rank(t, who.language), t)) if messages else ""
    other = bool(tag) and tag.split("-")[0] != who.language
    value, path = finding["value"], finding["path"]
    return Found(
        css,
        who.say(severity_words(severity, rests_on_passage=bool(finding["passage"]))),
        Shown(messages.get(tag, finding["component"]), language=tag if other else None),
        name(value) if value is not None else None,
        _property(who, path[1:-1], name) if _plain(path) else None,
        Shown(shorten(finding["shape"]), who.link(paths.page(finding["shape"]))),
        name(finding["passage"]) if finding["passage"] else None,
        finding["line"],
        tuple(
            Mend(
                _best(repair["titles"], who.language),
                tuple(
                    (
                        _best(blank["labels"], who.language),
                        _best(blank["asks"], who.language),
                        blank["who"],
                    )
                    for blank in repair["blanks"]
                ),
                repair["sparql"],
            )
            for repair in finding["repairs"]
        ),
    )


def _property(who: Reader, iri: str, name: Callable[[str], Shown]) -> Shown:
    """Name a property: ours by its label, another's by its short name."""
    return name(iri) if who.view.terms.get(iri) else Shown(shorten(iri), code=True)


def _plain(path: str | None) -> bool:
    return bool(path) and path is not None and path[:1] == "<" and path.count("<") == 1


def _best(texts: Mapping[str, str], language: str) -> str:
    return texts[min(texts, key=lambda t: (rank(t, language), t))] if texts else ""


def terms_of(told: Told) -> Iterable[tuple[str, str]]:
    """Give the names that the ontology does not have, with those that look alike."""
    return [(u["name"], ", ".join(u["nearest"])) for u in told["unknown"]]
