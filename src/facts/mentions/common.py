#!/usr/bin/env python3
"""Measures which names of places are also words or people: makes the measured part of common.tsv.

    cargo test --lib names_for_common_py -- --ignored --nocapture | grep '^name' > names.tsv
    python3 common.py names.tsv FOLDER… > measured.tsv

names.tsv  lines `name TAB the name TAB its ids`, as the command above writes them
FOLDER     English news as plain text, a story a file

Of each name of one word it counts, in running text (lines with small letters):

lower   how often it is written without a capital, as a word of its own (not in an address)
mid     how often it stands with its capital in the midst of a sentence
before  … with another word with a capital right before it (`Michael Jordan`), no longer place name
after   … with another word with a capital right behind it (`Chad Smith`)

The rule: a name is `alone` where it is a word (lower >= 3, and >= 10 % of lower + mid) or part of people's names
(mid >= 8, and before >= 30 % or after >= 60 % of mid; of a country, before >= 20 % and after >= 30 %). Names that are
nearly always something else (lower > 20 * mid, lower >= 50) are `never`.
"""

import collections
import re
import sys
from pathlib import Path

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def main(names_file, *folders):
    names, longer, countries = {}, set(), set()
    for line in Path(names_file).read_text(encoding="utf-8").splitlines():
        _, name, ids = line.split("\t")
        if re.match(r"[A-Z]{2}\b(?!-)", ids):
            countries.add(name)
        if WORD.fullmatch(name) and name != name.lower():
            names[name] = name.lower()
        else:
            longer.add(name)
    lower_names = set(names.values())
    lower, mid, before, after = (collections.Counter() for _ in range(4))
    for folder in folders:
        for path in sorted(p for p in Path(folder).rglob("*") if p.is_file()):
            text = path.read_text(encoding="utf-8", errors="replace").replace("\n", " ")
            words = list(WORD.finditer(text))
            for at, match in enumerate(words):
                word = match.group()
                if word in lower_names:
                    ends = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
                    lower[word] += ends in ("  ", " ,")
                elif word in names and at:
                    previous = words[at - 1]
                    gap = text[previous.end() : match.start()]
                    if gap not in (" ", ", "):
                        continue
                    if at + 1 < len(words):
                        follower = words[at + 1]
                        behind = text[match.end() : follower.start()] == " " and follower.group()[0].isupper()
                        behind = behind and f"{word} {follower.group()}" not in longer
                    else:
                        behind = False
                    ahead = gap == " " and previous.group()[0].isupper()
                    if ahead and f"{previous.group()} {word}" in longer:
                        continue
                    mid[word] += 1
                    before[word] += ahead
                    after[word] += behind
    for name, small in sorted(names.items()):
        l, m, b, a = lower[small], mid[name], before[name], after[name]
        if l >= 50 and l > 20 * m:
            rule = "never"
        elif l >= 3 and l * 10 >= l + m:
            rule = "alone"
        elif name in countries and m >= 8 and b * 10 >= 2 * m and a * 10 >= 3 * m:
            rule = "alone"
        elif name not in countries and m >= 8 and (b * 10 >= 3 * m or a * 10 >= 6 * m):
            rule = "alone"
        else:
            continue
        print(f"{name}\t{rule}\t{l} {m} {b} {a}")


if __name__ == "__main__":
    main(*sys.argv[1:])
