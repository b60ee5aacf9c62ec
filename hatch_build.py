"""What a wheel carries besides the package: pages, ontology, shapes and data.

A checkout keeps these at the top level; a top-level ``web`` or ``data`` in site-packages would be
rude to its neighbours, so a wheel has them inside the package. An editable install reads the
checkout itself and needs no copy.
"""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = {
    "web": "perms_graph/web",
    "ontology": "perms_graph/resources/ontology",
    "shapes": "perms_graph/resources/shapes",
    "data/register": "perms_graph/resources/data/register",
    "data/strategy": "perms_graph/resources/data/strategy",
    "data/codelists": "perms_graph/resources/data/codelists",
    "data/policy": "perms_graph/resources/data/policy",
    "data/illustrative": "perms_graph/resources/data/illustrative",
    "data/provenance.trig": "perms_graph/resources/data/provenance.trig",
}


class CarryResources(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the folders to a standard wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds; ``version`` is ``standard`` or ``editable``."""
        if version == "standard":
            build_data["force_include"].update(CARRIED)
