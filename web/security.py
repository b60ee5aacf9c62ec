"""Headers that keep a page to itself: its own style and scripts, no frame, no guessing."""

from __future__ import annotations

from typing import Final

from flask import Flask
from werkzeug.wrappers import Response

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def protect(app: Flask) -> None:
    """Set the headers on every answer, errors too."""

    @app.after_request
    def _set(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
