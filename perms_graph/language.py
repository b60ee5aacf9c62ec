"""Languages of the software, and the choice of a text for a reader."""

from __future__ import annotations

from typing import Final

LANGUAGES: Final = ("en", "fr")


def rank(tag: str | None, wanted: str) -> int:
    """Say how well a text suits a reader; lower is better.

    Args:
        tag: Language tag of the text, or None if it has none.
        wanted: ``en`` or ``fr``.

    Returns:
        0 the language itself, 1 a regional variant of it, 2 no language (a name or a code), 3 the
        other language of the software, 4 anything else.
    """
    if tag is None or tag == "":
        return 2
    primary = tag.lower().split("-")[0]
    if tag.lower() == wanted:
        return 0
    if primary == wanted:
        return 1
    return 3 if primary in LANGUAGES else 4
