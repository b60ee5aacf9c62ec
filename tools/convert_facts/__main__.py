"""Write the register from the facts, or check that the files on disk are what the facts give.

python -m tools.convert_facts            write data/register, data/strategy, data/codelists …
python -m tools.convert_facts --check    exit code 1 if a file differs; nothing is written
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.convert_facts.converting import files_of, stale

TOP = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; give the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    parser.add_argument("--data", type=Path, default=TOP / "data", help="folder of the data")
    given = parser.parse_args(arguments)
    data: Path = given.data
    wanted = files_of(data)
    differing = stale(data, wanted)
    if given.check:
        for name in differing:
            print(f"{name} is not what the facts give")
        print("Run: python -m tools.convert_facts" if differing else "The files are up to date.")
        return 1 if differing else 0
    for name in differing:
        path = data / name
        if name in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name], encoding="utf-8")
        else:
            path.unlink()
    print(f"{len(wanted)} files, {len(differing)} changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
