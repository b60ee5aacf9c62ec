"""Free SPARQL: what form a query has, in which formats its answer is written, how it is run.

``prepare`` and ``answer`` are what a fence runs: a query from outside never meets the engine in the
server's own process. What the guard says of one is in ``advising``, for another fence.
"""

from perms_graph.querying.answering import Told, answer, prepare, told
from perms_graph.querying.formats import (
    GRAPHS,
    RESULTS,
    Format,
    QueryForm,
    format_named,
    formats_of,
    is_volatile,
    query_form,
)

__all__ = [
    "GRAPHS",
    "RESULTS",
    "Format",
    "QueryForm",
    "Told",
    "answer",
    "format_named",
    "formats_of",
    "is_volatile",
    "prepare",
    "query_form",
    "told",
]
