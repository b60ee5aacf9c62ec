"""Our own lists of concepts: statuses, kinds of date, scopes of money … Each with its names and definition."""

from __future__ import annotations

from tools.convert.book import Book, node, text, yes

FILE = "register/schemes.trig"

# scheme → (title en, title fr, class, [(concept, en, fr, code in the facts)])
SCHEMES: dict[str, tuple[str, str, list[tuple[str, str, str, str]]]] = {
    "confidence": (
        "Confidence", "Degré de confiance",
        [
            ("officialText", "official text, word for word", "texte officiel, mot pour mot", "verbatim"),
            ("stated", "stated by the source", "affirmé par la source", "stated"),
            ("paraphrase", "the source in our words", "la source, dans nos mots", "paraphrase"),
            ("inferred", "inferred: our reading", "déduit : notre lecture", "inferred"),
            ("ourTranslation", "our translation, not an official wording", "notre traduction, sans valeur officielle", "translation"),
            ("unsourced", "general knowledge, no page cited", "connaissance générale, sans page citée", "general knowledge"),
            ("illustrative", "illustrative: invented", "illustratif : inventé", ""),
        ],
    ),
    "member-type": (
        "Kinds of Member", "Types de Membre",
        [
            ("pacificIslandCountry", "Pacific island country", "pays insulaire du Pacifique", "pacific-island-country"),
            ("pacificIslandTerritory", "Pacific island territory", "territoire insulaire du Pacifique", "pacific-island-territory"),
            ("metropolitan", "metropolitan Member", "Membre métropolitain", "metropolitan"),
        ],
    ),
    "partner-type": (
        "Kinds of partner", "Types de partenaire",
        [
            ("cropAgency", "CROP agency", "organisation du CORP", "CROP agency"),
            ("regionalIgo", "regional intergovernmental organisation", "organisation intergouvernementale régionale", "regional IGO"),
            ("universityOrResearch", "university or research body", "université ou organisme de recherche", "university/research"),
            ("unAgency", "United Nations agency", "organisme des Nations Unies", "UN agency"),
            ("bilateralDonor", "bilateral donor", "bailleur bilatéral", "bilateral donor"),
            ("ngo", "non-governmental organisation", "organisation non gouvernementale", "NGO"),
            ("memberGovernment", "government of a Member", "gouvernement d'un Membre", "member government"),
            ("multilateralFund", "multilateral fund", "fonds multilatéral", "multilateral fund"),
            ("networkOrInitiative", "network or initiative", "réseau ou initiative", "network/initiative"),
            ("privateSector", "private sector", "secteur privé", "private sector"),
            ("meaSecretariat", "secretariat of an environmental agreement", "secrétariat d'un accord sur l'environnement", "MEA secretariat"),
            ("developmentBank", "development bank", "banque de développement", "development bank"),
            ("foundation", "foundation", "fondation", "foundation"),
            ("professionalAssociation", "professional association", "association professionnelle", "professional association"),
            ("mediaAssociation", "media association", "association de médias", "media association"),
            ("supranationalDonor", "supranational donor", "bailleur supranational", "supranational donor"),
        ],
    ),
    "date-kind": (
        "What a date is the date of", "Ce que date une date",
        [
            ("signed", "signed", "signé", "signed"),
            ("announced", "announced", "annoncé", "announced"),
            ("formulated", "formulated", "formulé", "formulated"),
            ("dateline", "dateline of the release", "date du communiqué", "dateline"),
            ("releaseMonth", "month of the release", "mois du communiqué", "release month"),
            ("established", "established", "établi", "established"),
            ("designated", "designated", "désigné", "designated"),
            ("published", "published", "publié", "published"),
            ("accredited", "accredited", "accrédité", "accredited"),
            ("approved", "approved", "approuvé", "approved"),
            ("registered", "registered", "enregistré", "registered"),
            ("launched", "launched", "lancé", "launched"),
        ],
    ),
    "status": (
        "Status as stated", "État tel qu'affirmé",
        [
            ("inForce", "in force", "en vigueur", "in force"),
            ("running", "running", "en cours", "running"),
            ("inPreparation", "in preparation", "en préparation", "in preparation"),
        ],
    ),
    "amount-scope": (
        "Whose money an amount is", "À qui est l'argent d'un montant",
        [
            ("sprepProject", "project run or executed by SPREP", "projet mené ou exécuté par le PROE", "project run or executed by SPREP"),
            ("sharedProgramme", "whole programme of several agencies; SPREP's share is not published", "programme entier de plusieurs organismes ; la part du PROE n'est pas publiée", "whole programme, several agencies, SPREP share not published"),
            ("building", "building or centre", "bâtiment ou centre", "building or centre"),
            ("coreOrMixed", "core or mixed funding of SPREP", "financement de base ou mixte du PROE", "core or mixed funding of SPREP"),
            ("memberShare", "share of one Member in a project", "part d'un Membre dans un projet", "share of one Member in a project"),
            ("core", "core funding", "financement de base", "core"),
            ("kiwaInitiative", "Kiwa Initiative, not SPREP alone", "Initiative Kiwa, pas le seul PROE", "Kiwa Initiative, not SPREP alone"),
            ("headquarters", "headquarters", "siège", "headquarters"),
            ("fastStart", "whole \"fast start\" commitment for Pacific small island States; SPREP's part is not published", "engagement « fast start » entier pour les petits États insulaires du Pacifique ; la part du PROE n'est pas publiée", "whole \"fast start\" commitment for Pacific SIDS; SPREP part not published"),
            ("rokForumFund", "all projects of the Republic of Korea–Pacific Islands Forum Cooperation Fund", "tous les projets du Fonds de coopération République de Corée–Forum des îles du Pacifique", "ROK-Pacific Islands Forum Cooperation Fund, all projects"),
            ("climateChangeCentre", "construction of the Pacific Climate Change Centre", "construction du Centre océanien sur le changement climatique", "construction of the Pacific Climate Change Centre"),
            ("peumpFourAgencies", "PEUMP, four agencies", "PEUMP, quatre organismes", "PEUMP, four agencies"),
        ],
    ),
    "contribution-kind": (
        "Kinds of contribution", "Types de contribution",
        [
            ("project", "project", "projet", "project"),
            ("sharedProgramme", "programme (shared)", "programme (partagé)", "programme (shared)"),
            ("capital", "capital", "investissement", "capital"),
            ("coreOrMixed", "core or mixed", "de base ou mixte", "core or mixed"),
            ("voluntaryAnnual", "voluntary, each year", "volontaire, annuelle", "voluntary annual"),
            ("pledge", "pledge", "promesse", "pledge"),
        ],
    ),
    "mechanism-group": (
        "Groups of mechanisms", "Groupes de mécanismes",
        [
            ("constitutive", "constitutive", "constitutif", "constitutive"),
            ("framework", "framework", "cadre", "framework"),
            ("member", "with a Member", "avec un Membre", "member"),
            ("funding", "funding", "financement", "funding"),
            ("access", "access to funds", "accès aux fonds", "access"),
            ("project", "project", "projet", "project"),
            ("other", "other", "autre", "other"),
            ("procurement", "procurement", "passation de marchés", "procurement"),
            ("engagement", "engagement", "dialogue", "engagement"),
        ],
    ),
    "direction": (
        "Which way an indicator should go", "Sens voulu d'un indicateur",
        [
            ("increase", "should rise", "doit augmenter", ""),
            ("decrease", "should fall", "doit diminuer", ""),
            ("maintain", "should stay", "doit se maintenir", ""),
        ],
    ),
}

# A release that reports a signature dates it; an announcement or an approval does not begin anything.
_BEGINS = {
    "signed", "dateline", "releaseMonth", "established", "designated", "accredited", "registered",
    "launched", "formulated",
}  # fmt: skip


def concept(scheme: str, code: str) -> str:
    """Give the short name of the concept that a code of the facts stands for."""
    for name, _, _, known in SCHEMES[scheme][2]:
        if known == code:
            return f"id:{scheme}/{name}"
    raise KeyError(f"{scheme}: {code}")


def write(book: Book) -> None:
    """State the schemes; they are ours."""
    graph = book.project("readings", "inferred")
    for scheme, (en, fr, concepts) in SCHEMES.items():
        top = f"id:scheme/{scheme}"
        book.say(FILE, graph, top, "rdf:type", node("skos:ConceptScheme"))
        book.say(FILE, graph, top, "skos:prefLabel", text(en, "en"), text(fr, "fr"))
        for name, label, libelle, code in concepts:
            iri = f"id:{scheme}/{name}"
            book.say(FILE, graph, iri, "rdf:type", node("skos:Concept"))
            book.say(FILE, graph, iri, "skos:inScheme", node(top))
            book.say(FILE, graph, iri, "skos:prefLabel", text(label, "en"), text(libelle, "fr"))
            if code:
                book.say(FILE, graph, iri, "skos:notation", text(code))
            if scheme == "date-kind":
                book.say(FILE, graph, iri, "perms:countsAsBeginning", yes("yes" if name in _BEGINS else "no"))
