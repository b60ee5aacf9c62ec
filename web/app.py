"""The application factory: a register goes in, a web site comes out."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path

from flask import Flask, request
from flask_babel import Babel

from perms_graph import __version__
from perms_graph.language import LANGUAGES
from perms_graph.register import Register
from perms_graph.resources import shipped

from . import asker, errors, formatting, keeping, measuring, paths, reading, security, sending
from .checker import LONGEST_BODY, Checker
from .reading import reader
from .rooms import (
    api,
    changes,
    charts,
    checking,
    compliance,
    coverage,
    data,
    dataset,
    due,
    gaps,
    home,
    linked,
    lists,
    openings,
    operations,
    questions,
    scores,
    search,
    shapes,
    sources,
    sparql,
    things,
    translations,
    vocabulary,
    whatif,
    workbench,
)
from .state import ILLUSTRATIVE, KEY, Site, View, site


def create_app(
    register: Register,
    *,
    illustrative: Register | None = None,
    today: Callable[[], dt.date] = dt.date.today,
) -> Flask:
    """Make the web site of a register.

    Args:
        register: What is shown. It must not change while the application runs.
        illustrative: The same with invented data, for ``?with=illustrative``; None if there is no
            such view.
        today: Says what day it is; asked once a request.

    Returns:
        A WSGI application without state outside itself.
    """
    app = Flask(__package__ or __name__)
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["capitalise"] = formatting.capitalised
    views = {"register": View.of(register)}
    if illustrative is not None:
        views[ILLUSTRATIVE] = View.of(illustrative, ILLUSTRATIVE)
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY
    app.extensions[asker.KEY] = {v.name: asker.Asker(v.register) for v in views.values()}
    app.extensions[sending.KEY] = {v.name: Checker(v.register) for v in views.values()}
    app.extensions[KEY] = Site(views, today, _stamp(Path(app.root_path)))
    measuring.install(app)
    security.protect(app)
    # Sentences name their values as str.format does, so Jinja says them by the reader, not by “%”.
    Babel(
        app,
        configure_jinja=False,
        default_translation_directories=str(shipped().locale),
        locale_selector=lambda: reader().language,
    )
    reading.install(app)
    errors.install(app)
    for room in (
        home,
        operations,
        api,
        sparql,
        workbench,
        checking,
        whatif,
        openings,
        charts,
        coverage,
        changes,
        compliance,
        due,
        scores,
        gaps,
        questions,
        search,
        sources,
        translations,
        shapes,
        vocabulary,
        dataset,
        data,
        linked,
        things,
        lists,
    ):
        app.register_blueprint(room.bp)
    app.url_value_preprocessor(_drop_language)
    keeping.install(app)
    _teach(app)
    return app


def _drop_language(_endpoint: str | None, values: dict[str, object] | None) -> None:
    """Keep the language out of the views' arguments: the reader knows it."""
    if values is not None:
        values.pop("lang", None)


def _teach(app: Flask) -> None:
    """Give templates what they all need."""

    @app.context_processor
    def _common() -> dict[str, object]:
        who = reader()
        state = site(app)
        return {
            "_": who.say,
            "who": who,
            "link": who.link,
            "keep": who.keep,
            "count": who.count,
            "moment": who.moment,
            "languages": LANGUAGES,
            "has_illustrative": ILLUSTRATIVE in state.views,
            "version": __version__,
            "base": "https://w3id.org/perms/",
            "followable": paths.followable,
            "web_address": formatting.web_address,
            "style": state.stamp[:12],
            "args": request.args,
        }


def _stamp(folder: Path) -> str:
    """Hash the site itself, so that a kept page is given up when the software changes."""
    digest = hashlib.sha256(__version__.encode())
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".py", ".html", ".css", ".js", ".svg"}:
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    # The French of the pages, and the ledger of translations, are kept beside the package.
    for path in sorted(shipped().locale.rglob("*")):
        if path.suffix in {".csv", ".mo"}:
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
