"""The stored questions: SPARQL files whose header says what they ask and how to read the answer."""

from perms_graph.catalogue.families import FAMILIES
from perms_graph.catalogue.questions import (
    Catalogue,
    Parameter,
    Question,
    Returned,
    load_catalogue,
    read_header,
    read_question,
)
from perms_graph.catalogue.running import bind_values, term_of

__all__ = [
    "FAMILIES",
    "Catalogue",
    "Parameter",
    "Question",
    "Returned",
    "bind_values",
    "load_catalogue",
    "read_header",
    "read_question",
    "term_of",
]
