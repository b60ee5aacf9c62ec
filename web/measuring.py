"""How many answers, of what kind, and how long they took: for /metrics and the access log.

Kept by the pattern of the address (``/<lang>/<kind>/<slug>``) and never by the address itself or by
who asked: nothing here is about a person.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from typing import Final, cast

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

KEY: Final = "perms_graph.measures"
LOGGER: Final = "perms_graph.access"

_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_NO_PATTERN: Final = "none"


@dataclass(frozen=True)
class Measures:
    """The counters of one application; two of them share nothing."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    answers: Counter = field(init=False)
    seconds: Histogram = field(init=False)
    at_work: Gauge = field(init=False)

    def __post_init__(self) -> None:
        names = ("method", "pattern", "status")
        made = {
            "answers": Counter(
                "perms_http_answers", "Answers given", names, registry=self.registry
            ),
            "seconds": Histogram(
                "perms_http_seconds",
                "Seconds until an answer was ready",
                ("pattern",),
                registry=self.registry,
                buckets=_BUCKETS,
            ),
            "at_work": Gauge(
                "perms_http_at_work", "Requests being answered", registry=self.registry
            ),
        }
        for name, measure in made.items():
            object.__setattr__(self, name, measure)


def measures(app: Flask) -> Measures:
    """Give the counters of an application."""
    return cast("Measures", app.extensions[KEY])


def install(app: Flask) -> None:
    """Count and time every answer, and write a line of the access log for it."""
    app.extensions[KEY] = kept = Measures()
    log = logging.getLogger(LOGGER)

    @app.before_request
    def _begin() -> None:
        g.begun = time.perf_counter()
        kept.at_work.inc()

    @app.after_request
    def _count(response: Response) -> Response:
        begun = getattr(g, "begun", None)
        seconds = 0.0 if begun is None else time.perf_counter() - begun
        pattern = request.url_rule.rule if request.url_rule is not None else _NO_PATTERN
        method = request.method if request.url_rule is not None else "other"
        kept.answers.labels(method, pattern, str(response.status_code)).inc()
        kept.seconds.labels(pattern).observe(seconds)
        log.info("%s %s %d %.1f ms", method, pattern, response.status_code, 1000 * seconds)
        return response

    @app.teardown_request
    def _end(_error: BaseException | None) -> None:
        if g.pop("begun", None) is not None:
            kept.at_work.dec()
