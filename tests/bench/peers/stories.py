"""Makes ready what the tools are given, and draws the questions from it. None of this is timed.

    python3 stories.py PROGRAM FOLDER WORK SEED EACH

WORK gets, of all stories (`all`), of all but the newest 1,000 (`base`) and of these (`new`):
  NAME.jsonl      path, headline and text, for tantivy-cli
  NAME.columns    the same for SQLite and Lucene, which then need not read JSON: parted by 0x1F, rows by 0x1E
and of all of them with what `dateline parse` read in their headers:
  headers.jsonl, headers.columns, stories.columns, places.columns
and `questions.json`, EACH of every kind and band of frequency. Run as a process of its own, so that the one that
measures stays small: what a process takes at the most counts what its parent held when it was started.
"""

import json
import os
import random
import re
import subprocess
import sys
from collections import Counter

NEW = 1000
WORD = re.compile(r"[^\W_]+")
# Stories in a thousand that have a word of each band.
BANDS = {"rare": (0.2, 1), "middling": (5, 20), "common": (100, 500)}
# A place is never as frequent as a word.
PLACES = {"rare": (0.2, 1), "middling": (5, 20), "common": (30, 300)}


def stories(program, folder):
    """The stories of a folder, as dateline reads them, in the order of their days and paths."""
    command = [program, "parse", "--json", "-q", folder]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        for line in process.stdout:
            record = json.loads(line)
            where = record["path"] if record["part"] is None else f"{record['path']} [{record['part']}]"
            places = {place["name"] for place in record["places"] if place["name"]}
            yield {
                "path": where,
                "alone": record["part"] is None,
                "headline": clean(record["headline"] or ""),
                "text": clean("\n".join(record["paragraphs"])),
                "date": (record["date"] or "")[:10],
                "place": sorted(places),
            }


def clean(text):
    return text.replace("\x1f", " ").replace("\x1e", " ").replace("\x1d", " ")


class Columns:
    """A file of columns."""

    def __init__(self, path):
        self.file = open(path, "w", encoding="utf-8", newline="")

    def row(self, *cells):
        self.file.write("\x1f".join(map(str, cells)) + "\x1e")


def lines(path, records, keys):
    with open(path, "w", encoding="utf-8") as file:
        for record in records:
            json.dump({key: record[key] for key in keys}, file, ensure_ascii=False)
            file.write("\n")


def write(work, records, new):
    text = ["path", "headline", "text"]
    base = [record for record in records if record["path"] not in new]
    for name, some in [("all", records), ("base", base), ("new", list(new.values()))]:
        lines(f"{work}/{name}.jsonl", some, text)
        columns = Columns(f"{work}/{name}.columns")
        for record in some:
            columns.row(*(record[key] for key in text))
    with open(f"{work}/headers.jsonl", "w", encoding="utf-8") as file:
        for record in records:
            own = {key: record[key] for key in [*text, "place"]}
            if len(record["date"]) == 10:
                own |= {"date": record["date"] + "T00:00:00Z", "month": record["date"][:7]}
            file.write(json.dumps(own, ensure_ascii=False) + "\n")
    headers, rows, places = (Columns(f"{work}/{name}.columns") for name in ["headers", "stories", "places"])
    for number, record in enumerate(records, 1):
        headers.row(*(record[key] for key in [*text, "date"]), "\x1d".join(record["place"]))
        rows.row(number, record["path"], record["date"])
        for place in record["place"]:
            places.row(place, record["date"], number)


def tokens(text):
    return [word.lower() for word in WORD.findall(text)]


def plain(word):
    """A word that every tool cuts and folds alike."""
    return len(word) > 3 and word.isascii() and word.isalpha() and word not in ("and", "near", "not", "with")


def banded(counts, bands, all):
    """The names whose share of the stories lies in each band."""
    return {
        band: sorted(name for name, count in counts.items() if least * all <= 1000 * count <= most * all and count > 1)
        for band, (least, most) in bands.items()
    }


def questions(records, seed, each):
    """Questions of every kind: dicts of kind, band and what is asked."""
    chance = random.Random(seed)
    counts, places, days = Counter(), Counter(), Counter()
    for record in records:
        counts.update({word for word in tokens(record["headline"] + "\n" + record["text"]) if plain(word)})
        places.update(record["place"])
        days[record["date"]] += 1
    words = banded(counts, BANDS, len(records))
    where = banded({name: count for name, count in places.items() if name.isascii()}, PLACES, len(records))
    dated = sorted(day for day in days if len(day) == 10)
    found = []

    def both(band, neighbours):
        """Two words of one story, the rarer of which is of this band."""
        of_band = set(words[band])
        for _ in range(100_000):
            text = tokens(chance.choice(records)["text"])
            if len(text) < 2:
                continue
            one = chance.randrange(len(text) - 1)
            two = one + 1 if neighbours else chance.randrange(len(text))
            pair = text[one], text[two]
            if pair[0] == pair[1] or not all(map(plain, pair)):
                continue
            if min(pair, key=counts.__getitem__) in of_band:
                return pair
        sys.exit(f"no two words of the band {band}: too few stories in the folder")

    for band in BANDS:
        if not words[band] or not where[band]:
            sys.exit(f"no words or places of the band {band}: too few stories in the folder")
        for _ in range(each):
            word = chance.choice(words[band])
            found.append({"kind": "word", "band": band, "words": [word]})
            found.append({"kind": "and", "band": band, "words": both(band, False)})
            found.append({"kind": "phrase", "band": band, "words": both(band, True)})
            found.append({"kind": "place", "band": band, "place": chance.choice(where[band])})
            # A day, a week, a quarter.
            first = chance.randrange(len(dated))
            last = min(first + {"rare": 0, "middling": 6, "common": 91}[band], len(dated) - 1)
            found.append({"kind": "date", "band": band, "from": dated[first], "to": dated[last]})
            found.append({"kind": "count", "band": band, "words": [chance.choice(words[band])]})
    return found


def main():
    program, folder, work, seed, each = sys.argv[1:]
    records = sorted(stories(program, folder), key=lambda record: (record["date"], record["path"]))
    if len(records) < 4 * NEW:
        sys.exit(f"{folder} holds {len(records)} stories: at least {4 * NEW} are needed")
    alone = [record for record in records if record["alone"]]
    new = {record["path"]: record for record in alone[-NEW:]}
    write(work, records, new)
    asked = questions(records, int(seed), int(each))
    with open(f"{work}/questions.json", "w", encoding="utf-8") as file:
        json.dump({"stories": len(records), "new": NEW, "questions": asked}, file, indent=1)
    with open(f"{work}/new.paths", "w", encoding="utf-8") as file:
        file.writelines(path + "\n" for path in new)


if __name__ == "__main__":
    main()
