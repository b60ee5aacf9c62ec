"""Finding without a server: every name in a file that the page reads, and lists from A to Z."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.errors import msg
from perms_graph.namespaces import BASE, PERMS
from perms_graph.publishing import Summary, summarise
from perms_graph.search.folding import words
from perms_graph.translation import translate

from .. import paths
from ..formatting import moment
from ..kinds import kinds_with_things
from ..reading import Reader, reader
from ..showing import Names, Shown

bp = Blueprint("freezing", __name__)

OTHER: Final = "other"
"""Where names stand that begin with no letter."""

_NAMES: Final = """
SELECT DISTINCT ?thing ?name WHERE {
  VALUES ?property {
    skos:prefLabel rdfs:label dcterms:title foaf:name perms:acronym skos:altLabel skos:notation
  }
  ?thing ?property ?name .
  FILTER (isIRI(?thing) && isLiteral(?name))
}
"""


@dataclass(frozen=True)
class Entry:
    """A thing as it is found.

    Attributes:
        thing: Its identity.
        shown: Its name, with a link to its page.
        kind: What it is, in words.
        letter: Where it stands from A to Z.
        words: What it is found by: all its names in all languages, capitals and accents folded.
    """

    thing: str
    shown: Shown
    kind: str
    letter: str
    words: str


@bp.get("/languages")
def languages() -> ResponseReturnValue:
    """Let the reader choose a language: the page that opens first."""
    who = reader()
    summary = summary_of(who)
    tongues = []
    for language, name in (("en", "English"), ("fr", "Français")):
        said = [msg("Judged as on {day}.", day=moment(who.day.isoformat(), language))]
        if summary.read_until:
            when = moment(summary.read_until, language)
            said.append(msg("The last source was read: {when}.", when=when))
        title = translate(msg("SPREP’s partnerships"), language)
        tongues.append((language, name, title, [translate(line, language) for line in said]))
    return render_template("languages.html", tongues=tongues)


@bp.get("/<any(en, fr):lang>/a-z")
def a_to_z() -> ResponseReturnValue:
    """List everything that has a page, by the first letter of its name."""
    who = reader()
    entries = entries_of(who)
    letters: dict[str, int] = {}
    for entry in entries:
        letters[entry.letter] = letters.get(entry.letter, 0) + 1
    chosen = request.args.get("letter")
    if chosen is not None and chosen != OTHER and not (len(chosen) == 1 and "a" <= chosen <= "z"):
        abort(404)
    order = sorted(letters, key=lambda letter: (letter == OTHER, letter))
    return render_template(
        "a_z.html",
        letters=[
            (_heading(who, x), letters[x], who.link("/a-z", letter=x), x == chosen) for x in order
        ],
        heading=_heading(who, chosen) if chosen else "",
        entries=[entry for entry in entries if entry.letter == chosen],
        chosen=chosen,
        total=len(entries),
    )


def summary_of(who: Reader) -> Summary:
    """Give the register in numbers."""
    r = who.view.register
    return who.view.memo.get(("summary",), lambda: summarise(r.dataset, r.catalogue))


def _heading(who: Reader, letter: str) -> str:
    return who.say(msg("Other signs")) if letter == OTHER else letter.upper()


def names_script(who: Reader, file_of: Callable[[str], str | None]) -> str:
    """Write all names as a script, which a page may read from disk where data it may not.

    Args:
        who: Who reads.
        file_of: Gives the file of a link, or None if it has none.
    """
    kinds: dict[str, int] = {}
    things = []
    for entry in entries_of(who):
        file = file_of(entry.shown.href) if entry.shown.href else None
        if file is not None:
            number = kinds.setdefault(entry.kind, len(kinds))
            row: list[object] = [entry.shown.text, number, file, entry.words]
            things.append([*row, entry.shown.language] if entry.shown.language else row)
    told = {"kinds": list(kinds), "things": things}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"globalThis.permsNames = {text};\n"


def entries_of(who: Reader) -> tuple[Entry, ...]:
    """Give everything that has a page of its own, in the order of names."""
    return who.view.memo.get(("a-z", who.language), lambda: _entries(who))


def _entries(who: Reader) -> tuple[Entry, ...]:
    kinds: dict[str, str] = {}
    for word in who.view.index.words():
        kinds |= dict.fromkeys(who.view.index.of_word(word), "")
    found = kinds_with_things(who)
    for kind in (*found.codes, *found.others, *found.main):
        kinds |= dict.fromkeys(kind.things, kind.label)
    things = [t for t in kinds if _has_page(t)]
    for thing in things:
        if (specific := who.view.kind_of(thing)) is not None:
            kinds[thing] = who.view.terms.label(specific, who.language)
    told = _folded(who)
    shown = Names(who, things)
    entries = []
    for thing in who.view.index.by_name(things, who.language):
        name = shown.thing(thing)
        folded = words(name.text)
        first = folded[0][0] if folded else ""
        spoken = dict.fromkeys((*folded, *told.get(thing, ())))
        letter = first if "a" <= first <= "z" else OTHER
        entries.append(Entry(thing, name, kinds[thing], letter, " ".join(spoken)))
    return tuple(entries)


def _has_page(thing: str) -> bool:
    where = paths.page(thing)
    return "#" not in where and not thing.startswith((PERMS, BASE + "graph/", BASE + "shape#"))


def _folded(who: Reader) -> Mapping[str, list[str]]:
    """Give the words of all names of each thing."""
    found: dict[str, list[str]] = {}
    for thing, name in who.view.select(_NAMES).rows:
        if isinstance(thing, ox.NamedNode) and isinstance(name, ox.Literal):
            found.setdefault(thing.value, []).extend(words(name.value))
    return {thing: sorted(set(several)) for thing, several in found.items()}
