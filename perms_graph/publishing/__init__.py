"""What others need to find and take the register: its description, and all of it as a file."""

from perms_graph.publishing.describing import (
    DATASET,
    RIGHTS,
    Dump,
    Summary,
    describe_dataset,
    dumps_at,
    summarise,
)
from perms_graph.publishing.dumping import DUMPS, DumpForm, dump

__all__ = [
    "DATASET",
    "DUMPS",
    "RIGHTS",
    "Dump",
    "DumpForm",
    "Summary",
    "describe_dataset",
    "dump",
    "dumps_at",
    "summarise",
]
