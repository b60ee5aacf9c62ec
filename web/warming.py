"""Working out beforehand what takes long, so that no reader waits for it.

A page about one thing is quick at any size. What is counted over the whole register (the ledger,
the gaps, the facets of lists, the search index) takes longest where nobody has asked yet: after a
start, and every midnight, for most of it is true for one day. Both are done here, in a thread of
its own, by making the very pages that readers will ask for.
"""

from __future__ import annotations

import datetime as dt
import gc
import logging
import threading
from collections.abc import Callable, Iterator
from typing import Final, cast

import pyoxigraph as ox
from flask import Flask, g

from perms_graph.language import LANGUAGES
from perms_graph.store import Dataset

from .columns import COUNT, columns_of
from .kinds import kinds_with_things
from .paths import page
from .reading import Reader
from .state import View, site

KEY: Final = "perms_graph.warming"
_LOG: Final = logging.getLogger("perms_graph.warming")

_EARLY: Final = dt.timedelta(minutes=30)
"""How long before midnight the next day is worked out."""

_OFTEN: Final = 60.0
"""Seconds between two looks at the clock."""

_HUBS: Final = 120
"""Things that most others name and whose pages are made beforehand: fewer than a memo keeps."""

# Each graph says again that it names a thing, so only the merged set is counted.
_NAMED_MOST: Final = """
SELECT ?thing (COUNT(*) AS ?times) WHERE {
  ?other ?property ?thing FILTER (?property != rdf:type && isIRI(?thing))
}
GROUP BY ?thing HAVING (COUNT(*) >= ?least) ORDER BY DESC(?times) ?thing
"""


class Warming:
    """A thread that makes pages before they are asked for, once a day.

    Args:
        app: An application; its answers do not change.
        now: Tells the time on this machine.
    """

    def __init__(self, app: Flask, *, now: Callable[[], dt.datetime] = dt.datetime.now) -> None:
        self._app = app
        self._now = now
        self._stopped = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="warming", daemon=True)

    @property
    def ready(self) -> bool:
        """Whether the pages of the first day are made."""
        return self._ready.is_set()

    @property
    def ended(self) -> bool:
        """Whether it makes nothing any more."""
        return self._thread.ident is not None and not self._thread.is_alive()

    def wait(self, seconds: float) -> bool:
        """Wait until it is ready, so long at most; tells whether it is."""
        return self._ready.wait(seconds)

    def start(self) -> None:
        """Begin, beside the readers."""
        self._thread.start()

    def stop(self, *, within: float = 5.0) -> None:
        """End after the page at hand.

        Args:
            within: Seconds to wait for that at most.
        """
        self._stopped.set()
        if self._thread.ident is not None:
            self._thread.join(within)

    def warm(self, day: dt.date) -> int:
        """Make the pages for a day.

        Returns:
            How many were made; a page that fails is logged and left to whoever asks for it.
        """
        made = 0
        for name, view in site(self._app).views.items():
            for path in self._paths(view, day):
                if self._stopped.is_set():
                    return made
                made += self._make(path, name, day)
        return made

    def _run(self) -> None:
        done: set[dt.date] = set()
        while not self._stopped.is_set():
            for day in self.days():
                if day not in done:
                    made = self.warm(day)
                    done = {d for d in done if d >= day} | {day}
                    _settle()
                    _LOG.info("%d pages made for %s", made, day)
            self._ready.set()
            self._stopped.wait(_OFTEN)

    def days(self) -> tuple[dt.date, ...]:
        """Give today, and tomorrow when it is near."""
        today, now = site(self._app).today(), self._now()
        soon = (now + _EARLY).date() != now.date()
        return (today, today + dt.timedelta(days=1)) if soon else (today,)

    def _paths(self, view: View, day: dt.date) -> Iterator[str]:
        """Give what readers want first; each is found only when it is its turn."""
        yield from (f"/{language}/" for language in LANGUAGES)
        with self._app.test_request_context("/en/"):
            g.reader = Reader("en", view, day, day)
            words = [kind.word for kind in kinds_with_things(g.reader).main]
        yield from (f"/en/{word}" for word in words)
        yield from ("/en/search?q=pacific", "/en/coverage", "/en/gaps", "/en/compliance")
        yield from (f"/fr/{word}" for word in words)
        # Counts are made once for all things of a kind.
        for word in words:
            counted = (c.key for c in columns_of(word) if c.kind == COUNT)
            yield from (f"/en/{word}?sort={key}" for key in counted)
        # The first of each kind reads what all of its kind need.
        for word in words:
            for thing in view.index.of_word(word)[:1]:
                yield from (f"/{language}{page(thing)}" for language in LANGUAGES)
        yield from (f"/{language}/query/words.json" for language in LANGUAGES)
        for thing in named_most(view.register.dataset):
            yield from (f"/{language}{page(thing)}" for language in LANGUAGES)

    def _make(self, path: str, view: str, day: dt.date) -> int:
        state = site(self._app)
        # No request of anybody's: it is not counted, and nothing is sent.
        with self._app.test_request_context(path):
            try:
                self._app.preprocess_request()
                g.reader = Reader(path[1:3], state.views[view], day, day)
                self._app.dispatch_request()
            except Exception:  # the thread must go on, whatever one page does
                _LOG.exception("%s could not be made beforehand", path)
                return 0
        return 1


def _settle() -> None:
    """Take what was worked out from Python's collector, which would look through it for ever.

    At a million triples one such look stops every reader for two seconds. What is dropped later
    still goes, as its last reference does.
    """
    gc.collect()
    gc.freeze()


def named_most(dataset: Dataset, *, least: int = 500) -> list[str]:
    """Give the things of ours that most others name, first the one named most.

    Args:
        dataset: Its default graph is read.
        least: Named by fewer, a thing is quick to show.

    Returns:
        At most 120 IRIs.
    """
    table = dataset.select(_NAMED_MOST, {"least": ox.Literal(least)})
    things = [row["thing"] for row in table]
    return [t.value for t in things if isinstance(t, ox.NamedNode)][:_HUBS]


def warming_of(app: Flask) -> Warming | None:
    """Give what makes an application's pages beforehand, if anything does."""
    return cast("Warming | None", app.extensions.get(KEY))


def keep_warm(app: Flask) -> Warming:
    """Make an application's pages beforehand from now on.

    Returns:
        What does so; whoever ends the application should stop it.
    """
    made = app.extensions[KEY] = Warming(app)
    made.start()
    return made
