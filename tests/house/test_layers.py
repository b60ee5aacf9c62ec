"""Imports point one way, and the package never imports the pages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]

LAYERS = {
    "perms_graph": 0,
    "perms_graph.namespaces": 0,
    "perms_graph.errors": 0,
    "perms_graph.borrowed": 0,
    "perms_graph.language": 0,
    "perms_graph.translation": 0,
    "perms_graph.resources": 0,
    "perms_graph.store": 1,
    "perms_graph.fence": 1,
    "perms_graph.labels": 1,
    "perms_graph.charts": 1,
    "perms_graph.reasoning": 2,
    "perms_graph.validation": 2,
    "perms_graph.catalogue": 2,
    "perms_graph.search": 2,
    "perms_graph.guard": 2,
    "perms_graph.querying": 2,
    "perms_graph.description": 3,
    "perms_graph.compliance": 3,
    "perms_graph.coverage": 3,
    "perms_graph.gaps": 3,
    "perms_graph.openings": 3,
    "perms_graph.register": 3,
    "perms_graph.bilingual": 3,
    "perms_graph.repair": 3,
    "perms_graph.trial": 3,
    "perms_graph.whatif": 3,
    "perms_graph.duties": 3,
    "perms_graph.publishing": 3,
    "perms_graph.findings": 3,
    "perms_graph.answers": 4,
    "perms_graph.reports": 4,
    "perms_graph.uploads": 4,
    "perms_graph.cli": 5,
    "perms_graph.__main__": 5,
    "web": 5,
}

FRONT_DOOR = {("perms_graph", "perms_graph.answers")}
"""The package offers ``Register`` by name; for the eyes of a type checker only, until asked."""


def room(module: str) -> str:
    parts = module.split(".")
    return parts[0] if parts[0] == "web" else ".".join(parts[:2])


def imports(path: Path, module: str) -> set[str]:
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1]
            name = (
                ".".join([*base, node.module or ""]).strip(".") if node.level else node.module or ""
            )
            found |= {f"{name}.{a.name}" for a in node.names} if name == "perms_graph" else {name}
    return {n for n in found if n.split(".")[0] in {"perms_graph", "web"}}


MODULES = [
    (".".join(p.relative_to(TOP).with_suffix("").parts).removesuffix(".__init__"), p)
    for folder in ("perms_graph", "web")
    for p in sorted((TOP / folder).rglob("*.py"))
]


@pytest.mark.parametrize(("module", "path"), MODULES, ids=[m for m, _ in MODULES])
def test_imports_point_to_the_same_layer_or_below(module: str, path: Path) -> None:
    mine = LAYERS[room(module)]
    for name in imports(path, module):
        other = room(name)
        if other not in LAYERS:  # a name, not a module: from perms_graph import __version__
            other = "perms_graph"
        if (room(module), other) in FRONT_DOOR:
            continue
        assert LAYERS[other] <= mine, f"{module} imports {name}"
        assert not (module.startswith("perms_graph") and other == "web")


@pytest.mark.parametrize(("module", "path"), MODULES, ids=[m for m, _ in MODULES])
def test_no_module_is_two_rooms(module: str, path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 420, module


def test_top_level_is_as_promised() -> None:
    expected = {
        "ontology",
        "shapes",
        "data",
        "perms_graph",
        "web",
        "tests",
        "pyproject.toml",
        "README.md",
    }
    assert expected <= {p.name for p in TOP.iterdir()}
