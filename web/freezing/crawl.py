"""The walk: every page that links lead to is asked for once and kept as the browser gives it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Final

from flask import Flask

from perms_graph.errors import PermsError, msg

from .addresses import LANGUAGES_PAGE, ROOT, Address, Reading, files_of
from .reach import walked
from .rewriting import links_in
from .team import Team

ROOMS: Final = ("/", "/a-z")
"""Where the walk begins, in each language, besides what the site map lists."""

FILES: Final = (
    LANGUAGES_PAGE, "/data/register.nq", "/data/register.trig", "/data/dataset.ttl",
    "/data/def.ttl", "/data/shape.ttl", "/static/icon.svg", "/static/style.css",
    "/static/vendor/cytoscape.LICENSE.txt",
)  # fmt: skip

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Fetched:
    """What the browser answered.

    Attributes:
        address: Asked for.
        status: Of the answer.
        media_type: Of the answer.
        links: Where it leads, as far as that is written too.
        location: Where it sends on, if it does.
    """

    address: Address
    status: int
    media_type: str
    links: tuple[Address, ...] = ()
    location: Address | None = None


@dataclass(frozen=True)
class Walk:
    """What was found.

    Attributes:
        pages: Pages of the browser with the file of each.
        files: The same for all else: data, pictures, style.
        aliases: Addresses that send on, with where they lead.
        lost: Addresses that pages lead to and where there is nothing.
    """

    pages: Mapping[Address, str]
    files: Mapping[Address, str]
    aliases: Mapping[Address, Address]
    lost: tuple[Address, ...]


def walk(
    app: Flask,
    reading: Reading,
    folder: Path,
    *,
    languages: Sequence[str],
    processes: int,
    progress: Progress,
) -> Walk:
    """Ask for every page and put what comes into its file, links as they are.

    Breadth first, from the first pages, the site map and the pages from A to Z.

    Args:
        app: The browser.
        reading: How links are read.
        folder: Where files go.
        languages: Those of the pages.
        processes: How many work at once.
        progress: Told how many pages are done and how many are known.

    Raises:
        PermsError: The browser failed on a page.
    """
    first = {Address(path) for path in FILES}
    first |= {a for x in languages for r in ROOMS if (a := Address(f"/{x}{r}"))}
    first |= set(_mapped(app, reading))
    taken: dict[str, Address] = {}
    pages: dict[Address, str] = {}
    files: dict[Address, str] = {}
    aliases: dict[Address, Address] = {}
    lost: list[Address] = []
    wave = files_of(sorted(first), taken)
    seen, done = set(wave), 0

    def fetch(task: tuple[Address, str]) -> Fetched:
        return _fetch(app, reading, task[0], folder / task[1])

    with Team(fetch, processes) as team:
        while wave:
            following: set[Address] = set()
            for found in team.each(list(wave.items())):
                done += 1
                progress("walk", done, len(seen))
                if found.status >= 500:
                    raise PermsError(
                        msg("The page {address} cannot be made.", address=found.address.request),
                        msg("Nothing was written. This is a fault of ours: please tell us."),
                    )
                if found.location is not None:
                    aliases[found.address] = found.location
                elif found.status == 200:
                    kept = pages if found.media_type == "text/html" else files
                    kept[found.address] = wave[found.address]
                else:
                    lost.append(found.address)
                following.update(found.links)
            following -= seen
            seen |= following
            wave = files_of(sorted(following), taken)
    return Walk(
        dict(sorted(pages.items())),
        dict(sorted(files.items())),
        dict(sorted(aliases.items())),
        tuple(sorted(lost)),
    )


def _fetch(app: Flask, reading: Reading, address: Address, file: Path) -> Fetched:
    asked = reading.request(address)
    answer = app.test_client().get(asked, base_url=ROOT)
    media_type = answer.mimetype or ""
    location = None
    links: tuple[Address, ...] = ()
    if answer.status_code in {301, 302, 303, 307, 308}:
        location = reading.address(answer.location or "", asked)
        links = (location,) if location is not None and walked(location) else ()
    elif answer.status_code == 200:
        body = answer.get_data()
        if media_type == "text/html":
            found = set(links_in(body.decode(), reading, asked))
            links = tuple(link for link in found if walked(link))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    answer.close()
    return Fetched(address, answer.status_code, media_type, links, location)


def _mapped(app: Flask, reading: Reading) -> Iterator[Address]:
    """Give the pages of the site map."""
    client = app.test_client()

    def places(address: str) -> Iterator[str]:
        asked = reading.request(Address(address))
        answer = client.get(asked, base_url=ROOT)
        for place in re.findall(r"<loc>([^<]+)</loc>", answer.text):
            yield unescape(place).removeprefix(ROOT)

    keep = "?with=illustrative" if reading.illustrative else ""
    for number in places("/sitemap.xml"):
        for page in places(number):
            address = reading.address(page + keep)
            if address is not None and walked(address):
                yield address
