"""A synthetic register: seeded, of any size, in our vocabulary, never to be taken for the real one.

Things have IRIs under ``https://w3id.org/perms/test/`` and every slug begins with ``test-``. What
is not a thing of the register (the Secretariat, principles, purposes, statuses, kinds of date) is
referred to by its own name, so that the shipped schemes, shapes and questions apply. Proportions
are those of the real register: dates are known for two agreements in three and ends for one in
three, a few partners have most of the agreements, the Secretariat is a party of all.

    python -m benchmarks.generator 10k > register.nq
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import pyoxigraph as ox

from benchmarks.chance import Chance
from benchmarks.dossiers import Dossiers
from benchmarks.groundwork import groundwork
from benchmarks.names import Names
from benchmarks.sheet import Sheet

SEED: Final = 20261101
_ROOM: Final = 60
"""Triples left unfilled at most: less than most dossiers have."""


def generate(triples: int, *, seed: int = SEED, names: Names | None = None) -> Iterator[ox.Quad]:
    """Give the statements of a synthetic register.

    Args:
        triples: About how many; what comes is within 5 % from 1,000 on. Fewer than that gives the
            groundwork (Members, goals, mechanisms) and no register.
        seed: Another seed gives another register of the same kind.
        names: How things are named; None names them under ``https://w3id.org/perms/test/``.

    Yields:
        Quads, each in the named graph of its synthetic document; no quad twice.
    """
    naming = names or Names()
    chance = Chance(seed)
    start = groundwork(naming)
    yield from start
    left = triples - len(start)
    dossiers = Dossiers(chance, naming)
    while left > _ROOM:
        sheet = dossiers.draw()
        if len(sheet.quads) > left + _ROOM:
            break
        dossiers.keep()
        yield from sheet.quads
        left -= len(sheet.quads)
    while left > _ROOM // 4:
        # What is left is too small for a dossier: partners without any partnership, which exist.
        sheet = Sheet()
        dossiers.lone_partner(sheet)
        yield from sheet.quads
        left -= len(sheet.quads)


def write(
    triples: int, out: Path | BinaryIO, *, seed: int = SEED, names: Names | None = None
) -> int:
    """Write a synthetic register as N-Quads, without holding it in memory.

    Args:
        triples: As in ``generate``.
        out: A path or a binary stream.
        seed: As in ``generate``.
        names: As in ``generate``.

    Returns:
        Number of quads written.
    """
    count = 0

    def counted() -> Iterator[ox.Quad]:
        nonlocal count
        for quad in generate(triples, seed=seed, names=names):
            count += 1
            yield quad

    if isinstance(out, Path):
        with out.open("wb") as stream:
            ox.serialize(counted(), stream, format=ox.RdfFormat.N_QUADS)
    else:
        ox.serialize(counted(), out, format=ox.RdfFormat.N_QUADS)
    return count


def size(written: str) -> int:
    """Read a size such as ``10k`` or ``1m``.

    Raises:
        ValueError: It is not a whole number with an optional ``k`` or ``m``.
    """
    word = written.strip().lower()
    factor = {"k": 1_000, "m": 1_000_000}.get(word[-1:], 1)
    return int(word.rstrip("km") if factor > 1 else word) * factor


def main() -> None:
    """Write a synthetic register to standard output."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("triples", type=size, help="about how many triples, such as 10k or 1m")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    write(given.triples, sys.stdout.buffer, seed=given.seed)


if __name__ == "__main__":
    main()
