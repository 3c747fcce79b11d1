"""Names of places as text: the key of a name, what is no name, and how names are shortened and spelled without accents."""

import re
import unicodedata
from functools import cache

# Alternate names longer than this, in letters, are formal styles that no dateline prints.
LONGEST = 28

SCRIPTS = re.compile(
    r"^(LATIN|CYRILLIC|GREEK|ARABIC|HEBREW|ARMENIAN|GEORGIAN|CJK|HIRAGANA|KATAKANA|HANGUL|IDEOGRAPHIC|"
    r"MODIFIER LETTER|COMBINING|KATAKANA-HIRAGANA|FULLWIDTH)\b"
)

LETTERS = {
    "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "e",
    "ħ": "h", "ŧ": "t", "ŋ": "n", "ς": "σ",
}
DROPPED = set("\u00ad\u0640\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


@cache
def fold(name):
    """The key of a name: no case, no accents, one space for anything that is neither letter nor figure."""
    out = []
    for char in unicodedata.normalize("NFKD", name):
        if char in DROPPED or unicodedata.category(char)[0] == "M":
            continue
        for low in char.lower():
            if low in DROPPED or unicodedata.category(low)[0] == "M":
                continue
            # Armenian `և` is written `եւ` and `եվ` as well.
            low = "վ" if low == "ւ" and out[-1:] == ["ե"] else low
            out.append(LETTERS.get(low) or (low if low.isalnum() else " "))
    return unicodedata.normalize("NFC", " ".join("".join(out).split()))


def is_latin(name):
    return all(unicodedata.name(c, "").startswith("LATIN") for c in name if c.isalpha())


def is_known_script(name):
    return all(SCRIPTS.match(unicodedata.name(c, "")) for c in name if c.isalpha())


def is_junk(name, any_script=False):
    """Airport codes, romanisations letter by letter, names too short to mean anything."""
    if not any(c.isalpha() for c in name) or not (any_script or is_known_script(name)):
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


def scripts_of(name):
    """The scripts of a name's letters, as Unicode's names begin: `CYRILLIC`, `CJK`, `HANGUL`."""
    kana = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "KATAKANA-HIRAGANA": "CJK"}
    first = (unicodedata.name(c, "").split(" ")[0] for c in name if c.isalpha())
    return {kana.get(script, script) for script in first}


# Japanese writes foreign `v` in two ways.
KANA = {"ヴァ": "バ", "ヴィ": "ビ", "ヴェ": "ベ", "ヴォ": "ボ", "ヴ": "ブ"}


def respelled(name, simplified):
    """The same Chinese name in simplified characters, the same Japanese one with `b` for `v`."""
    if "CJK" not in scripts_of(name):
        return name
    for two, one in KANA.items():
        name = name.replace(two, one)
    return name.translate(simplified)
