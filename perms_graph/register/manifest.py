"""What a built store was made from, so that the same inputs are not built twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from perms_graph import __version__
from perms_graph.errors import FileError, msg


@dataclass(frozen=True)
class Manifest:
    """A record kept beside a built store.

    Attributes:
        fingerprint: SHA-256 over every input file (name and bytes) and the software that builds.
        version: Version of the software.
        illustrative: Whether invented data are in.
        asserted: Triples stated by sources, each counted once.
        inferred: Triples that OWL entails.
        derived: Triples that our own rules compute.
        graphs: Number of named graphs.
        violations: Validation results by severity: violations …
        warnings: … warnings …
        infos: … and remarks.
    """

    fingerprint: str
    version: str
    illustrative: bool
    asserted: int
    inferred: int
    derived: int
    graphs: int
    violations: int
    warnings: int
    infos: int

    @property
    def conforms(self) -> bool:
        """Whether nothing breaks a commitment: no result is a violation."""
        return self.violations == 0

    def write(self, path: Path) -> None:
        """Write as JSON, keys sorted."""
        path.write_text(json.dumps(asdict(self), indent=2, sort_keys=True) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read what ``write`` wrote.

        Raises:
            FileError: It is missing or not a manifest of this version.
        """
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise FileError(
                path,
                msg("This is not a built store of this version."),
                msg("Build it again: perms build --store DIR"),
            ) from error


def fingerprint(files: Iterable[tuple[str, Path]]) -> str:
    """Hash files by name and content; the order given does not matter.

    Args:
        files: Name under which a file counts, and where it is.
    """
    digest = hashlib.sha256(__version__.encode())
    for name, path in sorted(files):
        digest.update(f"\0{name}\0{path.stat().st_size}\0".encode(errors="surrogateescape"))
        with path.open("rb") as stream:
            for chunk in iter(lambda: stream.read(1 << 20), b""):
                digest.update(chunk)
    return digest.hexdigest()
