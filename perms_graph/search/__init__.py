"""Finding things by what people type: a full-text index (SQLite FTS5) made from the graph."""

from perms_graph.search.finding import Answer, Found
from perms_graph.search.indexing import SearchIndex

__all__ = ["Answer", "Found", "SearchIndex"]
