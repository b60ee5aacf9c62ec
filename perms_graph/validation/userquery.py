"""SELECT queries written in shapes, made ready to run once for all focus nodes.

SHACL defines them for one focus node at a time, with ``$this`` bound before the query starts. Run
once for all, ``$this`` comes from a sub-select of the focus nodes instead. The two agree if every
group that uses ``$this`` sees it bound, so that sub-select is joined into each group that would not
bind ``$this`` by a triple of its own. What pre-binding allows and a join does not (a limit, an
aggregate over everything) is left to pySHACL; what SHACL forbids is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import msg
from perms_graph.namespaces import OWL, PREFIXES
from perms_graph.store.tokens import Token, tokens
from perms_graph.validation.footprint import Lineage
from perms_graph.validation.graph import TYPE, Node, ShapeFault, TripleIndex
from perms_graph.validation.negation import Negation, negations
from perms_graph.validation.paths import Path, path_text
from perms_graph.validation.terms import sh

_FORBIDDEN: Final = {"MINUS", "VALUES", "SERVICE", "FROM", "GRAPH"}
_AGGREGATES: Final = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
_NAME: Final = re.compile(r"([.\-]*)([^:]*):(.*?)(\.*)", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(.)")
_SLOT: Final = re.compile(r"\[\[this (always|narrow)\]\]")


@dataclass(frozen=True)
class UserQuery:
    """A SELECT of a shape.

    Attributes:
        text: With full IRIs and no prologue; ``[[this always]]`` and ``[[this narrow]]`` mark where
            the focus nodes can be joined in: always, or only to make a narrow run cheap.
        columns: What it projects besides ``this``, in order.
        foreign: Whether only pySHACL can run it.
    """

    text: str
    columns: tuple[str, ...]
    foreign: bool

    def fill(self, focus: str, *, narrow: bool) -> str:
        """Give the query with the focus nodes joined in.

        Args:
            focus: A group element that binds ``?this``.
            narrow: Whether few focus nodes are given, so that joining everywhere pays.
        """
        return _SLOT.sub(
            lambda m: f" {focus} " if narrow or m.group(1) == "always" else " ", self.text
        )

    @cached_property
    def lineage(self) -> Lineage | None:
        """What the query reads, with the way from ``$this``; None if that cannot be told."""
        # rdflib's parser takes long to import; only a check after a change needs it.
        from perms_graph.validation.lineage import query_lineage

        return query_lineage(_SLOT.sub(" ", self.text))

    @cached_property
    def predicates(self) -> frozenset[str] | None:
        """Every predicate that the query can read; None if it may be any."""
        from perms_graph.validation.lineage import query_predicates

        return query_predicates(_SLOT.sub(" ", self.text))


def read_query(graph: TripleIndex, node: Node, path: Path | None) -> UserQuery:
    """Read a ``sh:select`` with its prefixes.

    Args:
        graph: The shapes graph.
        node: What carries ``sh:select`` and ``sh:prefixes``.
        path: Stands for ``$PATH``.

    Raises:
        ShapeFault: There is not exactly one text, or SHACL forbids it (section 5.3 and appendix A).
    """
    selects = graph.objects(node, sh("select"))
    if len(selects) != 1 or not isinstance(selects[0], ox.Literal):
        raise ShapeFault("sh:select")
    parts = _expand(selects[0].value, _prefixes(graph, node), path)
    query = _Reader(parts).read()
    probe = query.fill("VALUES ?this { <urn:x:y> }", narrow=True)
    try:
        ox.Store().query(probe)
    except (SyntaxError, ValueError, RuntimeError) as error:
        raise ShapeFault(
            "sh:select",
            msg("The query of shape {shape} cannot be read: {reason}", shape="", reason=str(error)),
        ) from error
    return query


def _prefixes(graph: TripleIndex, node: Node) -> dict[str, str]:
    known = dict(PREFIXES)
    sources: list[Node] = list(graph.subjects(TYPE, ox.NamedNode(OWL + "Ontology")))
    sources.extend(graph.objects(node, sh("prefixes")))
    for source in sources:
        imported = graph.objects(source, ox.NamedNode(OWL + "imports"))
        sources.extend(i for i in imported if i not in sources)
        for declaration in graph.objects(source, sh("declare")):
            names = graph.objects(declaration, sh("prefix"))
            spaces = graph.objects(declaration, sh("namespace"))
            if len(names) != 1 or len(spaces) != 1:
                raise ShapeFault("sh:declare")
            name, space = names[0], spaces[0]
            if not isinstance(name, ox.Literal) or not isinstance(space, ox.Literal):
                raise ShapeFault("sh:declare")
            known[name.value] = space.value
    return known


def _expand(text: str, known: dict[str, str], path: Path | None) -> list[Token]:
    """Drop comments and prologue, write names in full, put the path in the place of $PATH."""
    parts = [t for t in tokens(text) if t.kind not in {"space", "comment"}]
    while parts and parts[0].kind == "word" and parts[0].text.upper() in {"PREFIX", "BASE"}:
        if parts[0].text.upper() == "BASE" or len(parts) < 3:
            raise ShapeFault("sh:select")
        known[parts[1].text.removesuffix(":")] = parts[2].text[1:-1]
        parts = parts[3:]
    out: list[Token] = []
    for token in parts:
        if token.kind == "word" and ":" in token.text and not token.text.startswith("_:"):
            match = _NAME.fullmatch(token.text)
            if match is None or match.group(2) not in known:
                raise ShapeFault(
                    "sh:select",
                    msg(
                        "The query of shape {shape} uses a prefix that is not declared: {word}",
                        shape="",
                        word=token.text,
                    ),
                )
            before, prefix, local, after = match.groups()
            iri = f"<{known[prefix]}{_ESCAPE.sub(lambda m: m.group(1), local)}>"
            out.extend(Token("punctuation", c, token.start) for c in before)
            out.append(Token("iri", iri, token.start))
            out.extend(Token("punctuation", c, token.start) for c in after)
        elif token.kind == "variable" and token.text[1:] == "PATH":
            if path is None:
                raise _not_allowed("$PATH")
            out.append(Token("punctuation", f"({path_text(path)})", token.start))
        elif token.kind == "variable":
            out.append(Token("variable", "?" + token.text[1:], token.start))
        else:
            out.append(token)
    return out


def _not_allowed(word: str) -> ShapeFault:
    return ShapeFault(
        "sh:select",
        msg(
            "The query of shape {shape} uses {word}, which shapes may not use there.",
            shape="",
            word=word,
        ),
    )


@dataclass
class _Group:
    """An open brace: what is known of the group so far."""

    slot: int | None
    exists: bool
    parens: int = 0
    mentions: bool = False
    binds: bool = False
    bind_call: bool = False
    force: bool = False
    removed: list[str] = field(default_factory=list)


class _Reader:
    """Reads the tokens once, noting where the focus nodes have to be joined in."""

    def __init__(self, parts: list[Token]) -> None:
        self.parts = parts
        self.out: list[str] = []
        self.groups: list[_Group] = []
        self.foreign = False
        self.columns: tuple[str, ...] = ()
        self.end = -1
        self.after_name = False

    def read(self) -> UserQuery:
        if not self.parts or self.parts[0].text.upper() != "SELECT":
            raise ShapeFault("sh:select")
        once = negations(self.parts)
        past = 0
        for number, token in enumerate(self.parts):
            if number < past:
                continue
            if number in once:
                past = once[number].end + 1
                self._remove(once[number])
                continue
            word = token.text.upper() if token.kind == "word" else ""
            if word in _FORBIDDEN:
                raise _not_allowed(word)
            if word == "SELECT":
                self._select(number)
            elif word in {"LIMIT", "OFFSET"}:
                self.foreign = True
            elif word == "AS" and self._at(number + 1).text in {"?this", "?value"}:
                if self._at(number + 1).text == "?this" or self._depth() > 0:
                    raise _not_allowed("AS " + self._at(number + 1).text)
            elif token.kind == "variable":
                self._variable(token.text)
            elif token.text == "{":
                self._open(number)
                continue
            elif token.text == "}":
                self._close()
                continue
            self._track(token, word)
            self._write(token)
        if self.groups:
            raise ShapeFault("sh:select")
        return UserQuery("".join(self.out), self.columns, self.foreign)

    def _write(self, token: Token) -> None:
        """Write a token; signs such as ``||`` come apart in tokens and must stand together."""
        joined = token.kind == "punctuation" and token.start == self.end
        if token.text in {"*", "+", "?"} and self.out and self.out[-1].endswith((">", ")")):
            # rdflib, which tells us what a query reads, wants the mark of a path beside it.
            joined = True
        # pyoxigraph reads no space between the name of some functions and what they are given.
        joined = joined or (token.text == "(" and self.after_name)
        self.after_name = token.kind in {"word", "iri"}
        self.end = token.start + 1 if token.kind == "punctuation" else -1
        self.out.append(token.text if joined else " " + token.text)

    def _remove(self, negation: Negation) -> None:
        """Ask a negation once for all, at the end of its group, where a filter counts as well."""
        group = self.groups[-1]
        # Something has to stand here: a full stop may follow.
        self.out.append(" FILTER (true)")
        narrow = ""
        if "?this" in negation.shared:
            group.mentions = True
            narrow = "[[this narrow]]"
        before, self.out, self.end = self.out, [], -1
        for token in negation.inner:
            self._write(token)
        inner, self.out = "".join(self.out), before
        columns = " ".join(negation.shared)
        group.removed.append(f" MINUS {{ SELECT DISTINCT {columns} WHERE {{ {narrow}{inner} }} }}")

    def _at(self, number: int) -> Token:
        return self.parts[number] if 0 <= number < len(self.parts) else Token("space", "", 0)

    def _depth(self) -> int:
        return len(self.groups)

    def _variable(self, text: str) -> None:
        if text in {"?shapesGraph", "?currentShape"}:
            raise _not_allowed("$" + text[1:])
        if text == "?failure":
            self.foreign = True
        if text != "?this" or not self.groups:
            return
        group = self.groups[-1]
        group.mentions = True
        if group.parens == 0:
            group.binds = True
        elif group.bind_call:
            group.force = True

    def _track(self, token: Token, word: str) -> None:
        if not self.groups:
            return
        group = self.groups[-1]
        if token.text == "(":
            group.parens += 1
        elif token.text == ")":
            group.parens -= 1
            group.bind_call = group.bind_call and group.parens > 0
        elif word == "BIND":
            group.bind_call = True

    def _open(self, number: int) -> None:
        before = self._at(number - 1)
        exists = before.text.upper() == "EXISTS" or (bool(self.groups) and self.groups[-1].exists)
        self.out.append(" {")
        slot: int | None = None
        if self._at(number + 1).text.upper() != "SELECT" and not exists:
            slot = len(self.out)
            self.out.append("")
        self.groups.append(_Group(slot, exists, force=not self.groups))

    def _close(self) -> None:
        if not self.groups:
            raise ShapeFault("sh:select")
        group = self.groups.pop()
        if group.slot is not None and (group.mentions or group.force):
            # A triple of the group itself binds $this; a filter alone would find it unbound.
            always = group.force or not group.binds
            self.out[group.slot] = f"[[this {'always' if always else 'narrow'}]]"
        if self.groups and group.mentions:
            self.groups[-1].mentions = True
        self.out += group.removed
        self.out.append(" }")

    def _select(self, number: int) -> None:
        """Read a projection and, by looking ahead, the grouping that belongs to it."""
        columns, aggregates, position = self._projection(number + 1)
        if "this" not in columns and "*" not in columns:
            raise _not_allowed("SELECT without $this")
        if "*" in columns and self.groups:
            raise _not_allowed("SELECT *")
        grouped = self._grouping(position)
        if (aggregates or grouped is not None) and "this" not in (grouped or ()):
            self.foreign = True
        if not self.groups:
            if "*" in columns:
                columns = [t.text[1:] for t in self.parts if t.kind == "variable"]
            self.columns = tuple(dict.fromkeys(c for c in columns if c != "this"))

    def _projection(self, position: int) -> tuple[list[str], bool, int]:
        columns: list[str] = []
        aggregates = False
        depth = 0
        while position < len(self.parts):
            token = self.parts[position]
            if token.text == "{" or (token.kind == "word" and token.text.upper() == "WHERE"):
                break
            aggregates = aggregates or token.text.upper() in _AGGREGATES
            if token.text == "(":
                depth += 1
            elif token.text == ")":
                depth -= 1
            elif token.text == "*" and depth == 0:
                columns.append("*")
            elif token.kind == "variable" and (
                depth == 0 or self._at(position - 1).text.upper() == "AS"
            ):
                columns.append(token.text[1:])
            position += 1
        return columns, aggregates, position

    def _grouping(self, position: int) -> tuple[str, ...] | None:
        """Give the variables of the GROUP BY after the braces at ``position``; None without one."""
        depth = 0
        while position < len(self.parts):
            text = self.parts[position].text
            depth += {"{": 1, "}": -1}.get(text, 0)
            position += 1
            if text == "}" and depth <= 0:
                break
        if self._at(position).text.upper() != "GROUP":
            return () if self._at(position).text.upper() == "HAVING" else None
        found: list[str] = []
        position += 2
        while position < len(self.parts):
            token = self.parts[position]
            if token.kind != "variable":
                break
            found.append(token.text[1:])
            position += 1
        return tuple(found)
