"""A page as a file: links lead to files beside it, and nothing is left that needs a server."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from ..state import ILLUSTRATIVE
from .addresses import ROOT, Address, Reading
from .reach import SERVED

# Templates quote every attribute and escape ">" in it, so a tag ends at the first one.
_TAG: Final = re.compile(
    r"<!--.*?-->|<script\b([^>]*)>(.*?)</script>|<(/?)(a|form|img|link|source)\b([^>]*)>", re.S
)
_ATTRIBUTE: Final = re.compile(r'\s(href|src|srcset|data-names)="([^"]*)"')
_KEPT: Final = re.compile(r'\s(?:class|lang)="[^"]*"')
# What a script fills is hidden until then, or speaks; it stays.
_EMPTY: Final = re.compile(r"<(li|p|ul|nav)(?!\s[^>]*(?:hidden|role=))(?:\s[^>]*)?>\s*</\1>\n?")
_FIGURE: Final = re.compile(r'<figure class="chart">.*?</figure>\n?', re.S)
_OURS: Final = re.compile(f'(["<]){re.escape(ROOT)}(/[^">]*)([">])')
_BEFORE: Final = re.compile(r"\s*·\s*$")

Known = Callable[[Address], str | None]
"""Gives the file of an address, or None if there is none."""


def links_in(page: str, reading: Reading, base: str) -> Iterator[Address]:
    """Give the addresses that a page leads to, in the browser's own pages and files.

    Args:
        page: As the browser gives it.
        reading: How its links are read.
        base: Its own address.
    """
    for tag in _TAG.finditer(page):
        for _, value in _ATTRIBUTE.findall(tag[5] or tag[1] or ""):
            link = html.unescape(value)
            if not link.startswith("#") and (found := reading.address(link, base)) is not None:
                yield found


class Rewriter:
    """Makes pages into files.

    Args:
        reading: How links are read.
        known: Gives the file of an address.
    """

    def __init__(self, reading: Reading, known: Known) -> None:
        self._reading = reading
        self._known = known
        self._found: dict[str, str | None] = {}

    def page(self, text: str, file: str, base: str) -> str:
        """Rewrite a page.

        A link to what is not written leaves its words, or nothing if they only say what a reader
        could do. Forms go, but for the search that works in the page itself.

        Args:
            text: As the browser gives it.
            file: Where it will stand.
            base: Its own address.
        """
        up = "../" * file.count("/")
        made: list[str] = []
        at = 0
        closing, dropping, form = "</a>", False, False
        for tag in _TAG.finditer(text):
            if not (dropping or form):
                made.append(text[at : tag.start()])
            at = tag.end()
            name, end, rest = tag[4], tag[3] == "/", tag[5] or ""
            if name == "form":
                if end and form:
                    form = False
                elif not end and "data-names=" not in rest:
                    form = True
                else:
                    made.append(self._tag(tag[0], up, base) or "")
            elif form:
                continue
            elif name == "a" and end:
                if not dropping:
                    made.append(closing)
                closing, dropping = "</a>", False
            elif name is None:
                made.append(self._script(tag, up, base))
            elif (whole := self._tag(tag[0], up, base)) is not None:
                if not dropping:
                    made.append(whole)
            elif name == "a" and self._is_action(rest, base):
                dropping = True
                made = _without_separator(made)
            elif name == "a":
                made.append("<span" + "".join(_KEPT.findall(rest)) + ">")
                closing = "</span>"
        made.append(text[at:])
        return _tidy("".join(made))

    def data(self, text: str, file: str) -> str:
        """Rewrite the addresses of the browser that stand in data; they are told from the file."""
        up = "../" * file.count("/")

        # Data name files as they are for everybody: the view is not said there.
        view = f"?with={ILLUSTRATIVE}" if self._reading.illustrative else ""

        def put(found: re.Match[str]) -> str:
            path = found[2]
            if "?" in path:  # A feed says it: it is read beside the pages.
                inside = self._file(html.unescape(path), "/")
                return found[1] + up + (inside or "index.html") + found[3]
            inside = None
            if path != "/":
                inside = self._file(path + view, "/") or self._file(f"/en{path}{view}", "/")
            return found[1] + up + (inside or "index.html") + found[3]

        return _OURS.sub(put, text)

    def _script(self, tag: re.Match[str], up: str, base: str) -> str:
        if tag[1] is None:
            return ""  # a comment
        if "ld+json" in tag[1]:

            def put(found: re.Match[str]) -> str:
                return f'"{up}{self._file(found[2], base) or "index.html"}"'

            return _OURS.sub(put, tag[0])
        whole = self._tag(f"<script{tag[1]}>", up, base)
        return "" if whole is None else whole + tag[2] + "</script>"

    def _tag(self, tag: str, up: str, base: str) -> str | None:
        """Rewrite the links of a tag; None if one leads nowhere."""
        lost = False

        def put(found: re.Match[str]) -> str:
            nonlocal lost
            link = html.unescape(found[2])
            if link.startswith("#") or _outside(link):
                return found[0]
            file = self._file(link, base)
            lost = lost or file is None
            fragment = "#" + link.partition("#")[2] if "#" in link else ""
            return f' {found[1]}="{up}{html.escape((file or "") + fragment)}"'

        made = _ATTRIBUTE.sub(put, tag)
        return None if lost else made

    def _file(self, link: str, base: str) -> str | None:
        link = link.partition("#")[0]
        if not link.startswith("/"):
            address = self._reading.address(link, base)
            return self._known(address) if address is not None else None
        if link not in self._found:
            address = self._reading.address(link)
            self._found[link] = self._known(address) if address is not None else None
        return self._found[link]

    def _is_action(self, attributes: str, base: str) -> bool:
        """Tell whether a link offers something to do, which is not here, rather than names it."""
        found = _ATTRIBUTE.search(attributes)
        if found is None:
            return False
        link = html.unescape(found[2])
        address = self._reading.address(link, base)
        if address is None:
            return True
        words = address.path.strip("/").split("/")
        keys = {key for key, _ in address.query}
        return (
            "." in words[-1]
            or bool(keys & {"on", "with"})
            or (len(words) > 1 and words[1] in SERVED)
        )


def _outside(link: str) -> bool:
    return link.startswith(("http://", "https://", "mailto:")) and not link.startswith(ROOT)


def _without_separator(made: list[str]) -> list[str]:
    """Take away the dot that stood before a link that goes; mark it if there was none."""
    before = "".join(made[-3:])
    cut = _BEFORE.sub("", before)
    return [*made[:-3], cut if cut != before else before + "\0"]


def _tidy(page: str) -> str:
    if "\0" in page:
        page = re.sub(r"\0\s*·\s*|\0", "", page)
    # A picture that is not written takes its caption along; its table stays.
    page = _FIGURE.sub(lambda found: found[0] if "<img" in found[0] else "", page)
    return _EMPTY.sub("", page)


def told(known: Mapping[Address, str], aliases: Mapping[Address, Address]) -> Known:
    """Give what tells the file of an address, by way of where the browser sends on from it."""

    def find(address: Address) -> str | None:
        for _ in range(5):
            if address in known:
                return known[address]
            if address not in aliases:
                return None
            address = aliases[address]
        return None

    return find
