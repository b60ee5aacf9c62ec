"""The command line."""

from __future__ import annotations

import contextlib
import io
import sys

__all__ = ["main"]

STOPPED = 130


def main() -> None:
    """Run ``perms`` with the arguments of the process, and end it with the command's exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot write an accent shows a question mark; that is no reason to fail.
        if isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(ValueError):
                stream.reconfigure(errors="replace")
    try:
        # Here, not above: Ctrl-C while the libraries load is no fault to be traced either.
        from perms_graph.cli.assembly import program

        program()()
    except KeyboardInterrupt:
        sys.exit(STOPPED)
