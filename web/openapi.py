"""The addresses that programs use, described in OpenAPI 3.1; a test asks the server for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from perms_graph import __version__
from perms_graph.catalogue import Catalogue, Parameter, Question
from perms_graph.errors import Message, msg
from perms_graph.language import LANGUAGES
from perms_graph.publishing import DUMPS

from .negotiation import FORMS, HTML, RECORDS
from .reading import Reader

JSON: Final = "application/json"
CSV: Final = "text/csv"
RESULTS: Final = "application/sparql-results+json"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ICS: Final = "text/calendar"
ATOM: Final = "application/atom+xml"
PROBLEM: Final = "application/problem+json"

RDF: Final = tuple(form.media_type for form in FORMS)
SUFFIXES: Final = tuple(form.suffix for form in FORMS)

RECORD: Final = (*RDF, *(media.media_type for media in RECORDS))
RECORD_SUFFIXES: Final = (*SUFFIXES, *(media.suffix for media in RECORDS))

Schema = dict[str, Any]
_TEXT: Final[Schema] = {"type": "string"}


@dataclass(frozen=True)
class Given:
    """A parameter of an address.

    Attributes:
        name: Its name.
        text: What it means.
        schema: What it may be.
        where: ``path`` or ``query``.
        required: Whether the address is nothing without it.
    """

    name: str
    text: Message
    schema: Schema
    where: str = "query"
    required: bool = False

    def told(self, who: Reader) -> dict[str, Any]:
        """Write it as OpenAPI does."""
        return {
            "name": self.name,
            "in": self.where,
            "required": self.required or self.where == "path",
            "description": who.say(self.text),
            "schema": self.schema,
        }


@dataclass(frozen=True)
class Address:
    """An address that answers GET.

    Attributes:
        path: With parameters in braces.
        tag: What it belongs to.
        text: What it gives.
        given: Its parameters.
        types: Media types of its answers.
        faults: Statuses of answers that are no data, each with a page in words.
        moved: Statuses of answers that lead elsewhere.
        good: Whether there is an answer 200 at all.
    """

    path: str
    tag: str
    text: Message
    given: tuple[Given, ...]
    types: tuple[str, ...]
    faults: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()
    good: bool = True


def _any_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


LANG: Final = Given("lang", msg("Language of texts."), _any_of(*LANGUAGES), "path")
TONGUE: Final = Given(
    "lang", msg("Language of texts; by Accept-Language if not given."), _any_of(*LANGUAGES)
)
ON: Final = Given(
    "on", msg("Day to judge from; today if not given."), {"type": "string", "format": "date"}
)
EXPLAIN: Final = Given(
    "explain",
    msg("Open each row to its statements, graphs and documents; in JSON."),
    _any_of("yes"),
)
KIND: Final = Given("kind", msg("Kind of thing, as in its identity."), _TEXT, "path")
SLUG: Final = Given("slug", msg("The end of its identity."), _TEXT, "path")
SUFFIX: Final = Given("suffix", msg("Format."), _any_of(*SUFFIXES), "path")
RECORD_SUFFIX: Final = Given("suffix", msg("Format."), _any_of(*RECORD_SUFFIXES), "path")

ADDRESSES: Final = (
    Address("/healthz", "server", msg("Whether the register answers."), (), (JSON,), (503,)),
    Address("/readyz", "server", msg("Whether a start is over."), (), (JSON,), (503,)),
    Address("/openapi.json", "server", msg("This description."), (TONGUE,), (JSON,)),
    Address(
        "/id/{kind}/{slug}",
        "linked data",
        msg("The identity of a thing: leads to its page or its data, as Accept wants it."),
        (KIND, SLUG),
        (),
        faults=(404, 406),
        moved=(303,),
        good=False,
    ),
    Address(
        "/data/{kind}/{slug}.{suffix}",
        "linked data",
        msg("What is known of a thing."),
        (KIND, SLUG, RECORD_SUFFIX),
        RECORD,
        (404,),
    ),
    Address(
        "/data/iri.{suffix}",
        "linked data",
        msg("What is known of a thing with an identity of others."),
        (
            RECORD_SUFFIX,
            Given("iri", msg("Its identity, or a short name."), _TEXT, required=True),
        ),
        RECORD,
        (404,),
    ),
    Address("/data/def.{suffix}", "linked data", msg("The ontology."), (SUFFIX,), RDF),
    Address(
        "/data/def/{module}.{suffix}",
        "linked data",
        msg("One module of the ontology."),
        (Given("module", msg("Name of the module."), _TEXT, "path"), SUFFIX),
        RDF,
        (404,),
    ),
    Address("/data/shape.{suffix}", "linked data", msg("The rules, in SHACL."), (SUFFIX,), RDF),
    Address(
        "/data/dataset.{suffix}",
        "linked data",
        msg("The register described for catalogues (VoID and DCAT)."),
        (SUFFIX,),
        RDF,
    ),
    Address(
        "/data/register.{suffix}",
        "linked data",
        msg("The whole register, each statement in the graph of its source."),
        (Given("suffix", msg("Format."), _any_of(*(f.suffix for f in DUMPS)), "path"),),
        tuple(f.media_type for f in DUMPS),
    ),
    Address(
        "/{lang}/due.{suffix}",
        "following",
        msg("What is due and what is late, as data or as a calendar."),
        (
            LANG,
            Given("suffix", msg("Format."), _any_of("json", "csv", "ics"), "path"),
            ON,
            Given(
                "months",
                msg("How many months ahead to look."),
                _any_of("1", "3", "6", "12", "36"),
            ),
            Given("for", msg("Post, person, partner or partnership that it must concern."), _TEXT),
        ),
        (JSON, CSV, ICS),
        (400, 404),
    ),
    Address(
        "/{lang}/changes.atom",
        "following",
        msg("What happened when, the newest first, as a feed for news readers."),
        (
            LANG,
            ON,
            Given(
                "thing", msg("Partner, Member, goal or partnership that it must concern."), _TEXT
            ),
        ),
        (ATOM,),
        (400, 404),
    ),
    Address(
        "/{lang}/openings.{suffix}",
        "gaps",
        msg("Partners who could fill a gap, with the reasons for each."),
        (
            LANG,
            Given("suffix", msg("Format."), _any_of("json", "csv", "xlsx"), "path"),
            ON,
            Given("objective", msg("Goal or objective."), _TEXT, required=True),
            Given("member", msg("Only for this Member."), _TEXT),
            Given("purpose", msg("Only this kind of support."), _TEXT),
            Given("explain", msg("Open each reason to its statements."), _any_of("yes")),
        ),
        (JSON, CSV, XLSX),
        (400, 404),
    ),
    Address(
        "/{lang}/gaps/{name}.{suffix}",
        "gaps",
        msg("The rows of a gap."),
        (
            LANG,
            Given("name", msg("Name of the gap."), _TEXT, "path"),
            Given("suffix", msg("Format."), _any_of("json", "csv", "xlsx"), "path"),
            ON,
        ),
        (JSON, CSV, XLSX),
        (400, 404),
    ),
    Address(
        "/api/questions",
        "questions",
        msg("The stored questions, with what each needs and gives."),
        (TONGUE,),
        (JSON,),
    ),
)


def describe_api(who: Reader, catalogue: Catalogue, *, root: str) -> dict[str, Any]:
    """Describe what programs can ask for.

    Args:
        who: Who reads: texts are in their language.
        catalogue: The stored questions; each has an address of its own.
        root: Address of the site, without a slash at the end.

    Returns:
        An OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1.html).
    """
    addresses = [*ADDRESSES, *(_question(who, question) for question in catalogue)]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "PERMS",
            "version": __version__,
            "summary": who.say(msg("Partnerships of SPREP as linked data")),
            "description": who.say(
                msg("Compiled from public pages; not an official register of SPREP.")
            ),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": root}],
        "tags": [{"name": name} for name in _tags(addresses)],
        "paths": {address.path: {"get": _operation(who, address)} for address in addresses},
        "components": {"schemas": {"Problem": _PROBLEM, "Answer": _ANSWER}},
    }


def _tags(addresses: Iterable[Address]) -> Sequence[str]:
    return list(dict.fromkeys(address.tag for address in addresses))


def _operation(who: Reader, address: Address) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    if address.good:
        answers["200"] = {
            "description": who.say(address.text),
            "content": {kind: {"schema": _schema(address, kind)} for kind in address.types},
        }
    for status in address.moved:
        answers[str(status)] = {"description": who.say(msg("Leads to where it is."))}
    for status in address.faults:
        body: dict[str, Any] = {HTML: {"schema": _TEXT}}
        if address.path.startswith("/api/"):
            body = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        if address.path in {"/healthz", "/readyz"}:
            body = {JSON: {"schema": {"type": "object"}}}
        answers[str(status)] = {"description": who.say(_FAULTS[status]), "content": body}
    return {
        "operationId": _name(address.path),
        "tags": [address.tag],
        "summary": who.say(address.text),
        "parameters": [given.told(who) for given in address.given],
        "responses": answers,
    }


def _schema(address: Address, kind: str) -> Schema:
    if kind == "application/ld+json":
        return {"type": ["object", "array"]}
    if kind != JSON:
        return _TEXT
    if address.path.startswith("/api/question/"):
        return {"$ref": "#/components/schemas/Answer"}
    return {"type": "object"}


def _name(path: str) -> str:
    words = "".join(c if c.isalnum() else " " for c in path).split()
    return "_".join(words) or "root"


def _question(who: Reader, question: Question) -> Address:
    given = tuple(_parameter(who, p) for p in question.parameters)
    more = [] if any(p.name == "on" for p in question.parameters) else [ON]
    more += [EXPLAIN] if question.family == "gaps" else []
    return Address(
        f"/api/question/{question.name}",
        "questions",
        Message(question.question[who.language], {}),
        (*given, *more, TONGUE),
        (JSON, CSV, RESULTS),
        (400, 404, 406),
    )


def _parameter(who: Reader, parameter: Parameter) -> Given:
    schema: Schema = {"type": "string", "examples": [parameter.example]}
    if parameter.type == "date":
        schema["format"] = "date"
    return Given(
        parameter.name,
        Message(parameter.description[who.language], {}),
        schema,
        # The day is the reader's if it is not given.
        required=parameter.name != "day",
    )


_FAULTS: Final = {
    400: msg("A parameter is missing or wrong; says which, and what suits."),
    404: msg("Nothing has that name; gives the nearest."),
    406: msg("There is no such format; says which there are."),
    503: msg("The register does not answer."),
}
_PROBLEM: Final[Schema] = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["title", "status"],
    "properties": {
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "hint": _TEXT,
    },
}
_ANSWER: Final[Schema] = {
    "type": "object",
    "required": ["name", "question", "reading", "columns", "count", "rows", "illustrative"],
    "properties": {
        "name": _TEXT,
        "question": _TEXT,
        "reading": _TEXT,
        "columns": {"type": "array", "items": {"type": "object", "required": ["name", "type"]}},
        "count": {"type": "integer", "minimum": 0},
        "illustrative": {"type": "boolean"},
        "rows": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "anyOf": [{"required": ["iri", "label"]}, {"required": ["value"]}],
                },
            },
        },
    },
}
