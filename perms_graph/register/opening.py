"""Opening a built register and asking it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from perms_graph.catalogue import Catalogue, Parameter, bind_values, load_catalogue
from perms_graph.errors import FileError, msg
from perms_graph.register.building import build_into, current_build, inputs
from perms_graph.register.manifest import Manifest
from perms_graph.register.things import find_thing
from perms_graph.resources import Resources
from perms_graph.store import Bindable, Dataset, Table
from perms_graph.store.loading import Progress


@dataclass(frozen=True)
class Register:
    """A built graph with its questions.

    Attributes:
        dataset: The graph.
        catalogue: The stored questions.
        manifest: What it was built from, and how many triples it has.
    """

    dataset: Dataset
    catalogue: Catalogue
    manifest: Manifest

    @classmethod
    def in_memory(
        cls,
        resources: Resources,
        *,
        illustrative: bool = False,
        progress: Progress | None = None,
    ) -> Register:
        """Build the shipped register in memory; errors as in ``build_into``."""
        dataset = Dataset.memory()
        report = build_into(
            dataset, inputs(resources, illustrative=illustrative), progress=progress
        )
        return cls(dataset, load_catalogue(resources.queries), report.manifest)

    def ask(self, name: str, given: Mapping[str, str], *, language: str = "en") -> Table:
        """Ask a stored question with values as a user writes them.

        Args:
            name: Name of the question.
            given: Parameter → value; where an IRI is wanted, a short name or the words of a label
                do.
            language: In which labels are searched first.

        Raises:
            UnknownNameError: No such question or thing.
            ParameterError: A parameter is missing, unknown or ill-typed.
        """
        question = self.catalogue.find(name)
        values = bind_values(
            question, given, lambda p, text: self.resolve(p, text, language=language)
        )
        return self.ask_terms(name, values)

    def ask_terms(self, name: str, values: Mapping[str, Bindable]) -> Table:
        """Ask a stored question with terms."""
        return self.dataset.select(self.catalogue.find(name).sparql, values)

    def resolve(self, parameter: Parameter, text: str, *, language: str) -> str:
        """Find the thing that a user means by a name; errors as in ``find_thing``."""
        return find_thing(self.dataset, text, language=language, of=parameter.of)


def open_register(folder: Path, resources: Resources) -> Register:
    """Open the build in use in a folder, to read.

    Raises:
        FileError: Nothing has been built there, or it is damaged.
    """
    current = current_build(folder)
    if current is None:
        raise FileError(
            folder,
            msg("Nothing has been built here yet."),
            msg("Build it first: perms build --store {folder}", folder=folder),
        )
    return Register(
        Dataset.open(current / "store", read_only=True),
        load_catalogue(resources.queries),
        Manifest.read(current / "manifest.json"),
    )
