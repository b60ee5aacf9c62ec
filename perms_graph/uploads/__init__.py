"""What a stranger sends: looked at first, then read and judged, or weighed, inside the fence.

``prepare``, ``check`` and ``weigh`` are what a fence runs; nothing else here is meant for others.
What is sent is data: it is added to a copy of the register, or of the strategy alone, judged, and
forgotten.
"""

from collections.abc import Mapping
from typing import Any, Final

from perms_graph.findings.forms import FORM_NAMES, MAX_BYTES
from perms_graph.namespaces import ID, PERMS
from perms_graph.uploads.checking import check
from perms_graph.uploads.preparing import AGAINST, Prepared, load
from perms_graph.uploads.weighing import weigh

__all__ = ["AGAINST", "FORM_NAMES", "MAX_BYTES", "check", "prepare", "weigh"]

_SAMPLE: Final = f"<{ID}partnership/sample> a <{PERMS}Partnership> .".encode()


def prepare(given: Mapping[str, Any]) -> Prepared:
    """Make ready what all jobs need, once in each worker.

    Args:
        given: ``quads``: an N-Quads file with the register as it was built.

    Raises:
        OSError: The file cannot be read.
    """
    made = load(given)
    # Once here, so that no job has to read modules and compile patterns: it halves their time.
    for against in AGAINST:
        check(made, {"against": against, "day": "2026-01-01"}, _SAMPLE)
    weigh(made, {"day": "2026-01-01"}, _SAMPLE)
    return made
