"""A built wheel, installed in an empty folder, works away from the checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, TOP],
        check=True,
        capture_output=True,
    )
    (found,) = out.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder with the wheel unpacked; its dependencies come from this environment."""
    target = tmp_path_factory.mktemp("site")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", target, wheel],
        check=True,
        capture_output=True,
    )
    return target


def run(installed: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    # Isolated (-I), then the folder first: the checkout's own packages cannot be the ones found.
    code = (
        f"import sys; sys.path.insert(0, {str(installed)!r}); import perms_graph; "
        f"assert perms_graph.__file__.startswith({str(installed)!r}), perms_graph.__file__; "
        "from perms_graph.cli import main; main()"
    )
    return subprocess.run(
        [sys.executable, "-I", "-c", code, *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_everything_travels_inside(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {n.split("/")[0] for n in names}
    assert {t for t in tops if not t.endswith(".dist-info")} == {"perms_graph"}
    for part in (
        "perms_graph/queries/gaps/",
        "perms_graph/resources/ontology/",
        "perms_graph/resources/shapes/",
        "perms_graph/resources/data/register/",
        "perms_graph/web/templates/",
        "perms_graph/web/static/",
        "perms_graph/locale/fr/LC_MESSAGES/messages.mo",
        "perms_graph/locale/fr/LC_MESSAGES/messages.po",
        "perms_graph/locale/reviewed.csv",
        "perms_graph/reports/findings/page.html",
    ):
        assert any(n.startswith(part) for n in names), part


def test_the_wheel_builds_and_asks_the_register(installed: Path, tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    built = run(installed, tmp_path, "build", "--store", store)
    assert built.returncode == 0, built.stderr
    asked = run(
        installed, tmp_path, "query", "partners_by_goal", "--goal", "rg3", "--store", store,
        "--format", "csv",
    )  # fmt: skip
    assert asked.returncode == 0, asked.stderr
    assert asked.stdout.splitlines()[0] == "partner,agreements"
    assert len(asked.stdout.splitlines()) > 5


def test_the_pages_travel_too(installed: Path, tmp_path: Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(installed)!r}); "
        "from perms_graph.register import Register; from perms_graph.resources import shipped; "
        "from perms_graph.web import create_app; "
        "client = create_app(Register.in_memory(shipped())).test_client(); "
        "answer = client.get('/fr/'); print(answer.status_code, 'lang=\"fr\"' in answer.text)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout.split() == ["200", "True"]
