"""For whoever runs the site: whether it is well, and how it is used. Nothing about readers."""

from __future__ import annotations

import json

from flask import Blueprint, Response, current_app
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from ..measuring import measures
from ..state import site
from ..warming import warming_of

bp = Blueprint("operations", __name__)


@bp.get("/healthz")
def health() -> Response:
    """Say whether the register answers: 200 and what it is, or 503."""
    view = site(current_app).views["register"]
    manifest = view.register.manifest
    well = view.register.dataset.ask("ASK { ?thing a ?kind }")
    body = {
        "status": "ok" if well else "empty",
        "version": manifest.version,
        "fingerprint": manifest.fingerprint,
    }
    answer = Response(
        json.dumps(body) + "\n", status=200 if well else 503, content_type="application/json"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/readyz")
def ready() -> Response:
    """Say whether what takes long has been worked out: 200, or 503 while a start is under way."""
    warming = warming_of(current_app)
    well = warming is None or warming.ready
    answer = Response(
        json.dumps({"status": "ready" if well else "starting"}) + "\n",
        status=200 if well else 503,
        content_type="application/json",
    )
    answer.headers["Cache-Control"] = "no-store"
    if not well:
        answer.headers["Retry-After"] = "5"
    return answer


@bp.get("/metrics")
def metrics() -> Response:
    """Give counts and times of answers in the text format of Prometheus."""
    body = generate_latest(measures(current_app).registry)
    answer = Response(body, content_type=CONTENT_TYPE_LATEST)
    answer.headers["Cache-Control"] = "no-store"
    return answer
