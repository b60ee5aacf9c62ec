"""What happened when, as an Atom feed (RFC 4287) that a news reader follows."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from xml.etree import ElementTree as ET

from perms_graph import __version__
from perms_graph.coverage import Event, EventKind
from perms_graph.errors import Message, msg
from perms_graph.labels import Label
from perms_graph.publishing import RIGHTS
from perms_graph.reports.values import moment
from perms_graph.translation import translate

ATOM: Final = "http://www.w3.org/2005/Atom"
AUTHOR: Final = "perms-graph"

_KINDS: Final[Mapping[EventKind, tuple[Message, Message]]] = MappingProxyType(
    {
        EventKind.PARTNERSHIP_BEGUN: (
            msg("partnership begun"),
            msg("The partnership “{thing}” began {when}."),
        ),
        EventKind.PARTNERSHIP_ENDED: (
            msg("partnership ended"),
            msg("The partnership “{thing}” ended {when}."),
        ),
        EventKind.AGREEMENT_BEGUN: (
            msg("agreement begun"),
            msg("The agreement “{thing}” began {when}."),
        ),
        EventKind.AGREEMENT_RENEWED: (
            msg("agreement renewed"),
            msg("The agreement “{thing}” began {when}; it renews or follows “{earlier}”."),
        ),
        EventKind.AGREEMENT_ENDED: (
            msg("agreement ended"),
            msg("The agreement “{thing}” ended {when}."),
        ),
        EventKind.REVIEW_HELD: (
            msg("review held"),
            msg("The review “{thing}” was held {when}."),
        ),
        EventKind.DECISION_TAKEN: (
            msg("decision taken"),
            msg("The decision “{thing}” was taken {when}."),
        ),
        EventKind.DEPARTURE_DECIDED: (
            msg("departure decided"),
            msg("The departure from a principle “{thing}” was decided {when}."),
        ),
        EventKind.SOURCES_READ: (
            msg("sources read"),
            msg("Sources were read {when}; documents: {n}."),
        ),
    }
)
"""What each kind of event is called, and the sentence that tells it."""

_UNKNOWN_TO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EPOCH: Final = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class Feed:
    """What a feed says of itself.

    Attributes:
        identity: IRI of the feed, the same wherever it is served.
        title: In its language.
        address: Where the feed is.
        page: The page that shows the same.
        language: ``en`` or ``fr``.
    """

    identity: str
    title: str
    address: str
    page: str
    language: str


def things_in(events: Sequence[Event]) -> list[str]:
    """List every thing that a feed names, for one look-up of labels."""
    named = {e.about for e in events if e.kind is not EventKind.SOURCES_READ}
    return sorted(named | {e.earlier for e in events if e.earlier})


def as_atom(
    feed: Feed,
    events: Sequence[Event],
    names: Mapping[str, Label],
    *,
    page_of: Callable[[Event], str],
    invented: Collection[str] = frozenset(),
) -> bytes:
    """Write events as an Atom feed; the same events give the same bytes.

    Args:
        feed: What the feed says of itself.
        events: The newest first. An entry is updated on the day from which the event is certain,
            the feed with its newest entry; one without entries on the first day of 1970.
        names: Labels of ``things_in``.
        page_of: Gives the whole address of the page about an event.
        invented: Things of the illustrative set, which their entries then say.
    """
    language = feed.language
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": language})
    _text(root, "id", feed.identity)
    _text(root, "title", feed.title)
    _text(
        root,
        "subtitle",
        translate(
            msg(
                "What the register knows to have happened, each on the day from which it is "
                "certain. Compiled from public pages; not an official register of SPREP."
            ),
            language,
        ),
    )
    _text(root, "updated", _instant(max((e.certain_on for e in events), default=_EPOCH)))
    _text(ET.SubElement(root, "author"), "name", AUTHOR)
    _text(root, "rights", translate(RIGHTS, language))
    ET.SubElement(root, "generator", {"version": __version__}).text = AUTHOR
    for rel, kind, address in (
        ("self", "application/atom+xml", feed.address),
        ("alternate", "text/html", feed.page),
    ):
        given = {"rel": rel, "type": kind, "hreflang": language, "href": address}
        ET.SubElement(root, "link", given)
    for event in events:
        root.append(_entry(event, names, language, page_of(event), event.about in invented))
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _entry(
    event: Event, names: Mapping[str, Label], language: str, page: str, is_invented: bool
) -> ET.Element:
    entry = ET.Element("entry")
    title, sentence = _KINDS[event.kind]
    kind = translate(title, language)
    heading = kind[:1].upper() + kind[1:]
    thing = names.get(event.about)
    if thing is not None:
        gap = "\N{NO-BREAK SPACE}" if language == "fr" else ""
        heading += f"{gap}: {thing.text}"
    illustrative = translate(msg("illustrative"), language)
    _text(entry, "id", event.identity)
    _text(entry, "title", f"{heading} ({illustrative})" if is_invented else heading)
    _text(entry, "updated", _instant(event.certain_on))
    given = {"rel": "alternate", "type": "text/html", "hreflang": language, "href": page}
    ET.SubElement(entry, "link", given)
    ET.SubElement(entry, "category", {"term": event.kind.value, "label": kind})
    if is_invented:
        ET.SubElement(entry, "category", {"term": "illustrative", "label": illustrative})
    told = {
        "thing": thing.text if thing is not None else "",
        "earlier": names[event.earlier].text if event.earlier else "",
        "when": _when(event, language),
        "n": event.documents,
    }
    _text(entry, "summary", translate(Message(sentence.pattern, told), language))
    return entry


def _when(event: Event, language: str) -> Message:
    """Say when, as precisely as known: on a day, in a month or a year, between two days."""
    first, last = event.possible_from, event.certain_on
    if first == last:
        return msg("on {day}", day=moment(first.isoformat(), language))
    is_month_end = last.day == calendar.monthrange(last.year, last.month)[1]
    if first.year == last.year and first.day == 1 and is_month_end:
        if first.month == last.month:
            return msg("in {month}", month=moment(first.isoformat()[:7], language))
        if (first.month, last.month) == (1, 12):
            return msg("in {year}", year=first.year)
    return msg(
        "between {first} and {last}",
        first=moment(first.isoformat(), language),
        last=moment(last.isoformat(), language),
    )


def _text(parent: ET.Element, name: str, text: str) -> None:
    """Put a text into an element, on one line and without signs that XML does not know."""
    known = _UNKNOWN_TO_XML.sub("", text)
    # Other spaces are left alone: French has its own.
    ET.SubElement(parent, name).text = re.sub("[ \t\r\n]+", " ", known).strip(" ")


def _instant(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
