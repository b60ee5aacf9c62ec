"""The 26 Members as the synthetic register knows them: the number never grows with the size."""

from __future__ import annotations

from typing import Final, NamedTuple


class Member(NamedTuple):
    """One Member: ISO 3166 code, names, whether it is metropolitan, place of its capital."""

    alpha2: str
    english: str
    french: str
    kind: str
    latitude: str
    longitude: str


_COUNTRY: Final = "pacificIslandCountry"
_TERRITORY: Final = "pacificIslandTerritory"
_METROPOLITAN: Final = "metropolitan"

MEMBERS: Final = (
    Member("AS", "American Samoa", "Samoa américaines", _TERRITORY, "-14.28", "-170.70"),
    Member("CK", "Cook Islands", "Îles Cook", _COUNTRY, "-21.21", "-159.78"),
    Member(
        "FM",
        "Federated States of Micronesia",
        "États fédérés de Micronésie",
        _COUNTRY,
        "6.92",
        "158.16",
    ),
    Member("FJ", "Fiji", "Fidji", _COUNTRY, "-18.14", "178.44"),
    Member("PF", "French Polynesia", "Polynésie française", _TERRITORY, "-17.54", "-149.57"),
    Member("GU", "Guam", "Guam", _TERRITORY, "13.48", "144.75"),
    Member("KI", "Kiribati", "Kiribati", _COUNTRY, "1.33", "172.98"),
    Member("MH", "Marshall Islands", "Îles Marshall", _COUNTRY, "7.09", "171.38"),
    Member("NR", "Nauru", "Nauru", _COUNTRY, "-0.55", "166.92"),
    Member("NC", "New Caledonia", "Nouvelle-Calédonie", _TERRITORY, "-22.28", "166.46"),
    Member("NU", "Niue", "Nioué", _COUNTRY, "-19.06", "-169.92"),
    Member("MP", "Northern Marianas", "Îles Mariannes du Nord", _TERRITORY, "15.19", "145.75"),
    Member("PW", "Palau", "Palaos", _COUNTRY, "7.50", "134.62"),
    Member("PG", "Papua New Guinea", "Papouasie-Nouvelle-Guinée", _COUNTRY, "-9.44", "147.18"),
    Member("WS", "Samoa", "Samoa", _COUNTRY, "-13.83", "-171.77"),
    Member("SB", "Solomon Islands", "Îles Salomon", _COUNTRY, "-9.43", "159.96"),
    Member("TK", "Tokelau", "Tokélaou", _TERRITORY, "-9.20", "-171.85"),
    Member("TO", "Tonga", "Tonga", _COUNTRY, "-21.14", "-175.20"),
    Member("TV", "Tuvalu", "Tuvalu", _COUNTRY, "-8.52", "179.20"),
    Member("VU", "Vanuatu", "Vanuatu", _COUNTRY, "-17.73", "168.32"),
    Member("WF", "Wallis and Futuna", "Wallis-et-Futuna", _TERRITORY, "-13.28", "-176.18"),
    Member("AU", "Australia", "Australie", _METROPOLITAN, "-35.28", "149.13"),
    Member("FR", "France", "France", _METROPOLITAN, "48.86", "2.35"),
    Member("NZ", "New Zealand", "Nouvelle-Zélande", _METROPOLITAN, "-41.29", "174.78"),
    Member("GB", "United Kingdom", "Royaume-Uni", _METROPOLITAN, "51.51", "-0.13"),
    Member(
        "US", "United States of America", "États-Unis d'Amérique", _METROPOLITAN, "38.91", "-77.04"
    ),
)
