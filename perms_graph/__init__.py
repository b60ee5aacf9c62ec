"""SPREP's partnership strategy (PERMS) as a knowledge graph."""

__version__ = "0.1.0"
