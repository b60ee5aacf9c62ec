"""Pages kept, here and by browsers: whoever asks again is told at once.

A page depends on the build, on the software, on the day and on its address; nothing else. Its tag
(ETag) says all of that, so a browser may ask whether the page it has is still true, and a page that
was made for one reader is there for the next.
"""

from __future__ import annotations

import hashlib
import time
import zlib
from dataclasses import dataclass
from typing import Final, cast

from flask import Flask, Response, current_app, g, request

from .memo import Memo
from .reading import Reader
from .state import site

KEY: Final = "perms_graph.pages"

_PAGES: Final = 512
"""Most pages kept; packed, each takes about ten kilobytes."""

_LONGEST: Final = 1_000_000
"""Characters of an answer that is kept: downloads are longer, and rarely asked for twice."""


@dataclass(frozen=True)
class _Page:
    """A page as it was made, packed."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


def install(app: Flask) -> None:
    """Keep what ``app`` answers, and let browsers keep it."""
    app.extensions[KEY] = Memo(_PAGES)
    app.before_request(_again)
    app.after_request(_remember)


def _again() -> Response | None:
    """Give the page that was made for somebody else, if it is kept."""
    tag = _tag()
    if tag is None:
        return None
    kept = cast("Memo", current_app.extensions[KEY])
    found = cast("_Page | None", kept.find(_key(tag)))
    if found is None:
        return None
    return Response(zlib.decompress(found.body), headers=list(found.headers))


def _remember(response: Response) -> Response:
    tag = _tag()
    if tag is None or response.status_code != 200 or response.cache_control.no_store:
        return response
    if request.method == "GET" and response.mimetype == "text/html" and not response.vary:
        kept = cast("Memo", current_app.extensions[KEY])
        body = response.get_data()
        if len(body) < _LONGEST and kept.find(_key(tag)) is None:
            page = _Page(zlib.compress(body, 1), tuple(response.headers.items()))
            kept.keep(_key(tag), page, seconds=time.perf_counter() - g.begun)
    # One address may give several forms, and each is another thing to keep.
    response.set_etag(_mixed(tag, response.content_type or "") if response.vary else tag)
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response


def _tag() -> str | None:
    """Say by what an answer is known; None if nothing may be kept of it."""
    who = cast("Reader | None", g.get("reader"))
    if request.method not in {"GET", "HEAD"} or who is None or request.path.startswith("/static/"):
        return None
    parts = (
        site(current_app).stamp,
        who.view.register.manifest.fingerprint,
        who.today.isoformat(),
        who.language,
        request.full_path,
    )
    return _mixed(*parts)


def _mixed(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _key(tag: str) -> tuple[str, str]:
    # Pages name themselves by the host they were asked at.
    return tag, request.url_root
