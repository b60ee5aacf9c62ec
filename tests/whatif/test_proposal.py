"""Is there a proposal in a file, and does it name what exists?"""

from __future__ import annotations

from pathlib import Path

import pytest

from perms_graph.errors import FileError, PermsError
from perms_graph.findings.reading import ReadFile, read_file
from perms_graph.namespaces import ID, PERMS
from perms_graph.trial import Change, Setting
from perms_graph.whatif.proposal import nothing_to_weigh, speaks_of_partnerships, strange_names

from .conftest import turtle

PREFIXES = (
    "@prefix perms: <https://w3id.org/perms/def#> .\n@prefix id: <https://w3id.org/perms/id/> .\n"
)


def written(folder: Path, text: str) -> ReadFile:
    path = folder / "proposal.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    return read_file(path)


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        pytest.param("<http://e.org/a> a perms:Agreement .", True, id="describes an agreement"),
        pytest.param("<http://e.org/p> a perms:Partnership .", True, id="describes a partnership"),
        pytest.param(
            "<http://e.org/u> perms:owedUnder id:agreement\\/ag-008 .",
            True,
            id="names an agreement",
        ),
        pytest.param("id:goal\\/rg3 perms:notation 'RG3' .", False, id="speaks of a goal alone"),
        pytest.param("<http://e.org/a> perms:serves id:goal\\/rg3 .", False, id="says no kind"),
    ],
)  # fmt: skip
def test_a_proposal_speaks_of_partnerships_if_it_describes_or_names_one(
    setting: Setting, text: str, speaks: bool
) -> None:
    change = Change(turtle(text))
    assert speaks_of_partnerships(setting.dataset, change) is speaks


def test_a_misspelt_name_comes_with_the_nearest_and_its_place(
    setting: Setting, tmp_path: Path
) -> None:
    file = written(tmp_path, "<http://e.org/a> a perms:Agreemnt ; perms:serves id:goal\\/rg3 .\n")
    (slip,) = strange_names(setting.dataset, [file])
    assert slip.name == PERMS + "Agreemnt"
    assert PERMS + "Agreement" in slip.nearest
    assert slip.place is not None
    assert (slip.place.file, slip.place.line) == (str(file.path), 3)


def test_a_thing_of_ours_that_there_is_not_is_strange_and_one_of_others_is_not(
    setting: Setting, tmp_path: Path
) -> None:
    text = (
        "<http://e.org/a> a perms:Agreement ; perms:serves id:goal\\/rg33 ;\n"
        "  perms:hasPartner id:partner\\/jp-gov .\n"
    )
    found = strange_names(setting.dataset, [written(tmp_path, text)])
    assert [slip.name for slip in found] == [ID + "goal/rg33"]
    assert ID + "goal/rg3" in found[0].nearest


def test_a_file_without_an_agreement_is_told_what_to_describe(tmp_path: Path) -> None:
    file = written(tmp_path, "id:goal\\/rg3 perms:notation 'RG3' .\n")
    error = nothing_to_weigh([file], ())
    assert isinstance(error, FileError)
    assert str(error.message) == "There is no agreement and no partnership in the proposal."
    assert error.path == str(file.path)
    assert "docs/examples/proposal.ttl" in str(error.hint)


def test_a_file_with_a_slip_is_told_its_line_and_the_nearest_name(
    setting: Setting, tmp_path: Path
) -> None:
    file = written(tmp_path, "<http://e.org/a> a perms:Agreemnt .\n")
    error = nothing_to_weigh([file], strange_names(setting.dataset, [file]))
    assert isinstance(error, PermsError)
    assert isinstance(error, FileError)
    assert error.line == 3
    assert "perms:Agreemnt is not known. Did you mean: perms:Agreement" in str(error.hint)
