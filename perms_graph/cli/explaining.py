"""``perms explain``: where partnerships stand on the principles, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import click
import pyoxigraph as ox

from perms_graph.cli.commands import command, option
from perms_graph.cli.program import Program
from perms_graph.cli.registers import opened
from perms_graph.cli.session import Session
from perms_graph.compliance import Ledger, Verdict, judge
from perms_graph.errors import ParameterError, msg
from perms_graph.labels import labels
from perms_graph.namespaces import GRAPH, PERMS
from perms_graph.register import Register, find_thing, inputs
from perms_graph.reports import verdicts as reports
from perms_graph.reports.graphs import as_rdf
from perms_graph.reports.results import as_csv
from perms_graph.reports.tables import named, with_illustrative
from perms_graph.reports.values import moment
from perms_graph.resources import shipped

if TYPE_CHECKING:
    from perms_graph.repair import Repair

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
            "perms explain p-055 --repairs",
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
    @option(
        "--repairs",
        is_flag=True,
        text=msg("Say how to mend it: only what was tried, with blanks for you to fill."),
    )
    def _explain(
        session: Session, words: tuple[str, ...], principle: str | None, repairs: bool
    ) -> None:
        chosen = session.choose_format(tuple(f for f in FORMATS if f != "csv" or not repairs))
        text = " ".join(words).strip()
        if repairs and not text:
            raise ParameterError(
                msg("Repairs are tried for one partnership: say which."),
                msg("For instance: {example}", example="perms explain p-055 --repairs"),
            )
        register = opened(session)
        dataset, language = register.dataset, session.language
        ledger = judge(dataset, register.catalogue, day=session.on)
        shown = ledger.verdicts
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
        found = _repairs(session, register, shown) if repairs else {}
        ledger = Ledger(ledger.day, ledger.principles, shown)
        _write(session, register, ledger, chosen, bool(text), found)


def _repairs(
    session: Session, register: Register, shown: Sequence[Verdict]
) -> dict[str, tuple[Repair, ...]]:
    """Try repairs, on a copy in memory, for what is to be done; by the IRI of the result."""
    # The engines take a while to import; whoever asks for no repair needs none of them.
    from perms_graph.repair import repairs_for
    from perms_graph.trial import Setting

    wanted = {f.result for v in shown for f in reports.to_act_on(v)}
    given = inputs(shipped(), illustrative=session.illustrative)
    setting = Setting.copied(register.dataset, given)
    named = zip(setting.report.names(), setting.report.results, strict=True)
    results = {name: result for name, result in named if name in wanted}
    offered = repairs_for(setting, results.values())
    return {name: offered[result] for name, result in results.items()}


def _principle(session: Session, register: Register, ledger: Ledger, text: str) -> str:
    """Find a principle by the end of its IRI, capitals forgiven, or as any other thing."""
    for principle in ledger.principles:
        if principle.iri.rpartition("/")[2].lower() == text.strip().lower():
            return principle.iri
    return find_thing(register.dataset, text, language=session.language, of=PERMS + "Principle")


def _suggestions(repairs: dict[str, tuple[Repair, ...]]) -> Iterator[ox.Triple]:
    if repairs:
        from perms_graph.repair import to_triples

        for result, found in repairs.items():
            yield from to_triples(result, found)


def _write(
    session: Session,
    register: Register,
    ledger: Ledger,
    chosen: str,
    one: bool,
    repairs: dict[str, tuple[Repair, ...]],
) -> None:
    language, shown = session.language, ledger.verdicts
    illustrative = register.manifest.illustrative
    if chosen == "turtle":
        quads = ledger.to_quads(ox.NamedNode(GRAPH + "verdicts"))
        triples = chain((q.triple for q in quads), _suggestions(repairs))
        session.write(as_rdf(triples, "turtle"))
        return
    if chosen == "csv":
        table = reports.as_table(shown, language)
        session.write(as_csv(with_illustrative(register.dataset, table)))
        return
    names = labels(register.dataset, reports.things_in(shown), language)
    if chosen == "json":
        session.write(
            reports.as_json(
                ledger, shown, names, language, illustrative=illustrative, repairs=repairs
            )
        )
        return
    day = moment(ledger.day.isoformat(), language)
    out = session.out()
    if one:
        out.print(named(shown[0].partnership.value, names), style="bold", soft_wrap=True)
        out.print(session.say(msg("Verdicts on {day}", day=day)), style="dim", soft_wrap=True)
        out.print()
        session.show(reports.view(shown, names, language, repairs))
        return
    title = msg("How many partnerships stand where on {day}", day=day)
    out.print(session.say(title), style="bold", soft_wrap=True)
    session.show(reports.summary_view(ledger, names, language))
    out.print()
    remark = msg("Not evidenced is no breach: nobody has quoted a text yet.")
    out.print(session.say(remark), soft_wrap=True)
