"""Pictures of charts, made here: nothing is fetched, and no script reaches a page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

import vl_convert

from perms_graph.charts.drawing import Spec

_LOCALES: Final[Mapping[str, Literal["en-GB", "fr-FR"]]] = MappingProxyType(
    {"en": "en-GB", "fr": "fr-FR"}
)

_NAME: Final = re.compile(r"\b(?:gradient_|clip)\d+\b")


def as_svg(spec: Spec, language: str) -> str:
    """Draw a chart as SVG.

    Args:
        spec: A description from this room.
        language: ``en`` or ``fr``: how numbers and months are written.
    """
    svg = vl_convert.vegalite_to_svg(
        spec,
        allowed_base_urls=[],
        format_locale=_LOCALES[language],
        time_format_locale=_LOCALES[language],
    )
    return _steady(str(svg))


def _steady(svg: str) -> str:
    """Name gradients and clips by the picture: the engine counts on from one picture to the next.

    So the same chart gives the same bytes, and two pictures on one page do not share names.
    """
    names = list(dict.fromkeys(_NAME.findall(svg)))
    plain = _NAME.sub(lambda found: f"n{names.index(found[0])}", svg)
    stamp = hashlib.sha256(plain.encode()).hexdigest()[:8]
    return _NAME.sub(lambda found: f"c{stamp}-{names.index(found[0])}", svg)


def as_png(spec: Spec, language: str, *, scale: float = 2.0) -> bytes:
    """Draw a chart as PNG.

    Args:
        spec: A description from this room.
        language: As for ``as_svg``.
        scale: Pixels for each unit of the drawing: 2 is sharp on paper and on fine screens.
    """
    return bytes(
        vl_convert.vegalite_to_png(
            spec,
            scale=scale,
            allowed_base_urls=[],
            format_locale=_LOCALES[language],
            time_format_locale=_LOCALES[language],
        )
    )
