"""Reading terms, paths and triple patterns: the parts of a query that touch the data."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin

from perms_graph.guard.lexing import Lexeme
from perms_graph.guard.outline import Name, Node, Path, Role, Span, Triple, Use
from perms_graph.namespaces import PREFIXES, RDF

NAMELESS: Final = "guard_nameless_"
"""How variables begin that stand for nodes without a name."""

UNKNOWN: Final = "unknown-prefix:"
"""What stands before a short name whose prefix nobody knows."""

_TYPE: Final = RDF + "type"
_ESCAPES: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_NUMBER: Final = re.compile(r"[+-]?[\d.]")


class UnreadableError(Exception):
    """The text is not a query of SPARQL 1.1, as far as we read it."""


class Cursor:
    """Where we are in a row of tokens, and what we have met so far."""

    def __init__(self, parts: tuple[Lexeme, ...]) -> None:
        self.parts = parts
        self.at = 0
        self.prefixes: dict[str, tuple[str, Span]] = {}
        self.base = ""
        self.names: list[Name] = []
        self.uses: list[Use] = []
        self.nameless = 0

    @property
    def done(self) -> bool:
        """Whether nothing is left."""
        return self.at >= len(self.parts)

    def sees(self, *words: str, ahead: int = 0) -> bool:
        """Tell whether the next token, or one after it, is one of these."""
        at = self.at + ahead
        return at < len(self.parts) and self.parts[at].says(*words)

    def sees_kind(self, kind: str) -> bool:
        """Tell whether the next token is of a kind."""
        return not self.done and self.parts[self.at].kind == kind

    def take(self, *words: str) -> Lexeme:
        """Take the next token, which must be one of these if any are given."""
        if self.done or (words and not self.parts[self.at].says(*words)):
            raise UnreadableError
        self.at += 1
        return self.parts[self.at - 1]

    def takes(self, *words: str) -> bool:
        """Take the next token if it is one of these."""
        if self.sees(*words):
            self.at += 1
            return True
        return False

    def since(self, start: int) -> Span:
        """Give the stretch from an offset to the end of what was taken last."""
        return Span(start, self.parts[self.at - 1].end if self.at else start)

    @property
    def offset(self) -> int:
        """Offset of the next token; the end of the last one if there is none."""
        if self.done:
            return self.parts[-1].end if self.parts else 0
        return self.parts[self.at].start

    def variable(self) -> Use:
        """Take a variable."""
        lexeme = self.take()
        if lexeme.kind != "variable":
            raise UnreadableError
        use = Use(lexeme.text[1:], Span(lexeme.start, lexeme.end))
        self.uses.append(use)
        return use

    def iri(self, role: Role) -> Name:
        """Take an IRI, full or short."""
        lexeme = self.take()
        if lexeme.kind == "iri":
            inner = lexeme.text[1:-1]
            full = urljoin(self.base, inner) if self.base and ":" not in inner else inner
        elif lexeme.kind == "word" and ":" in lexeme.text and not lexeme.text.startswith("_:"):
            full = self._expanded(lexeme.text)
        else:
            raise UnreadableError
        name = Name(full, lexeme.text, Span(lexeme.start, lexeme.end), role)
        self.names.append(name)
        return name

    def sees_iri(self) -> bool:
        """Tell whether an IRI comes next."""
        if self.done:
            return False
        lexeme = self.parts[self.at]
        return lexeme.kind == "iri" or (
            lexeme.kind == "word" and ":" in lexeme.text and not lexeme.text.startswith("_:")
        )

    def _expanded(self, text: str) -> str:
        prefix, _, local = text.partition(":")
        local = re.sub(r"\\(.)", r"\1", local)
        if prefix in self.prefixes:
            return self.prefixes[prefix][0] + local
        if prefix in PREFIXES:
            return PREFIXES[prefix] + local
        return UNKNOWN + text


class TermReader(Cursor):
    """Reads triple patterns.

    In a template, names and variables are of another role: nothing there is looked up.
    """

    def triples(self, found: list[Triple], template: bool = False) -> None:
        """Take one subject with all that is said of it.

        Args:
            found: Takes the patterns, in the order of the text.
            template: Whether this is the template of a CONSTRUCT.
        """
        start = self.offset
        bracketed = self.sees("[", "(")
        subject = self.node(found, template)
        if bracketed and not self._sees_verb():
            return
        self._said_of(subject, start, found, template)

    def _sees_verb(self) -> bool:
        return (
            self.sees_kind("variable") or self.sees_iri() or self.sees("A", "^", "!", "(")
        ) and not self.sees("FILTER", "BIND")

    def _said_of(self, subject: Node, start: int, found: list[Triple], template: bool) -> None:
        while True:
            path = self.path(template)
            while True:
                role: Role = "class" if path.iri == _TYPE else "other"
                place = len(found)
                thing = self.node(found, template, role)
                # What is said of a nameless object comes after the pattern that leads to it.
                found.insert(place, Triple(subject, path, thing, self.since(start)))
                if not self.sees(","):
                    break
                self.take(",")
                start = self.offset
            if not self.sees(";"):
                return
            while self.takes(";"):
                pass
            if not self._sees_verb():
                return
            start = self.offset

    def path(self, template: bool) -> Path:
        """Take what stands between subject and object."""
        start, first = self.offset, self.at
        if self.sees_kind("variable"):
            use = self.variable()
            return Path(f"?{use.name}", None, use.name, False, use.span)
        names = len(self.names)
        self._alternatives("template" if template else "predicate")
        span = self.since(start)
        taken = self.parts[first : self.at]
        if len(taken) == 1:
            iri = _TYPE if taken[0].says("A") else self.names[names].iri
            return Path("a" if taken[0].says("A") else taken[0].text, iri, None, False, span)
        repeats = any(t.says("*", "+") for t in taken)
        return Path("".join(t.text for t in taken), None, None, repeats, span)

    def _alternatives(self, role: Role) -> None:
        while True:
            self.takes("^")
            if self.takes("!"):
                self.takes("^")
            if self.takes("("):
                if not self.sees(")"):
                    self._alternatives(role)
                self.take(")")
            elif not self.takes("A"):
                self.iri(role)
            self.takes("*", "+", "?")
            if not self.takes("/", "|"):
                return

    def node(self, found: list[Triple], template: bool = False, role: Role = "other") -> Node:
        """Take a subject or object; what is said in its brackets goes to ``found``."""
        role = "template" if template else role
        start = self.offset
        if self.sees_kind("variable"):
            use = self.variable()
            return Node("variable", use.name, "", f"?{use.name}", use.span)
        if self.sees_iri():
            name = self.iri(role)
            return Node("iri", name.iri, "", name.text, name.span)
        if self.takes("["):
            node = self._nameless(start)
            if not self.sees("]"):
                self._said_of(node, self.offset, found, template)
            self.take("]")
            return Node("blank", node.value, "", node.text, self.since(start))
        if self.takes("("):
            return self._list(start, found, template)
        return self._literal()

    def _nameless(self, start: int) -> Node:
        self.nameless += 1
        text = f"?{NAMELESS}{self.nameless}"
        return Node("blank", f"[]{self.nameless}", "", text, self.since(start))

    def _list(self, start: int, found: list[Triple], template: bool) -> Node:
        if self.takes(")"):
            return Node("iri", RDF + "nil", "", f"<{RDF}nil>", self.since(start))
        head = here = self._nameless(start)
        while True:
            at = self.offset
            link: list[Triple] = []
            member = self.node(link, template)
            found.append(_link(here, "first", member, self.since(at)))
            found += link
            if self.takes(")"):
                end = Node("iri", RDF + "nil", "", f"<{RDF}nil>", self.since(at))
                found.append(_link(here, "rest", end, self.since(at)))
                return Node("blank", head.value, "", head.text, self.since(start))
            after = self._nameless(self.offset)
            found.append(_link(here, "rest", after, self.since(at)))
            here = after

    def _literal(self) -> Node:
        lexeme = self.take()
        start = lexeme.start
        if lexeme.kind == "string":
            return self._text(lexeme)
        if lexeme.kind == "word" and lexeme.text.startswith("_:"):
            label = lexeme.text[2:]
            text = f"?{NAMELESS}{re.sub(r'[^A-Za-z0-9_]', '_', label)}_"
            return Node("blank", lexeme.text, "", text, self.since(start))
        number = lexeme.kind == "word" and _NUMBER.match(lexeme.text)
        if number or lexeme.says("TRUE", "FALSE"):
            return Node("literal", lexeme.text.lower(), "^^", lexeme.text, self.since(start))
        if lexeme.says("+", "-") and not self.done and _NUMBER.match(self.parts[self.at].text):
            text = lexeme.text + self.take().text
            return Node("literal", text, "^^", text, self.since(start))
        raise UnreadableError

    def _text(self, lexeme: Lexeme) -> Node:
        marks = 3 if lexeme.text[:3] in {'"""', "'''"} and len(lexeme.text) >= 6 else 1
        value = _ESCAPE.sub(_unescaped, lexeme.text[marks:-marks])
        tag = ""
        if not self.done and self.parts[self.at].text.startswith("@"):
            tag = self.take().text
        elif self.sees("^") and self.sees("^", ahead=1):
            self.take()
            self.take()
            tag = "^^" + self.iri("other").text
        return Node("literal", value, tag, lexeme.text + tag, self.since(lexeme.start))


def _link(node: Node, word: str, thing: Node, span: Span) -> Triple:
    path = Path(f"<{RDF}{word}>", RDF + word, None, False, span)
    return Triple(node, path, thing, span)


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else match[0]
    return _ESCAPES.get(match[3], match[3])
