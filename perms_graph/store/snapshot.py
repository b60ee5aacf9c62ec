"""A store in a folder, held for who reads it: a newer build must not take it away from them."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

_HELD = "held-by-"


def hold(store: Path, folder: Path) -> Path | None:
    """Link the files of a store that nobody writes to into a folder of their own.

    Links cost no room and no time; the files stay until the last of them is gone. What processes
    that have ended held before is let go of.

    Args:
        store: The store.
        folder: Where the new folder is made; on the same file system.

    Returns:
        The new folder, which the caller removes; None if no links can be made there.
    """
    for old in folder.glob(f"{_HELD}*"):
        if not _lives(old.name.removeprefix(_HELD).partition("-")[0]):
            shutil.rmtree(old, ignore_errors=True)
    held = None
    try:
        held = Path(mkdtemp(prefix=f"{_HELD}{os.getpid()}-", dir=folder))
        for file in store.iterdir():
            os.link(file, held / file.name)
    except OSError:
        if held is not None:
            shutil.rmtree(held, ignore_errors=True)
        return None
    return held


def _lives(process: str) -> bool:
    """Tell whether a process lives; in doubt it does."""
    with suppress(PermissionError, ValueError, OverflowError):
        try:
            os.kill(int(process), 0)
        except ProcessLookupError:
            return False
    return True
