"""A small register known by heart, and sites made of it and of the shipped one."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from perms_graph.catalogue import load_catalogue
from perms_graph.register import Register
from perms_graph.register.manifest import Manifest
from perms_graph.resources import Resources
from perms_graph.store import Dataset
from perms_graph.store.loading import Source, load, merge
from web import create_app

HERE = Path(__file__).parent
DAY = dt.date(2026, 6, 30)
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def small_register(resources: Resources, *more: str) -> Register:
    dataset = Dataset.memory()
    load(dataset, [Source(HERE / name) for name in ("small.trig", *more)])
    merge(dataset)
    manifest = Manifest(
        fingerprint="small" + "-".join(more),
        version="0",
        illustrative=bool(more),
        asserted=dataset.size(None),
        inferred=0,
        derived=0,
        graphs=len(dataset.graphs()),
        violations=1,
        warnings=0,
        infos=0,
    )
    return Register(dataset, load_catalogue(resources.queries), manifest)


@pytest.fixture(scope="session")
def small(resources: Resources) -> Flask:
    """The small register with its second view, on 30 June 2026."""
    app = create_app(
        small_register(resources),
        illustrative=small_register(resources, "invented.trig"),
        today=lambda: DAY,
    )
    app.testing = False
    return app


@pytest.fixture()
def client(small: Flask) -> FlaskClient:
    return small.test_client()


@pytest.fixture(scope="session")
def shipped_site(register: Register, illustrative: Register) -> Flask:
    """The shipped register with its second view, on 30 June 2026."""
    return create_app(register, illustrative=illustrative, today=lambda: DAY)


class Quiet(WSGIRequestHandler):
    """Says nothing about each request."""

    def log(self, type: str, message: str, *args: object) -> None:
        return None


@pytest.fixture(scope="module")
def address(shipped_site: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, shipped_site, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
