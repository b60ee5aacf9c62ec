"""A fence: work on what strangers send, in a process that can be killed.

A query in the engine cannot be stopped, a small one can end its process, and a file can ask for
more memory than there is. So such work is done apart: with limits that the kernel keeps, no
network, no writing, and a deadline after which the process is gone. Whoever asks gets an answer
that says what became of it.
"""

from perms_graph.fence.fencing import Fence, Status
from perms_graph.fence.limits import Limits
from perms_graph.fence.outcomes import (
    Busy,
    Crashed,
    Done,
    Gone,
    Outcome,
    OutOfMemory,
    Refused,
    TimedOut,
)

__all__ = [
    "Busy",
    "Crashed",
    "Done",
    "Fence",
    "Gone",
    "Limits",
    "OutOfMemory",
    "Outcome",
    "Refused",
    "Status",
    "TimedOut",
]
