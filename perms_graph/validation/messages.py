"""Sentences for results whose shape has none of its own, in English and French."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from perms_graph.namespaces import shorten
from perms_graph.validation.shapes import Constraint

_KINDS: Final = {
    "IRI": ("an IRI", "un IRI"),
    "BlankNode": ("a node without a name", "un nœud sans nom"),
    "Literal": ("a literal", "un littéral"),
    "BlankNodeOrIRI": ("a thing, not a literal", "une ressource et non un littéral"),
    "BlankNodeOrLiteral": (
        "a literal or a node without a name",
        "un littéral ou un nœud sans nom",
    ),
    "IRIOrLiteral": ("an IRI or a literal", "un IRI ou un littéral"),
}

_SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "Class": ("The value must be of type {v}.", "La valeur doit être de type {v}."),
    "Datatype": (
        "The value must be a literal of datatype {v}, written as that datatype is written.",
        "La valeur doit être un littéral de type {v}, écrit selon les règles de ce type.",
    ),
    "NodeKind": ("The value must be {en}.", "La valeur doit être {fr}."),
    "MinCount": (
        "There must be at least {v} value(s).",
        "Il faut au moins {v} valeur(s).",
    ),
    "MaxCount": (
        "There must be no more than {v} value(s).",
        "Il ne faut pas plus de {v} valeur(s).",
    ),
    "MinExclusive": (
        "The value must be greater than {v}.",
        "La valeur doit être supérieure à {v}.",
    ),
    "MinInclusive": (
        "The value must be {v} or more.",
        "La valeur doit être supérieure ou égale à {v}.",
    ),
    "MaxExclusive": (
        "The value must be less than {v}.",
        "La valeur doit être inférieure à {v}.",
    ),
    "MaxInclusive": (
        "The value must be {v} or less.",
        "La valeur doit être inférieure ou égale à {v}.",
    ),
    "MinLength": (
        "The value must have at least {v} character(s).",
        "La valeur doit compter au moins {v} caractère(s).",
    ),
    "MaxLength": (
        "The value must have no more than {v} character(s).",
        "La valeur ne doit pas compter plus de {v} caractère(s).",
    ),
    "Pattern": (
        "The value must match the pattern {v}.",
        "La valeur doit correspondre au motif {v}.",
    ),
    "LanguageIn": (
        "The value must be a text in one of these languages: {v}.",
        "La valeur doit être un texte dans l’une de ces langues : {v}.",
    ),
    "UniqueLang": (
        "There must be no more than one value in each language.",
        "Il ne faut pas plus d’une valeur par langue.",
    ),
    "Equals": (
        "The values must be the same as those of {v}.",
        "Les valeurs doivent être les mêmes que celles de {v}.",
    ),
    "Disjoint": (
        "The value must not also be a value of {v}.",
        "La valeur ne doit pas être aussi une valeur de {v}.",
    ),
    "LessThan": (
        "The value must be less than every value of {v}.",
        "La valeur doit être inférieure à chaque valeur de {v}.",
    ),
    "LessThanOrEquals": (
        "The value must not be greater than any value of {v}.",
        "La valeur ne doit être supérieure à aucune valeur de {v}.",
    ),
    "Not": (
        "The value must not conform to the shape {v}.",
        "La valeur ne doit pas être conforme à la forme {v}.",
    ),
    "And": (
        "The value must conform to each of these shapes: {v}.",
        "La valeur doit être conforme à chacune de ces formes : {v}.",
    ),
    "Or": (
        "The value must conform to at least one of these shapes: {v}.",
        "La valeur doit être conforme à au moins une de ces formes : {v}.",
    ),
    "Xone": (
        "The value must conform to exactly one of these shapes: {v}.",
        "La valeur doit être conforme à une seule de ces formes : {v}.",
    ),
    "Node": (
        "The value must conform to the shape {v}.",
        "La valeur doit être conforme à la forme {v}.",
    ),
    "QualifiedMinCount": (
        "At least {n} value(s) must conform to the shape {v}.",
        "Au moins {n} valeur(s) doivent être conformes à la forme {v}.",
    ),
    "QualifiedMaxCount": (
        "No more than {n} value(s) may conform to the shape {v}.",
        "Pas plus de {n} valeur(s) ne peuvent être conformes à la forme {v}.",
    ),
    "Closed": (
        "This property is not among those that the shape allows.",
        "Cette propriété n’est pas de celles que la forme autorise.",
    ),
    "HasValue": (
        "One of the values must be {v}.",
        "L’une des valeurs doit être {v}.",
    ),
    "In": ("The value must be one of: {v}.", "La valeur doit être l’une de : {v}."),
    "SPARQL": (
        "The query of the shape finds a fault here.",
        "La requête de la forme relève ici une anomalie.",
    ),
}

_UNNAMED: Final[Mapping[str, tuple[str, str]]] = {
    "Not": (
        "The value must not be of the kind that the rule shuts out.",
        "La valeur ne doit pas être du genre que la règle exclut.",
    ),
    "And": (
        "The value must meet every condition of the rule.",
        "La valeur doit remplir toutes les conditions de la règle.",
    ),
    "Or": (
        "The value must meet at least one of the conditions of the rule.",
        "La valeur doit remplir au moins une des conditions de la règle.",
    ),
    "Xone": (
        "The value must meet one of the conditions of the rule, and one only.",
        "La valeur doit remplir une des conditions de la règle, et une seule.",
    ),
    "Node": (
        "The value must meet the conditions of the rule.",
        "La valeur doit remplir les conditions de la règle.",
    ),
    "QualifiedMinCount": (
        "At least {n} value(s) must meet the conditions of the rule.",
        "Au moins {n} valeur(s) doivent remplir les conditions de la règle.",
    ),
    "QualifiedMaxCount": (
        "No more than {n} value(s) may meet the conditions of the rule.",
        "Pas plus de {n} valeur(s) ne peuvent remplir les conditions de la règle.",
    ),
}


def sentences() -> Mapping[str, Mapping[str, str]]:
    """Give every sentence there is: name → language (``en``, ``fr``) → text."""
    named = {
        **{f"kind.{name}": pair for name, pair in _KINDS.items()},
        **_SENTENCES,
        **{f"unnamed.{name}": pair for name, pair in _UNNAMED.items()},
    }
    return {name: {"en": english, "fr": french} for name, (english, french) in named.items()}


def standard_messages(constraint: Constraint) -> Mapping[str, str]:
    """Say what a constraint demands.

    Returns:
        ``en`` and ``fr`` → a sentence.
    """
    listed = constraint.items or (constraint.value,)
    if constraint.component in _UNNAMED and any(isinstance(t, ox.BlankNode) for t in listed):
        # A label such as _:b7 says nothing to anyone.
        english, french = _UNNAMED[constraint.component]
        number = {"n": constraint.number}
        return {"en": english.format(**number), "fr": french.format(**number)}
    shown = ", ".join(_shown(term) for term in listed)
    kind = _KINDS.get(_shown(constraint.value).removeprefix("sh:"), ("", ""))
    english, french = _SENTENCES[constraint.component]
    values = {"v": shown, "n": constraint.number, "en": kind[0], "fr": kind[1]}
    return {"en": english.format(**values), "fr": french.format(**values)}


def is_template(text: str) -> bool:
    """Tell whether a message may name what a query found."""
    return "{?" in text or "{$" in text


def fill(messages: Mapping[str, str], values: Mapping[str, object]) -> Mapping[str, str]:
    """Put terms in the place of ``{?name}`` and ``{$name}``.

    Args:
        messages: Language → text.
        values: Name → term; what is not named stays as written.
    """
    if not any(is_template(m) for m in messages.values()):
        return messages
    filled = {}
    for lang, text in messages.items():
        for name, value in values.items():
            shown = _shown(value)
            text = text.replace(f"{{?{name}}}", shown).replace(f"{{${name}}}", shown)
        filled[lang] = text
    return filled


def _shown(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    if isinstance(term, ox.Literal):
        return term.value
    return str(term)
