"""``perms serve``: the browser, found by name, for this package never imports the pages."""

from __future__ import annotations

import errno
import importlib
import importlib.util
import logging
import signal
import socket
import sys
import threading
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import perms_graph
from perms_graph.cli.commands import Port, command, option
from perms_graph.cli.gap_hunting import show_gaps
from perms_graph.cli.program import Program
from perms_graph.cli.registers import opened
from perms_graph.cli.session import Session
from perms_graph.errors import FileError, ParameterError, PermsError, msg
from perms_graph.gaps import find_gaps
from perms_graph.language import LANGUAGES
from perms_graph.resources import shipped
from perms_graph.translation import translate

ACCESS_LOG = "perms_graph.access"
LOCAL = ("127.0.0.1", "localhost", "::1")


def add_serve(program: Program) -> None:
    """Add ``perms serve``."""

    @command(
        program,
        "serve",
        text=msg(
            "Serve the browser, in English and French, until Ctrl-C.\n\n"
            "The register is built first if need be. With the illustrative set, it is a second "
            "view beside the register, and marked."
        ),
        usage=msg("[OPTIONS]"),
        examples=("perms serve", "perms serve --port 8080 --summary"),
    )
    @option(
        "--port",
        type=Port(),
        default="8000",
        text=msg("Port; 8000 if not given."),
        placeholder=msg("PORT"),
    )
    @option(
        "--host",
        default="127.0.0.1",
        text=msg("Address to listen on; only this machine if not given."),
        placeholder=msg("HOST"),
    )
    @option("--summary", is_flag=True, text=msg("Print the gaps first."))
    @option(
        "--access-log",
        is_flag=True,
        text=msg(
            "Write a line to stderr for each answer: kind of page, status, time. "
            "Nothing about readers."
        ),
    )
    def _serve(session: Session, port: int, host: str, summary: bool, access_log: bool) -> None:
        register = opened(replace(session, illustrative=False))
        invented = opened(session) if session.illustrative else None
        if summary:
            found = find_gaps(register.dataset, register.catalogue, day=session.on)
            show_gaps(replace(session, illustrative=False, format=None), register, found)
        site = pages()
        app = site.create_app(register, illustrative=invented)
        if access_log:
            _log_answers()
        warming = site.keep_warm(app)
        try:
            serve(session, app, host, port)
        finally:
            warming.stop()


def _log_answers() -> None:
    """Write the access log to stderr, a line for each answer."""
    written = logging.StreamHandler(sys.stderr)
    written.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    log = logging.getLogger(ACCESS_LOG)
    log.setLevel(logging.INFO)
    log.addHandler(written)


def pages() -> ModuleType:
    """Find the package of the pages: inside an installed one, or in the folder of a checkout.

    Raises:
        FileError: It is in neither place; the installation is broken.
    """
    folder = shipped().web
    if not (folder / "__init__.py").is_file():
        raise FileError(
            folder,
            msg("The pages are missing from this installation."),
            msg("Install perms-graph again, or run it from a whole checkout."),
        )
    package = Path(perms_graph.__file__).resolve().parent
    if folder.parent == package:
        return importlib.import_module(f"{package.name}.{folder.name}")
    return _from_folder(folder)


def serve(session: Session, app: Any, host: str, port: int) -> None:
    """Serve an application until it is stopped.

    Raises:
        PermsError: The port is in use, is not allowed, or there is no such address.
    """
    # Here, not above: no other command needs a server, and each would pay for it.
    from waitress.server import create_server

    most = int(app.config["MAX_CONTENT_LENGTH"])
    # Bound here: waitress leaves its socket open when it cannot bind.
    with _listening(host, port) as listening:
        server = create_server(
            app,
            sockets=[listening],
            # Two may wait for long queries and others go on; more would only take turns.
            threads=6,
            ident=None,
            # Waitress reads a body to its end before the application sees anything of it.
            max_request_body_size=most,
            # So it hears when a reader goes away, and what runs for them can be stopped.
            channel_request_lookahead=1,
        )
        server.channel_class = _channel(server.channel_class, most)
        _announce(session, host, listening.getsockname()[1])
        # A service manager ends us so: leave as by Ctrl-C, and take along what we started.
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        server.run()


def _channel(channel: Any, most: int) -> Any:
    """Give a kind of connection that refuses a body too large in words of ours."""
    from waitress.utilities import RequestEntityTooLarge

    said = msg("This is larger than {limit} MB and was not read.", limit=most // 1_000_000)

    class Parser(channel.parser_class):  # type: ignore[misc]
        def received(self, data: bytes) -> int:
            taken: int = super().received(data)
            if isinstance(self.error, RequestEntityTooLarge):
                self.error.body = "\n".join(translate(said, language) for language in LANGUAGES)
            return taken

    return type("Channel", (channel,), {"parser_class": Parser})


def _announce(session: Session, host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    out = session.out()
    out.print(
        session.say(msg("Serving on {address}", address=f"http://{shown}:{port}")),
        style="bold",
        soft_wrap=True,
    )
    if host not in LOCAL:
        session.note(msg("Other machines can reach this address."))
    session.note(msg("Ctrl-C ends it."))
    sys.stdout.flush()


def _from_folder(folder: Path) -> ModuleType:
    """Load the package of a folder, whatever else on the path has its name."""
    found = sys.modules.get(folder.name)
    if found is not None and Path(found.__file__ or "").resolve().parent == folder:
        return found
    spec = importlib.util.spec_from_file_location(
        folder.name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise FileError(folder, msg("The pages are missing from this installation."))
    module = importlib.util.module_from_spec(spec)
    sys.modules[folder.name] = module
    spec.loader.exec_module(module)
    return module


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server(address[:2], family=family)
    except (socket.gaierror, UnicodeError) as error:
        raise ParameterError(
            msg("“{text}” does not suit {name}.", text=host, name="--host"),
            msg("Give the address of a network interface of this machine, such as 127.0.0.1."),
        ) from error
    except OSError as error:
        raise _cannot_listen(error, host, port) from error


def _cannot_listen(error: OSError, host: str, port: int) -> PermsError:
    if error.errno == errno.EADDRINUSE:
        return PermsError(
            msg("Port {port} is in use by another program.", port=port),
            msg("End that program, or name another port: --port {other}", other=port + 1),
        )
    if error.errno == errno.EACCES:
        return PermsError(
            msg("This user may not listen on port {port}.", port=port),
            msg("Take a port from 1024 on, for instance 8000."),
        )
    return PermsError(
        msg(
            "Cannot listen on {host}, port {port}: {reason}",
            host=host,
            port=port,
            reason=error.strerror or str(error),
        )
    )
