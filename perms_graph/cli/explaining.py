"""``perms explain``: where partnerships stand on the principles, and why."""

from __future__ import annotations

import click
import pyoxigraph as ox

from perms_graph.cli.commands import command, option
from perms_graph.cli.program import Program
from perms_graph.cli.registers import opened
from perms_graph.cli.session import Session
from perms_graph.compliance import Ledger, judge
from perms_graph.errors import ParameterError, msg
from perms_graph.labels import labels
from perms_graph.namespaces import GRAPH, PERMS
from perms_graph.register import Register, find_thing
from perms_graph.reports import verdicts as reports
from perms_graph.reports.graphs import as_rdf
from perms_graph.reports.results import as_csv
from perms_graph.reports.tables import named, with_illustrative
from perms_graph.reports.values import moment

FORMATS = ("text", "json", "csv", "turtle")


def add_explain(program: Program) -> None:
    """Add ``perms explain``."""

    @command(
        program,
        "explain",
        text=msg(
            "Say where a partnership stands on each principle, and why.\n\n"
            "Four verdicts: met, not met, not evidenced (nobody has quoted a text yet: no breach), "
            "departed from (a reasoned departure is in force on the day). Without a name: how many "
            "partnerships stand where; the other formats then hold every verdict."
        ),
        usage=msg("[IRI|SHORT-IRI|WORDS] [OPTIONS]"),
        examples=(
            "perms explain",
            "perms explain p-055 --with illustrative",
            "perms explain example-4 --with illustrative --on 2028-01-01 --principle sharedValues",
            "perms explain --format csv",
        ),
        formats=FORMATS,
    )
    @click.argument("words", nargs=-1)
    @option(
        "--principle",
        text=msg("Only this principle: its letter, name or IRI."),
        placeholder=msg("NAME"),
    )
    def _explain(session: Session, words: tuple[str, ...], principle: str | None) -> None:
        chosen = session.choose_format(FORMATS)
        register = opened(session)
        dataset, language = register.dataset, session.language
        ledger = judge(dataset, register.catalogue, day=session.on)
        shown = ledger.verdicts
        text = " ".join(words).strip()
        if text:
            iri = find_thing(dataset, text, language=language, of=PERMS + "Partnership")
            shown = ledger.by_partnership.get(ox.NamedNode(iri), ())
            if not shown:
                raise ParameterError(
                    msg("{name} is not a partnership.", name=text),
                    msg("For instance: {example}", example="perms explain p-055"),
                )
        if principle is not None:
            only = _principle(session, register, ledger, principle)
            shown = tuple(v for v in shown if v.principle.iri == only)
            if not shown:
                raise ParameterError(
                    msg("{name} is not a principle that is checked.", name=principle),
                    msg("For instance: {example}", example="perms explain --principle d"),
                )
            kept = tuple(p for p in ledger.principles if p.iri == only)
            ledger = Ledger(ledger.day, kept, shown)
        _write(session, register, Ledger(ledger.day, ledger.principles, shown), chosen, bool(text))


def _principle(session: Session, register: Register, ledger: Ledger, text: str) -> str:
    """Find a principle by the end of its IRI, capitals forgiven, or as any other thing."""
    for principle in ledger.principles:
        if principle.iri.rpartition("/")[2].lower() == text.strip().lower():
            return principle.iri
    return find_thing(register.dataset, text, language=session.language, of=PERMS + "Principle")


def _write(session: Session, register: Register, ledger: Ledger, chosen: str, one: bool) -> None:
    language, shown = session.language, ledger.verdicts
    illustrative = register.manifest.illustrative
    if chosen == "turtle":
        quads = ledger.to_quads(ox.NamedNode(GRAPH + "verdicts"))
        session.write(as_rdf((q.triple for q in quads), "turtle"))
        return
    if chosen == "csv":
        table = reports.as_table(shown, language)
        session.write(as_csv(with_illustrative(register.dataset, table)))
        return
    names = labels(register.dataset, reports.things_in(shown), language)
    if chosen == "json":
        session.write(reports.as_json(ledger, shown, names, language, illustrative=illustrative))
        return
    day = moment(ledger.day.isoformat(), language)
    out = session.out()
    if one:
        out.print(named(shown[0].partnership.value, names), style="bold", soft_wrap=True)
        out.print(session.say(msg("Verdicts on {day}", day=day)), style="dim", soft_wrap=True)
        out.print()
        session.show(reports.view(shown, names, language))
        return
    title = msg("How many partnerships stand where on {day}", day=day)
    out.print(session.say(title), style="bold", soft_wrap=True)
    session.show(reports.summary_view(ledger, names, language))
    out.print()
    remark = msg("Not evidenced is no breach: nobody has quoted a text yet.")
    out.print(session.say(remark), soft_wrap=True)
