"""``perms show``, ``perms info``: what the register says."""

from __future__ import annotations

import json
from dataclasses import asdict

import click
from rich.text import Text

from perms_graph import __version__
from perms_graph.cli.commands import RDF, command
from perms_graph.cli.program import Program
from perms_graph.cli.registers import opened
from perms_graph.cli.session import Session
from perms_graph.description import describe
from perms_graph.errors import ParameterError, UnknownNameError, msg
from perms_graph.register import find_thing
from perms_graph.reports import things
from perms_graph.reports.graphs import as_rdf
from perms_graph.reports.tables import names_in, view
from perms_graph.reports.values import number
from perms_graph.resources import shipped


def add_show(program: Program) -> None:
    """Add ``perms show``."""

    @command(
        program,
        "show",
        text=msg(
            "Show a thing: what is said of it, by which source, and what points to it.\n\n"
            "Name it by IRI, short IRI, code, acronym or words; capitals and accents do not matter."
        ),
        usage=msg("IRI|SHORT-IRI|WORDS [OPTIONS]"),
        examples=(
            "perms show Pacific Community",
            "perms show id:member/fiji --lang fr",
            "perms show ag-010 --format turtle",
        ),
        formats=("text", "json", *RDF),
    )
    @click.argument("words", nargs=-1)
    def _show(session: Session, words: tuple[str, ...]) -> None:
        text = " ".join(words).strip()
        if not text:
            raise ParameterError(
                msg("The name of a thing is missing."),
                msg("For instance: {example}", example="perms show spc"),
            )
        chosen = session.choose_format(("text", "json", *RDF))
        register = opened(session)
        iri = find_thing(register.dataset, text, language=session.language)
        found = describe(register.dataset, register.catalogue, iri)
        if found is None:
            raise UnknownNameError(msg("Nothing here is called {name}.", name=text), text)
        names = things.names_for(register.dataset, found, session.language)
        if chosen == "json":
            session.write(things.as_json(found, names))
        elif chosen == "text":
            session.show(things.view(found, names, session.language))
        else:
            session.write(as_rdf(things.triples(found), chosen))


def add_info(program: Program) -> None:
    """Add ``perms info``."""

    @command(
        program,
        "info",
        text=msg("Say what is here: version, folders, size of the graph, licences."),
        usage=msg("[OPTIONS]"),
        examples=("perms info", "perms info --format json"),
        formats=("text", "json"),
    )
    def _info(session: Session) -> None:
        chosen = session.choose_format(("text", "json"))
        register = opened(session)
        resources = shipped()
        manifest = asdict(register.manifest)
        kinds = register.ask("counts_by_kind", {})
        store = None if session.memory else str(session.folder)
        if chosen == "json":
            content = {
                "version": __version__,
                "ontology": str(resources.ontology),
                "shapes": str(resources.shapes),
                "data": str(resources.data),
                "store": store,
                "manifest": manifest,
                "conforms": register.manifest.conforms,
                "illustrative": register.manifest.illustrative,
                "kinds": {row["kind"].value: int(row["count"].value) for row in kinds},
            }
            session.write((json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode())
            return
        out = session.out()
        rows = (
            (msg("version"), __version__),
            (msg("ontology"), resources.ontology),
            (msg("shapes"), resources.shapes),
            (msg("data"), resources.data),
            (msg("store"), store or session.say(msg("in memory"))),
            (msg("build"), register.manifest.fingerprint[:12]),
        )
        said = [(session.say(name), str(value)) for name, value in rows]
        counts = (
            (msg("triples asserted"), register.manifest.asserted),
            (msg("triples inferred"), register.manifest.inferred),
            (msg("triples derived"), register.manifest.derived),
            (msg("named graphs"), register.manifest.graphs),
            (msg("violations"), register.manifest.violations),
            (msg("warnings"), register.manifest.warnings),
            (msg("remarks"), register.manifest.infos),
        )
        said += [(session.say(name), number(str(n), session.language)) for name, n in counts]
        width = max(len(name) for name, _ in said)
        for name, value in said:
            out.print(Text(f"{name:<{width}}  {value}"), soft_wrap=True)
        out.print()
        names = names_in(register.dataset, kinds, session.language)
        session.show(view(kinds, names, session.language))
        out.print()
        out.print(
            session.say(
                msg(
                    "The software is under the MIT licence. Facts keep the terms of those who "
                    "published them: name the source that perms show gives with each."
                )
            ),
            soft_wrap=True,
        )
