"""``perms site``: what it says, what it refuses, what it leaves as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from perms_graph.resources import Resources
from tests.web.conftest import small_register

from .conftest import Perms


def test_a_site_is_written_and_one_is_told_where(
    perms: Perms, resources: Resources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = small_register(resources)
    monkeypatch.setattr("perms_graph.cli.siting.opened", lambda session: register)
    # Pictures may have been drawn by other tests in this process.
    monkeypatch.setattr("web.freezing.processors", lambda: 1)
    done = perms("site", str(tmp_path / "a" / "site"), "--on", "2026-06-30", "--lang", "fr")
    assert (done.code, done.err) == (0, "")
    said, where = done.out.replace("\xa0", " ").replace("\u202f", " ").splitlines()
    found = re.fullmatch(r"Pages : (\d+)\. Fichiers en tout : ([\d ]+), (\d+,\d) Mo\.", said)
    assert found is not None
    site = tmp_path / "a" / "site"
    assert len(list(site.rglob("*.html"))) == int(found[1])
    assert len([p for p in site.rglob("*") if p.is_file()]) == int(found[2].replace(" ", ""))
    assert where == f"À ouvrir : {site / 'index.html'}"
    assert "Judged as on 30 June 2026." in (site / "en/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("site", "This is a file, not a folder."),
        ("site/letter.txt", "not written by “perms site”: letter.txt"),
    ],
)
def test_what_others_wrote_is_refused_before_anything_is_done(
    perms: Perms, tmp_path: Path, name: str, said: str
) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    done = perms("site", str(tmp_path / "site"))
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "Name a folder that is new or empty" in done.err
    assert (tmp_path / name).read_text() == "mine"


def test_the_folder_is_not_left_to_guessing(perms: Perms) -> None:
    done = perms("site")
    assert done.code == 2
    assert "folder is missing" in done.err.lower()
