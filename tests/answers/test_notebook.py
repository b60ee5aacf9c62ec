"""The notebook in docs runs, and shows what it shows there.

``python -m tests.answers.test_notebook`` runs it and keeps the new outputs, to be reviewed.
"""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Any

import nbformat
import pytest

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebook.ipynb"


def read() -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOK, as_version=4)


def run(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Run all cells in a kernel of this Python, beside the notebook's own files."""
    with warnings.catch_warnings():
        # Faults of libraries that only run notebooks are not ours.
        warnings.simplefilter("ignore")
        from nbclient import NotebookClient

        place = {"metadata": {"path": str(NOTEBOOK.parent)}}
        client = NotebookClient(notebook, timeout=120, resources=place, record_timing=False)
        done: nbformat.NotebookNode = client.execute()
    done.metadata["language_info"] = {"name": "python"}
    return done


def texts(cell: nbformat.NotebookNode) -> list[Any]:
    """Give what a cell shows, without pictures: fonts differ between machines."""
    shown: list[Any] = []
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            shown.append(output.text)
        else:
            kinds = ("text/plain", "text/html")
            picture = "image/png" in output.data
            shown.append({k: output.data[k] for k in kinds if k in output.data and not picture})
    return shown


@pytest.fixture(scope="module")
def notebook() -> nbformat.NotebookNode:
    return read()


def test_every_cell_shows_what_the_notebook_shows(notebook: nbformat.NotebookNode) -> None:
    done = run(read())
    for kept, fresh in zip(notebook.cells, done.cells, strict=True):
        assert texts(fresh) == texts(kept), kept.source


def test_the_notebook_was_run_from_top_to_bottom(notebook: nbformat.NotebookNode) -> None:
    counts = [c.execution_count for c in notebook.cells if c.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    kinds = [o.output_type for c in notebook.cells for o in c.get("outputs", [])]
    assert "error" not in kinds
    assert any(
        "image/png" in o.get("data", {}) for c in notebook.cells for o in c.get("outputs", [])
    )


def test_the_notebook_names_no_place_of_a_machine_and_calls_for_nothing_from_elsewhere() -> None:
    text = re.sub(r'"image/png": "[^"]*"', "", NOTEBOOK.read_text(encoding="utf-8"))
    assert re.findall(r"/(?:home|root|tmp|work|Users|usr)/", text) == []
    assert re.findall(r"<script|cdn\.|src=", text) == []
    assert "perms-graph[notebook]" in text


if __name__ == "__main__":
    nbformat.write(run(read()), NOTEBOOK)
