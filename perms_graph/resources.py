"""Where ontology, shapes, data and pages are: atop a checkout, or inside an installed package."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from perms_graph.errors import FileError, msg


@dataclass(frozen=True)
class Resources:
    """The folders that travel with the software.

    Attributes:
        ontology: Modules (``*.ttl``) and, under ``alignment/``, links to other vocabularies.
        shapes: SHACL shapes.
        data: The register and its code lists.
        web: Templates and static files of the browser.
        queries: Stored questions.
        locale: Translations of the interface.
    """

    ontology: Path
    shapes: Path
    data: Path
    web: Path
    queries: Path
    locale: Path


def shipped() -> Resources:
    """Find the folders that came with this copy of the software.

    Raises:
        FileError: They are in neither place; the installation is broken.
    """
    package = Path(__file__).resolve().parent
    carried = package / "resources"
    if (carried / "ontology").is_dir():
        top, web = carried, package / "web"
    else:
        top, web = package.parent, package.parent / "web"
    if not (top / "ontology").is_dir():
        raise FileError(
            top / "ontology",
            msg("The ontology is missing from this installation."),
            msg("Install perms-graph again, or run it from a whole checkout."),
        )
    return Resources(
        ontology=top / "ontology",
        shapes=top / "shapes",
        data=top / "data",
        web=web,
        queries=package / "queries",
        locale=package / "locale",
    )
