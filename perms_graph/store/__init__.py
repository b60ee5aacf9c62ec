"""The store: RDF in, SPARQL answers out. Everything that grows with the data runs inside it."""

from perms_graph.store.binding import Bindable, bind
from perms_graph.store.dataset import Dataset, Table, Term
from perms_graph.store.screen import screen

__all__ = ["Bindable", "Dataset", "Table", "Term", "bind", "screen"]
