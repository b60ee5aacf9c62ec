"""The query guard: what may be wrong with a query before it runs, and why an answer is empty."""

from perms_graph.guard.advising import advise
from perms_graph.guard.emptied import Emptied
from perms_graph.guard.emptying import why_empty
from perms_graph.guard.lexing import Place
from perms_graph.guard.model import Advice
from perms_graph.guard.nearby import Hint
from perms_graph.guard.vocabulary import Known, Vocabulary, vocabulary_of

__all__ = [
    "Advice",
    "Emptied",
    "Hint",
    "Known",
    "Place",
    "Vocabulary",
    "advise",
    "vocabulary_of",
    "why_empty",
]
