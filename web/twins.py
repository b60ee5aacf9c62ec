"""Pages that are given as data too: said in the page's head and in the answer's."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, make_response

from .negotiation import Media

Twins = Sequence[tuple[Media, str]]


def with_twins(page: str, forms: Twins, *, described: str | None = None) -> Response:
    """Answer with a page and say where the same stands as data (RFC 8288).

    Args:
        page: HTML.
        forms: Each format with its address.
        described: Identity of the thing that the page is about, which leads to all of them.
    """
    links = [
        f'<{href}>; rel="alternate describedby"; type="{form.media_type}"' for form, href in forms
    ]
    if described is not None and described.isascii() and not set(described) & set('<>" \\'):
        links.append(f'<{described}>; rel="about"')
    answer = make_response(page)
    answer.headers["Link"] = ", ".join(links)
    return answer
