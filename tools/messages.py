"""Collect the interface's sentences, keep their French, compile it.

English is the key. ``python -m tools.messages`` reads every ``msg("…")`` and ``_("…")`` in the
package and the pages, brings ``messages.po`` up to date without losing a translation, and compiles
``messages.mo``. With ``--check`` nothing is written: it lists what is missing, doubtful or stale.
"""

from __future__ import annotations

import argparse
import ast
import datetime as dt
import io
import string
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

TOP: Final = Path(__file__).resolve().parent.parent
PO: Final = TOP / "perms_graph" / "locale" / "fr" / "LC_MESSAGES" / "messages.po"

KEYWORDS: Final = ("msg", "_")
HEADER: Final = "# French of the interface of perms_graph. English is the key."


def source_files(top: Path) -> Iterator[Path]:
    """Give the files that hold sentences, in order of their paths."""
    for folder in ("perms_graph", "web"):
        for path in sorted((top / folder).rglob("*")):
            if path.suffix in {".py", ".html"} and path.is_file():
                yield path


def collect(top: Path = TOP) -> dict[str, list[str]]:
    """Find all sentences.

    Args:
        top: A checkout.

    Returns:
        Sentence → files it is in; both sorted, so that the same source gives the same catalogue.
    """
    found: dict[str, set[str]] = {}
    for path in source_files(top):
        name = path.relative_to(top).as_posix()
        for text in in_python(path) if path.suffix == ".py" else in_template(path):
            found.setdefault(text, set()).add(name)
    return {text: sorted(found[text]) for text in sorted(found)}


def in_python(path: Path) -> Iterator[str]:
    """Find sentences in Python by its syntax tree: Babel's reader misses a call within a call."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        first = node.args[0]
        if name in KEYWORDS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def in_template(path: Path) -> Iterator[str]:
    """Find sentences in a page."""
    with path.open("rb") as stream:
        for _, _, found, _ in babel_extract(stream, KEYWORDS, (), {}):
            # With values beside it a sentence comes first in a tuple.
            text = found[0] if isinstance(found, tuple) else found
            if isinstance(text, str) and text:
                yield text


def update(known: Catalog, sentences: dict[str, list[str]], *, prune: bool = False) -> Catalog:
    """Make a catalogue of these sentences with the translations that are known.

    Args:
        known: The catalogue so far; what it keeps as obsolete comes back to life when used again.
        sentences: From ``collect``.
        prune: Whether to drop translations that nothing uses; otherwise they are kept as obsolete.

    Returns:
        A new catalogue in alphabetical order.
    """
    given = {str(m.id): m for m in [*known.obsolete.values(), *known] if m.id}
    fresh = Catalog(
        locale="fr",
        project="perms_graph",
        version="1",
        header_comment=HEADER,
        msgid_bugs_address="-",
        last_translator="-",
        language_team="fr",
        fuzzy=False,
    )
    # Fixed: a file that changes by the clock would differ without a changed sentence.
    fresh.creation_date = fresh.revision_date = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    for text, files in sentences.items():
        old = given.pop(text, None)
        flags = {"fuzzy"} if old is not None and old.fuzzy else set()
        fresh.add(text, old.string if old else "", [(name, None) for name in files], flags)
    if not prune:
        for text in sorted(given):
            if given[text].string:
                fresh.obsolete[text] = Message(text, given[text].string)
    return fresh


def faults(catalogue: Catalog, sentences: Iterable[str], compiled: bytes) -> list[str]:
    """List what keeps the French from being whole.

    Args:
        catalogue: The catalogue as it is kept.
        sentences: What the software says.
        compiled: The compiled catalogue as it is kept.

    Returns:
        One line a fault: a missing or doubtful translation, a translation with other fields than
        its sentence, a compiled file that is not of this catalogue. Empty if all is well.
    """
    found = []
    for text in sentences:
        message = catalogue.get(text)
        if message is None or not message.string:
            found.append(f"no French: {text!r}")
        elif message.fuzzy:
            found.append(f"doubtful French (fuzzy): {text!r}")
        elif fields(text) != fields(str(message.string)):
            found.append(f"other fields in the French: {text!r} → {message.string!r}")
    if not compiled or texts(read_mo(io.BytesIO(compiled))) != texts(catalogue):
        found.append("messages.mo is not compiled from this messages.po: make messages")
    return found


def fields(text: str) -> set[str]:
    """Give the names of the ``{fields}`` of a pattern; a broken pattern has the field ``?``."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return {"?"}


def texts(catalogue: Catalog) -> dict[str, str]:
    """Give what a catalogue says, without its header (which names the version of the tool)."""
    return {str(m.id): str(m.string) for m in catalogue if m.id and m.string and not m.fuzzy}


def compile_catalogue(catalogue: Catalog) -> bytes:
    """Give the compiled form."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def written(catalogue: Catalog) -> bytes:
    """Give the text form."""
    out = io.BytesIO()
    write_po(out, catalogue, width=100, include_lineno=False, sort_output=False)
    return out.getvalue()


def read(path: Path = PO) -> Catalog:
    """Read the catalogue; an empty one if there is none yet."""
    if not path.exists():
        return Catalog(locale="fr")
    with path.open("rb") as stream:
        return read_po(stream, locale="fr")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tool; gives its exit code: 1 if something is missing, doubtful or stale."""
    parser = argparse.ArgumentParser(prog="python -m tools.messages", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, list what is missing")
    parser.add_argument("--prune", action="store_true", help="drop translations nothing uses")
    options = parser.parse_args(arguments)
    sentences = collect()
    if not options.check:
        fresh = update(read(), sentences, prune=options.prune)
        PO.parent.mkdir(parents=True, exist_ok=True)
        aside = PO.with_suffix(".po.new")
        aside.write_bytes(written(fresh))
        aside.replace(PO)
        # Compiled from what was written: reading is the round trip that --check does.
        PO.with_suffix(".mo").write_bytes(compile_catalogue(read()))
    compiled = PO.with_suffix(".mo")
    found = faults(read(), sentences, compiled.read_bytes() if compiled.exists() else b"")
    print("\n".join([*found, f"{len(sentences)} sentences, {len(found)} faults"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
