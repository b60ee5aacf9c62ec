"""Charts: one description (Vega-Lite) that pages, reports and print share, and its pictures."""

from perms_graph.charts.drawing import Spec, bars, heat_map, is_on_map, pacific_map, time_bars
from perms_graph.charts.kinds import Bars, HeatMap, Mark, PacificMap, Place, Span, TimeBars
from perms_graph.charts.rendering import as_png, as_svg

__all__ = [
    "Bars",
    "HeatMap",
    "Mark",
    "PacificMap",
    "Place",
    "Span",
    "Spec",
    "TimeBars",
    "as_png",
    "as_svg",
    "bars",
    "heat_map",
    "is_on_map",
    "pacific_map",
    "time_bars",
]
