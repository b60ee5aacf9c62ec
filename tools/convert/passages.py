"""Passages of the French text that shapes, terms and verdicts cite, word for word."""

from __future__ import annotations

import re
from pathlib import Path

from tools.convert.book import Book, node, text

FILE = "strategy/passages.trig"
DOCUMENT = "perms-fr.md"

# slug → (section as printed, our English name, first words, last words)
PASSAGES: dict[str, tuple[str, str, str, str]] = {
    "goal-oo4": ("Le PROE et ses partenariats", "Organisational goal 4", "Objectif organisationnel 4 (OO4)", "collaboratifs fructueux"),
    "objective-4-1": ("Objectif organisationnel 4", "Objective 4.1", "Améliorer les partenariats du PROE", "vérifiés régulièrement."),
    "objective-4-2": ("Objectif organisationnel 4", "Objective 4.2", "Consolider la réputation du PROE", "matière d'environnement."),
    "context-formalise": ("Contexte", "Context: partnerships must be formalised", "La mission du Secrétariat", "suivie et évaluée."),
    "context-gaps": ("Contexte", "Context: gaps and openings", "Il importe que le Secrétariat", "techniques ou financières."),
    "functions": ("Stratégie", "Functions of PERMS", "La Stratégie pour l'engagement des partenaires et pour la mobilisation des ressources (PERMS) a été", "liste de partenaires."),
    "part-1": ("Cadre de la PERMS en trois parties", "Part 1", "Directives pour la conclusion", "nouveaux partenariats"),
    "part-2": ("Cadre de la PERMS en trois parties", "Part 2", "Directives pour le suivi", "partenariats existants"),
    "part-3": ("Cadre de la PERMS en trois parties", "Part 3", "Recherche de nouveaux partenariats", "objectifs stratégiques du PIP."),
    "principles-rule": ("Partie 1", "How principles bind", "Les accords de partenariat du PROE doivent", "les principes suivants"),
    "principle-b": ("Partie 1", "Principle b", "contribuer à l'atteinte", "et organisationnels"),
    "principle-c": ("Partie 1", "Principle c", "collaborer avec les autres", "cours ou prévues"),
    "principle-d": ("Partie 1", "Principle d", "être fondés sur", "valeurs partagées"),
    "principle-e": ("Partie 1", "Principle e", "chercher à intégrer", "valeur ajoutée"),
    "principle-f": ("Partie 1", "Principle f", "produire des résultats utiles", "aux deux partenaires"),
    "principle-gender": ("Partie 1", "Principle on gender and inclusion (no letter printed)", "encourager la prise en compte", "toutes les collaborations"),
    "purposes": ("Partie 1", "Objectives of partnership", "Valeurs partagées", "Services"),
    "mechanisms": ("Partie 1", "Mechanism and tools", "Le PROE coopère officiellement", "suivi y afférents."),
    "monitoring": ("Partie 2", "Monitoring", "Tous les partenariats qui satisfont", "liste de partenariats"),
    "gap-heading": ("Partie 3", "Potential and gaps (a heading only)", "Évaluation des potentialités", "des lacunes"),
}


def plain(markdown: str) -> str:
    """Take the marks of Markdown off: emphasis, list marks, heading marks, line breaks."""
    unmarked = re.sub(r"^(?:#+ |\s*[-•o] (?:o )?(?:[a-z]\. |\d\. )?|\d+\. )", "", markdown, flags=re.MULTILINE)
    unmarked = unmarked.replace("**", "")
    return re.sub(r"\s+", " ", unmarked).strip()


def passages(book: Book, folder: Path) -> None:
    """State the passages and the whole text."""
    whole = (folder / DOCUMENT).read_text(encoding="utf-8")
    running = plain(whole)
    graph = book.source(DOCUMENT, "officialText")
    document = "id:document/" + book.document(DOCUMENT)
    book.say(FILE, graph, document, "rdf:type", node("perms:Document"))
    book.say(FILE, graph, document, "perms:fullText", text(whole, "fr"))
    names = book.project("readings", "inferred")
    for slug, (section, en, first, last) in PASSAGES.items():
        start = running.rindex(first) if slug in {"purposes", "gap-heading"} else running.index(first)
        end = running.index(last, start) + len(last)
        iri = f"id:passage/{slug}"
        book.say(FILE, graph, iri, "rdf:type", node("perms:Passage"))
        book.say(FILE, graph, iri, "perms:quotes", text(running[start:end], "fr"))
        book.say(FILE, graph, iri, "perms:passageOf", node(document))
        book.say(FILE, graph, iri, "perms:section", text(section, "fr"))
        quote = running[start:end]
        short = quote if len(quote) <= 70 else quote[: quote.rindex(" ", 0, 68)] + " …"
        book.say(FILE, names, iri, "skos:prefLabel", text(en, "en"), text(f"« {short} »", "fr"))
