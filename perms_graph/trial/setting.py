"""Where trials are made: a built register with all it takes to bring it up to date."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import RLock
from typing import TYPE_CHECKING

from perms_graph.store import Dataset
from perms_graph.store.loading import parse

if TYPE_CHECKING:
    from perms_graph.reasoning import RuleSet
    from perms_graph.register.building import Inputs
    from perms_graph.validation import CompiledShapes, Report


@dataclass(frozen=True)
class Setting:
    """A built register, and what it was built with.

    A trial writes to the dataset and takes it back. Whoever reads the dataset meanwhile sees the
    trial: give trials a copy (``Setting.copied``) where others read. In memory, Oxigraph keeps what
    was removed: after 600 trials one took half as long again, so a server makes a new copy now and
    then.

    Attributes:
        dataset: Complete: merged, reasoned, derived. In memory, or on disk and open for writing.
        rules: What it was materialised with.
        compiled: The shapes.
        report: What ``validate`` gives for it.
        lock: Held during a trial. One trial at a time; another may be made inside it, of the same
            thread, on the setting that its outcome gives.
        under_way: Reports of the trials that are being made, the innermost last.
    """

    dataset: Dataset
    rules: RuleSet
    compiled: CompiledShapes
    report: Report
    lock: RLock = field(default_factory=RLock, repr=False, compare=False)
    under_way: list[Report] = field(default_factory=list, repr=False, compare=False)

    @classmethod
    def of(cls, dataset: Dataset, given: Inputs, *, report: Report | None = None) -> Setting:
        """Make a setting of a built register.

        Args:
            dataset: As ``build_into`` leaves it, open for writing.
            given: What it was built from; its ontology and shapes are read again.
            report: The report of a run of ``validate`` on it, such as a build gives; without it
                the register is checked now.

        Raises:
            FileError: A file of the ontology or a shape is missing or broken.
        """
        # The engines take a second to import; whoever makes no trial needs none of them.
        from perms_graph.reasoning import close_ontology, compile_rules
        from perms_graph.validation import compile_shapes, load_shapes, validate

        schema = [q.triple for path in given.ontology for q in parse(path)]
        compiled = compile_shapes(load_shapes(given.shapes))
        return cls(
            dataset,
            compile_rules(close_ontology(schema)),
            compiled,
            report or validate(dataset, compiled),
        )

    @classmethod
    def copied(cls, dataset: Dataset, given: Inputs, *, report: Report | None = None) -> Setting:
        """Make a setting of a copy in memory; the dataset itself is only read. As ``of``."""
        copy = Dataset.memory()
        copy.store.bulk_extend(dataset.store)
        return cls.of(copy, given, report=report)
