"""A trial: the change is made, all that follows from it, and then everything is put back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pyoxigraph as ox

from perms_graph.reasoning import Journal, bounded_by, derive, extend, retract
from perms_graph.trial.change import Change
from perms_graph.trial.reporting import rewrite_report
from perms_graph.trial.setting import Setting
from perms_graph.validation import Report, Result, recheck


@dataclass(frozen=True)
class Outcome:
    """What a change did. Holds after the trial too, save that the dataset has gone back.

    Attributes:
        setting: The register as it stands now, for a trial inside this one.
        came: Triples that the default graph did not have: added, inferred and derived.
        went: Triples that it no longer has.
        added: Results of the report that were not there, in its order.
        removed: Results that are gone, in the order of the report before.
    """

    setting: Setting
    came: tuple[ox.Triple, ...]
    went: tuple[ox.Triple, ...]
    added: tuple[Result, ...]
    removed: tuple[Result, ...]

    @property
    def report(self) -> Report:
        """Give the whole report after the change."""
        return self.setting.report


@contextmanager
def trying(setting: Setting, change: Change) -> Iterator[Outcome]:
    """Make a change, with all that follows from it, and take it back at the end.

    Inside the ``with`` the dataset holds what a build with the change would give: the named
    graphs, the merged set, what is inferred, the bounds of dates, ``graph:report``. Afterwards
    every quad is as before, also when the trial or the block ends in an error.

    It costs what the change touches. The record of what was written is what is undone: nothing is
    copied.

    Args:
        setting: Where to try. Its dataset is open for writing.
        change: Data, not axioms: a changed ontology needs a build.

    Yields:
        What the change did.

    Raises:
        PermsError: The change adds to or takes from a graph that we write ourselves.
        RuntimeError: Another trial is under way, and the setting is not that of its outcome.
    """
    with setting.lock:
        under_way = setting.under_way
        if under_way and under_way[-1] is not setting.report:
            raise RuntimeError("a trial inside another needs the setting of that one's outcome")
        journal = Journal(setting.dataset)
        depth = len(under_way)
        try:
            outcome = _make(setting, change, journal)
            under_way.append(outcome.report)
            yield outcome
        finally:
            del under_way[depth:]
            journal.undo()


def _make(setting: Setting, change: Change, journal: Journal) -> Outcome:
    dataset, rules = setting.dataset, setting.rules
    added, removed = change.quads_added(), change.quads_removed(dataset)
    journal.remove(removed)
    if change.removed:
        lost = [*(q.triple for q in removed), *change.triples_removed()]
        retract(dataset, rules, lost, journal=journal)
    journal.add(added)
    if added:
        extend(dataset, rules, dict.fromkeys(q.triple for q in added), journal=journal)
    moved = bounded_by(dataset, [*journal.came(), *journal.went()])
    if moved:
        derive(dataset, things=moved, journal=journal)
    came, went = _merged(journal.came()), _merged(journal.went())
    checked = recheck(dataset, setting.compiled, setting.report, [*came, *went])
    rewrite_report(dataset, journal, checked)
    return Outcome(
        replace(setting, report=checked.report), came, went, checked.added, checked.removed
    )


def _merged(quads: Iterable[ox.Quad]) -> tuple[ox.Triple, ...]:
    return tuple(q.triple for q in quads if isinstance(q.graph_name, ox.DefaultGraph))
