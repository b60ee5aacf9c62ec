"""Our own small schemes: kinds of date, statuses, scopes of money, types. Readings of this project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tools.convert_facts.book import Book, Confidence, Page
from tools.convert_facts.names import boolean, english, french, perms, skos, text, thing


@dataclass(frozen=True)
class Concept:
    """A concept of ours: its name, the facts' word for it, and what readers see."""

    name: str
    word: str
    en: str
    fr: str
    means_en: str
    means_fr: str


@dataclass(frozen=True)
class Scheme:
    """A scheme of ours; ``kind`` is the part of the IRI."""

    kind: str
    en: str
    fr: str
    concepts: tuple[Concept, ...]

    def by_word(self) -> dict[str, str]:
        """Give the facts' word → the concept's name."""
        return {c.word: c.name for c in self.concepts}


def _scheme(kind: str, en: str, fr: str, *rows: tuple[str, str, str, str, str, str]) -> Scheme:
    return Scheme(kind, en, fr, tuple(Concept(*row) for row in rows))


MEMBER_TYPES: Final = _scheme(
    "member-type", "Types of Member", "Types de Membre",
    ("pacificIslandCountry", "pacific-island-country", "Pacific island country", "Pays insulaire du Pacifique",
     "Island Member that is a state, or governs itself in free association with one.",
     "Membre insulaire qui est un État, ou se gouverne en libre association avec un État."),
    ("pacificIslandTerritory", "pacific-island-territory", "Pacific island territory", "Territoire insulaire du Pacifique",
     "Island Member that belongs to a state outside the islands.",
     "Membre insulaire qui relève d'un État extérieur aux îles."),
    ("metropolitan", "metropolitan", "Metropolitan Member", "Membre métropolitain",
     "Member outside the island region that supports the programmes.",
     "Membre extérieur à la région insulaire, qui soutient les programmes."),
)

PARTNER_TYPES: Final = _scheme(
    "partner-type", "Types of partner", "Types de partenaire",
    ("cropAgency", "CROP agency", "CROP agency", "Organisation du CORP",
     "Member of the Council of Regional Organisations of the Pacific.",
     "Membre du Conseil des organisations régionales du Pacifique."),
    ("regionalIgo", "regional IGO", "Regional intergovernmental organisation", "Organisation intergouvernementale régionale",
     "Organisation of governments of a region, other than a CROP agency.",
     "Organisation de gouvernements d'une région, autre qu'une organisation du CORP."),
    ("unAgency", "UN agency", "United Nations agency", "Organisme des Nations Unies",
     "Programme, fund or specialised agency of the United Nations.",
     "Programme, fonds ou institution spécialisée des Nations Unies."),
    ("multilateralFund", "multilateral fund", "Multilateral fund", "Fonds multilatéral",
     "Fund fed by several donors, for climate or environment.",
     "Fonds alimenté par plusieurs donateurs, pour le climat ou l'environnement."),
    ("developmentBank", "development bank", "Development bank", "Banque de développement",
     "Bank owned by governments that lends or grants for development.",
     "Banque détenue par des gouvernements qui prête ou donne pour le développement."),
    ("supranationalDonor", "supranational donor", "Supranational donor", "Donateur supranational",
     "Union of states that gives in its own name.",
     "Union d'États qui donne en son nom propre."),
    ("bilateralDonor", "bilateral donor", "Bilateral donor", "Donateur bilatéral",
     "Government, ministry or agency of one country that gives support.",
     "Gouvernement, ministère ou agence d'un pays qui apporte un soutien."),
    ("memberGovernment", "member government", "Government of a Member", "Gouvernement d'un Membre",
     "Government of an island Member, as a party to agreements.",
     "Gouvernement d'un Membre insulaire, en tant que partie à des accords."),
    ("meaSecretariat", "MEA secretariat", "Secretariat of an environmental agreement", "Secrétariat d'un accord sur l'environnement",
     "Secretariat of a multilateral environmental agreement.",
     "Secrétariat d'un accord multilatéral sur l'environnement."),
    ("ngo", "NGO", "Non-governmental organisation", "Organisation non gouvernementale",
     "Non-profit organisation independent of governments.",
     "Organisation sans but lucratif, indépendante des gouvernements."),
    ("foundation", "foundation", "Foundation", "Fondation",
     "Private fund that gives for a public purpose.",
     "Fonds privé qui donne à des fins d'intérêt général."),
    ("universityResearch", "university/research", "University or research body", "Université ou organisme de recherche",
     "University, research institute, or scientific service of a government.",
     "Université, institut de recherche ou service scientifique d'un gouvernement."),
    ("networkInitiative", "network/initiative", "Network or initiative", "Réseau ou initiative",
     "Standing alliance of several organisations.",
     "Alliance durable de plusieurs organisations."),
    ("privateSector", "private sector", "Private sector", "Secteur privé",
     "Company or consultancy.",
     "Entreprise ou cabinet de conseil."),
    ("professionalAssociation", "professional association", "Professional association", "Association professionnelle",
     "Association of people of one profession.",
     "Association de personnes d'une même profession."),
    ("mediaAssociation", "media association", "Media association", "Association de médias",
     "Association of journalists or media.",
     "Association de journalistes ou de médias."),
)

DATE_KINDS: Final = _scheme(
    "date-kind", "Kinds of date", "Sortes de date",
    ("signed", "signed", "signed", "signé", "Day on which the parties signed.", "Jour où les parties ont signé."),
    ("dateline", "dateline", "dateline of the release", "date du communiqué",
     "Dateline of the release that reports the signing; the signing was then or a little before.",
     "Date portée sur le communiqué qui annonce la signature ; celle-ci est du même jour ou un peu antérieure."),
    ("releaseMonth", "release month", "month of the release", "mois du communiqué",
     "Month of the release that reports the signing.",
     "Mois du communiqué qui annonce la signature."),
    ("established", "established", "established", "établi", "Date on which what was agreed came into being.", "Date à laquelle ce qui a été convenu a vu le jour."),
    ("designated", "designated", "designated", "désigné", "Date on which a body designated SPREP.", "Date à laquelle une instance a désigné le PROE."),
    ("accredited", "accredited", "accredited", "accrédité", "Date on which a fund accredited SPREP.", "Date à laquelle un fonds a accrédité le PROE."),
    ("registered", "registered", "registered", "enregistré", "Date on which a commitment was registered.", "Date à laquelle un engagement a été enregistré."),
    ("launched", "launched", "launched", "lancé", "Date of the launch.", "Date du lancement."),
    ("formulated", "formulated", "formulated", "formulé", "Date on which the parties drew up the text.", "Date à laquelle les parties ont établi le texte."),
    ("announced", "announced", "announced", "annoncé", "Date of an announcement; the agreement may begin later or never.", "Date d'une annonce ; l'accord peut commencer plus tard, ou jamais."),
    ("approved", "approved", "approved", "approuvé", "Date on which a fund's board approved; the work begins later.", "Date d'approbation par le conseil d'un fonds ; les travaux commencent plus tard."),
    ("published", "published", "published", "publié", "Date of a publication that shows the partnership.", "Date d'une publication qui montre le partenariat."),
)

NOT_BEGINNINGS: Final = frozenset({"announced", "approved", "published"})
"""Kinds of date that do not say that an agreement had begun."""

STATUSES: Final = _scheme(
    "status", "Statuses that sources state", "Statuts indiqués par les sources",
    ("inForce", "in force", "in force", "en vigueur", "A source says that the agreement is in force.", "Une source dit l'accord en vigueur."),
    ("running", "running", "running", "en cours", "A source says that the work goes on.", "Une source dit que les travaux se poursuivent."),
    ("inPreparation", "in preparation", "in preparation", "en préparation", "A source says that the agreement is being prepared; nothing is signed.", "Une source dit l'accord en préparation ; rien n'est signé."),
)

AMOUNT_SCOPES: Final = _scheme(
    "amount-scope", "Scopes of an amount", "Portées d'un montant",
    ("projectBySprep", "project run or executed by SPREP", "project run or executed by SPREP", "projet mené ou exécuté par le PROE",
     "Money for one project that SPREP runs or executes.", "Argent d'un projet que le PROE mène ou exécute."),
    ("wholeProgramme", "whole programme, several agencies, SPREP share not published", "whole programme of several agencies, SPREP's share not published", "programme entier de plusieurs organismes, part du PROE non publiée",
     "Money of a programme of several agencies; nobody published SPREP's share.", "Argent d'un programme de plusieurs organismes ; la part du PROE n'a pas été publiée."),
    ("coreOrMixed", "core or mixed funding of SPREP", "core or mixed funding of SPREP", "financement de base ou mixte du PROE",
     "Money for SPREP's core budget, or for core and programmes together.", "Argent destiné au budget de base du PROE, ou au budget de base et aux programmes ensemble."),
    ("building", "building or centre", "building or centre", "bâtiment ou centre",
     "Money for a building or a centre.", "Argent destiné à un bâtiment ou à un centre."),
    ("memberShare", "share of one Member in a project", "share of one Member in a project", "part d'un Membre dans un projet",
     "Part of a project's money that goes to one Member.", "Part de l'argent d'un projet qui revient à un Membre."),
    ("core", "core", "core", "financement de base",
     "Money for SPREP's core budget.", "Argent destiné au budget de base du PROE."),
    ("kiwaInitiative", "Kiwa Initiative, not SPREP alone", "Kiwa Initiative, not SPREP alone", "Initiative Kiwa, pas le PROE seul",
     "Money for the Kiwa Initiative as a whole.", "Argent de l'Initiative Kiwa dans son ensemble."),
    ("headquarters", "headquarters", "headquarters", "siège",
     "Money for SPREP's headquarters.", "Argent destiné au siège du PROE."),
    ("fastStart", 'whole "fast start" commitment for Pacific SIDS; SPREP part not published', "whole “fast start” commitment for Pacific small islands, SPREP's part not published", "engagement « fast start » entier pour les petites îles du Pacifique, part du PROE non publiée",
     "A commitment to all small island states of the Pacific.", "Engagement envers l'ensemble des petits États insulaires du Pacifique."),
    ("koreaForumFund", "ROK-Pacific Islands Forum Cooperation Fund, all projects", "Republic of Korea – Pacific Islands Forum Cooperation Fund, all projects", "Fonds de coopération République de Corée – Forum des îles du Pacifique, tous les projets",
     "Money of the whole fund in a year.", "Argent de l'ensemble du fonds pour une année."),
    ("climateCentreConstruction", "construction of the Pacific Climate Change Centre", "construction of the Pacific Climate Change Centre", "construction du Centre océanien sur le changement climatique",
     "Cost of building the centre.", "Coût de construction du centre."),
    ("marinePartnership", "PEUMP, four agencies", "Pacific-European Union Marine Partnership, four agencies", "Partenariat marin Pacifique-Union européenne, quatre organismes",
     "Money for the four agencies of the programme together.", "Argent des quatre organismes du programme ensemble."),
)

CONTRIBUTION_KINDS: Final = _scheme(
    "contribution-kind", "Kinds of contribution", "Sortes de contribution",
    ("project", "project", "project", "projet", "Money for one project.", "Argent d'un projet."),
    ("sharedProgramme", "programme (shared)", "shared programme", "programme partagé", "Money shared with other agencies or countries.", "Argent partagé avec d'autres organismes ou pays."),
    ("voluntaryAnnual", "voluntary annual", "yearly voluntary contribution", "contribution volontaire annuelle", "Money given each year without being owed.", "Argent donné chaque année sans être dû."),
    ("coreOrMixed", "core or mixed", "core or mixed", "de base ou mixte", "Money for the core budget, or for core and programmes.", "Argent du budget de base, ou du budget de base et des programmes."),
    ("capital", "capital", "capital", "investissement", "Money for a building or equipment.", "Argent d'un bâtiment ou d'équipements."),
    ("pledge", "pledge", "pledge", "promesse", "Money promised; rows that show it paid may overlap.", "Argent promis ; des lignes qui le montrent versé peuvent faire double emploi."),
)

MECHANISM_GROUPS: Final = _scheme(
    "mechanism-group", "Groups of mechanisms", "Groupes de mécanismes",
    ("constitutive", "constitutive", "constitutive", "constitutif", "Creates an organisation or a centre.", "Crée une organisation ou un centre."),
    ("framework", "framework", "framework", "cadre", "States how partners work together, beyond one project.", "Dit comment des partenaires travaillent ensemble, au-delà d'un projet."),
    ("member", "member", "with a Member", "avec un Membre", "Agreement with a Member as such.", "Accord avec un Membre en tant que tel."),
    ("funding", "funding", "funding", "financement", "Brings money.", "Apporte de l'argent."),
    ("access", "access", "access to funds", "accès aux fonds", "Opens the way to a fund, or carries it on to a Member.", "Ouvre l'accès à un fonds, ou le transmet à un Membre."),
    ("project", "project", "project", "projet", "Carries out one project.", "Exécute un projet."),
    ("procurement", "procurement", "procurement", "passation de marchés", "Buys goods or services.", "Achète des biens ou des services."),
    ("engagement", "engagement", "dialogue", "dialogue", "Brings partners together to talk.", "Réunit des partenaires pour dialoguer."),
    ("other", "other", "other", "autre", "Fits no other group.", "N'entre dans aucun autre groupe."),
)

CONFIDENCES: Final = _scheme(
    "confidence", "Confidences", "Degrés de confiance",
    ("officialText", "verbatim", "official text", "texte officiel", "Words as printed in the document.", "Mots tels qu'imprimés dans le document."),
    ("stated", "stated", "stated", "énoncé", "The document says so.", "Le document le dit."),
    ("paraphrase", "paraphrase", "paraphrase", "paraphrase", "What the document says, in our words.", "Ce que dit le document, dans nos mots."),
    ("inferred", "inferred", "our reading", "notre lecture", "Computed or concluded by us; a note says how.", "Calculé ou conclu par nous ; une remarque dit comment."),
    ("ourTranslation", "our translation", "our translation", "notre traduction", "Translated by this project, never official wording.", "Traduit par ce projet, jamais un libellé officiel."),
    ("unsourced", "general knowledge", "no source cited", "sans source citée", "General knowledge; no page is cited.", "Connaissance générale ; aucune page n'est citée."),
    ("illustrative", "illustrative", "illustrative", "illustratif", "Invented to show what the software can do.", "Inventé pour montrer ce que le logiciel sait faire."),
)

DIRECTIONS: Final = _scheme(
    "direction", "Directions of an indicator", "Sens d'un indicateur",
    ("increase", "increase", "increase", "augmenter", "More is better.", "Plus est mieux."),
    ("decrease", "decrease", "decrease", "diminuer", "Less is better.", "Moins est mieux."),
    ("maintain", "maintain", "maintain", "maintenir", "The value should stay.", "La valeur doit se maintenir."),
)

ELEMENT_KINDS: Final = _scheme(
    "element-kind", "Kinds of strategy element", "Sortes d'éléments de stratégie",
    ("vision", "vision", "vision", "vision", "What a plan wants to have come true.", "Ce qu'un plan veut voir advenir."),
    ("mandate", "mandate", "mandate", "mandat", "What SPREP is there for.", "Ce pour quoi le PROE existe."),
    ("rule", "rule", "rule", "règle", "What partnerships must or should keep to.", "Ce que les partenariats doivent ou devraient respecter."),
    ("method", "method", "method", "méthode", "How something is to be worked out.", "Comment une chose doit être établie."),
    ("gloss", "gloss", "gloss", "glose", "Remark of a source on a goal.", "Remarque d'une source sur un but."),
    ("enabler", "enabler", "enabling focus", "axe transversal", "What helps all regional goals along.", "Ce qui favorise tous les buts régionaux."),
    ("procurementPrinciple", "procurement_principle", "procurement principle", "principe de passation de marchés", "Principle of buying goods and services.", "Principe d'achat de biens et de services."),
)

ALL: Final = (
    AMOUNT_SCOPES, CONFIDENCES, CONTRIBUTION_KINDS, DATE_KINDS, DIRECTIONS, ELEMENT_KINDS,
    MECHANISM_GROUPS, MEMBER_TYPES, PARTNER_TYPES, STATUSES,
)

IATI_TYPES: Final = {
    # Only where the IATI code can mean nothing else; a "network" or a "private donor" could be several.
    "bilateralDonor": "10",
    "memberGovernment": "10",
    "unAgency": "40",
    "cropAgency": "40",
    "multilateralFund": "40",
    "developmentBank": "40",
    "meaSecretariat": "40",
    "supranationalDonor": "40",
    "regionalIgo": "40",
    "foundation": "60",
    "privateSector": "70",
    "universityResearch": "80",
}
"""Partner type → code of IATI's OrganisationType; a reading of ours."""


def readings(book: Book, file: str) -> Page:
    """Open the graph of our readings."""
    return book.project(
        file,
        "readings",
        Confidence.INFERRED,
        "Readings of this project: schemes, kinds of date, labels that no source gives.",
    )


def convert(book: Book) -> None:
    """Write all schemes."""
    page = readings(book, "register/schemes")
    for scheme in ALL:
        head = thing("scheme", scheme.kind)
        page.kind(head, skos("ConceptScheme"))
        page.say(head, skos("prefLabel"), english(scheme.en), french(scheme.fr))
        for concept in scheme.concepts:
            node = thing(scheme.kind, concept.name)
            page.kind(node, skos("Concept"))
            page.say(node, skos("inScheme"), head)
            page.say(node, skos("prefLabel"), english(concept.en), french(concept.fr))
            page.say(node, skos("definition"), english(concept.means_en), french(concept.means_fr))
            page.say(node, skos("notation"), text(concept.word))
    for kind in DATE_KINDS.concepts:
        counts = boolean("no" if kind.name in NOT_BEGINNINGS else "yes")
        page.say(thing("date-kind", kind.name), perms("countsAsBeginning"), counts)
    for name, code in IATI_TYPES.items():
        page.say(
            thing("partner-type", name),
            perms("iatiOrganisationType"),
            thing("code", f"iati-organisation-type-{code}"),
        )
        page.say(
            thing("partner-type", name),
            skos("broadMatch"),
            thing("code", f"iati-organisation-type-{code}"),
        )
