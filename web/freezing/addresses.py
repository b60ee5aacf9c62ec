"""Addresses of the browser: the same page always written alike, and the file it becomes."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from perms_graph.language import LANGUAGES

from ..state import ILLUSTRATIVE

ROOT: Final = "http://perms.invalid"
"""Where the browser believes itself to be while it is walked; in no file that is written."""

LANGUAGES_PAGE: Final = "/languages"
"""The page that becomes ``index.html``."""

SUFFIXES: Final = (
    ".atom", ".csv", ".css", ".ics", ".js", ".json", ".nq", ".svg", ".trig", ".ttl", ".txt",
    ".xlsx",
)  # fmt: skip
"""Endings that say what a file is; everything else is a page."""

TABLES: Final = (".atom", ".csv", ".ics", ".json", ".xlsx")
"""Endings of lists and matrices to take along."""

_SAFE: Final = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?")
_RESERVED: Final = re.compile(r"(?i:con|prn|aux|nul|com\d|lpt\d)")
_LONGEST: Final = 90


@dataclass(frozen=True, order=True)
class Address:
    """An address of the browser.

    Attributes:
        path: With its language, if it has one.
        query: Parameters, sorted; those that say nothing new are left out.
    """

    path: str
    query: tuple[tuple[str, str], ...] = ()

    @property
    def request(self) -> str:
        """The address as the browser is asked for it."""
        path = quote(self.path, safe="/~")
        return path + (f"?{urlencode(self.query, quote_via=quote)}" if self.query else "")


@dataclass(frozen=True)
class Reading:
    """How links are read: for one day and one view, which need not be said in each of them.

    Attributes:
        day: The day everything is judged from.
        illustrative: Whether the pages are those with invented data.
    """

    day: dt.date
    illustrative: bool = False

    def address(self, link: str, base: str = "/") -> Address | None:
        """Read a link.

        Args:
            link: As it stands in a page; a fragment is passed over.
            base: Address of that page, for a link that begins in it.

        Returns:
            Where it leads; None if that is outside the browser, or to data that are not shown.
        """
        if not link.startswith("/") or link.startswith("//"):
            link = urljoin(ROOT + base, link)
            if not link.startswith(ROOT):
                return None
            link = link[len(ROOT) :] or "/"
        parts = urlsplit(link)
        path = unquote(parts.path)
        if path.strip("/") in LANGUAGES:
            path = f"/{path.strip('/')}/"
        if path.startswith("/static/"):
            return Address(path)
        given = [pair for pair in parse_qsl(parts.query) if pair != ("on", self.day.isoformat())]
        if self.illustrative and path != LANGUAGES_PAGE:
            if ("with", ILLUSTRATIVE) not in given:
                return None
            given.remove(("with", ILLUSTRATIVE))
        query = sorted(pair for pair in given if pair != ("page", "1"))
        if path.endswith(TABLES):
            # A table is the same in any order: whoever opens it sorts it.
            query = [pair for pair in query if pair[0] != "sort"]
        if path.partition(".")[0].endswith("/openings") and "objective" in dict(query):
            # Each goal with each Member and kind of support would be more pages than all others
            # together, and slow ones: the goal's own page stands for them, and says which it is.
            query = [pair for pair in query if pair[0] not in {"member", "purpose"}]
        return Address(path, tuple(dict.fromkeys(query)))

    def request(self, address: Address) -> str:
        """Write an address as the browser is asked for it."""
        if not self.illustrative or address.path.startswith("/static/"):
            return address.request
        return Address(address.path, (*address.query, ("with", ILLUSTRATIVE))).request


def file_of(address: Address) -> str:
    """Give the file of an address, below the folder that is written.

    Names hold letters, digits, ``-``, ``_``, ``~`` and ``.``, so that every system takes them and
    none need be quoted in a link. What cannot be said so is told apart by a digest.
    """
    if address.path == LANGUAGES_PAGE:
        return "index.html"
    path, suffix = address.path.strip("/"), ".html"
    for known in SUFFIXES:
        if path.endswith(known):
            path, suffix = path[: -len(known)], known
    if address.path.strip("/") in LANGUAGES:
        path += "/index"
    exact = True
    parts = [path]
    for key, value in address.query:
        word = f"{key}-{value}"
        said = re.sub(r"[^A-Za-z0-9_]+", "-", word).strip("-")
        exact = exact and _SAFE.fullmatch(word) is not None
        parts.append(said)
    name = ".".join(parts)
    folder, slash, last = name.rpartition("/")
    if len(last) > _LONGEST or re.search(r"[^A-Za-z0-9._~/-]", name):
        exact, last = False, re.sub(r"[^A-Za-z0-9._~-]+", "-", last)[:_LONGEST].rstrip("-.")
        folder = re.sub(r"[^A-Za-z0-9._~/-]+", "-", folder)
    if _RESERVED.fullmatch(last.partition(".")[0]):
        last = "_" + last
    if not exact:
        last += "." + _digest(address)
    return folder + slash + last + suffix


def files_of(addresses: Iterable[Address], taken: dict[str, Address]) -> dict[Address, str]:
    """Give each address a file of its own, even where a system takes ``A`` and ``a`` for one.

    Args:
        addresses: In a fixed order, so that names are the same each time.
        taken: Files there are already, capitals folded; added to.
    """
    found: dict[Address, str] = {}
    for address in addresses:
        name = file_of(address)
        if name.casefold() in taken:
            stem, dot, suffix = name.rpartition(".")
            name = f"{stem}.{_digest(Address(address.request))}{dot}{suffix}"
        taken[name.casefold()] = address
        found[address] = name
    return found


def _digest(address: Address) -> str:
    # Of what is asked only: a list and the same list as a table have names alike.
    asked = repr(address.query) if address.query else address.path
    return hashlib.sha256(asked.encode()).hexdigest()[:8]
