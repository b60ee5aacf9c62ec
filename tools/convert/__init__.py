"""From the tables in ``data/facts`` to TriG: one graph for each source and confidence."""
