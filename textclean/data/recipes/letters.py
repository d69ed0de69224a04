"""Build letters.bin, the table of letter pairs: python textclean/data/recipes/letters.py DATA [OUTPUT]

DATA is a folder with `texts_dev.jsonl`, one object a line with `lang` and `text`: about 50,000 characters of
clean prose in each language. The words of the package wordfreq (3.1.1, CC BY-SA 4.0; needed for building
only) widen it: pairs in words weighted by their frequency, and the languages without texts. The same input
gives the same bytes. This script documents the table and is never imported by the package.

For each language the table holds, for each pair of symbols, the cost in bits of the second after the first:
`P(b | a) = (c(ab) + K Q(b | a)) / (c(a) + K)`, where Q, for pairs never seen, is the chance of b's class
after a's class in all languages together times b's share in its class. Letters are folded to lower case;
every mark of punctuation is a class of its own, so that a “ seen in Polish only is expected in all. Han
characters and Hangul syllables are one symbol each in the pairs, and have a list of their own.
"""

from __future__ import annotations

import argparse
import collections
import itertools
import json
import math
import pathlib
import unicodedata

ROWS = 220  # symbols of a language at most
STEPS = 8  # a cost is stored in eighths of a bit
PRIOR = 30.0  # K
HAN, HANGUL = "\u4e00", "\uac00"  # the symbols that stand for all Han characters and Hangul syllables
LETTER, OTHER = "\u0378", "\u0379"  # a letter, a sign not in the language's list (two unassigned code points)
MARKS = "\n !\"#$%&'()*+,-./:;<=>?@[]_{|}~\u00a0¡§©«®°´·»¿–—‘’‚“”„†•…‹›€™£♪★→×½º"
EXTRA = ("bg", "ca", "da", "fa", "fi", "is", "mk", "nb", "nl", "sk", "sl")  # languages without texts
CHINESE = ("ja", "ko", "zh-cn", "zh-tw")
ALPHABETS = {  # letters that a language must have even if its texts are too short to show them
    "fr": "àâæçéèêëîïôœùûüÿ", "de": "äöüß", "es": "áéíñóúü", "pt": "áâãàçéêíóôõúü", "it": "àèéìíîòóùú",
    "sv": "åäöé", "da": "æøåé", "nb": "æøåéò", "nl": "éëïóèöü", "is": "áðéíóúýþæö", "en": "éèêïçñöüáíóëàâôæ",
}  # fmt: skip
Pairs = dict[tuple[str, str], float]
Singles = dict[str, float]
Chances = dict[str, dict[str, float]]
SERBIAN = str.maketrans("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш")
TWINS = {"ș": "ş", "ț": "ţ"}  # Romanian is written with comma or cedilla, and cp1250 has only the cedilla


def fold(character: str) -> str:
    """The symbol that a character counts as."""
    if "0" <= character <= "9":
        return "0"
    if character in "\r\n":
        return "\n"
    if character == "\t":
        return " "
    if "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff":
        return HAN
    if "\uac00" <= character <= "\ud7a3":
        return HANGUL
    lower = TWINS.get(character.lower(), character.lower())
    return lower if len(lower) == 1 else "i"


def is_letter(symbol: str) -> bool:
    """Whether a symbol is part of words: letters, and the signs that Thai and Hindi write with them."""
    return unicodedata.category(symbol)[0] in "LM"


def kind(symbol: str) -> str:
    """A symbol's class: all letters are one, every mark is its own."""
    return "a" if is_letter(symbol) or symbol == LETTER else symbol


def cyrillic(text: str) -> str:
    """Serbian in its other script."""
    for latin, letter in (("lj", "љ"), ("nj", "њ"), ("dž", "џ")):
        text = text.lower().replace(latin, letter)
    return text.translate(SERBIAN)


def vietnamese(text: str) -> str:
    """Vietnamese as cp1258 writes it: vowels whole, tones as marks behind them."""
    parts = []
    for character in text:
        try:
            character.encode("cp1258")
        except UnicodeEncodeError:
            base, *marks = list(unicodedata.normalize("NFD", character))
            tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
            rest = [mark for mark in marks if mark not in tones]
            character = unicodedata.normalize("NFC", "".join([base, *rest])) + "".join(tones)
        parts.append(character)
    return "".join(parts)


def read_texts(path: pathlib.Path) -> dict[str, list[str]]:
    """The texts by language; Serbian in both scripts."""
    texts = collections.defaultdict(list)
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            texts[item["lang"]].append(item["text"])
    texts["sr-cyrl"] = [cyrillic(text) for text in texts["sr"]]
    texts["vi-1258"] = [vietnamese(text) for text in texts["vi"]]
    return dict(texts)


def pairs_of_words(language: str, size: float, chances: Chances) -> Pairs:
    """Pairs in the words of `language`, as in a text of `size` characters, with the marks of all texts."""
    import wordfreq

    pairs: Pairs = collections.defaultdict(float)
    first: Singles = collections.defaultdict(float)
    last: Singles = collections.defaultdict(float)
    for word, frequency in wordfreq.get_frequency_dict(language[:2], "small").items():
        symbols = [fold(character) for character in (vietnamese(word) if language == "vi-1258" else word)]
        first[symbols[0]] += frequency
        last[symbols[-1]] += frequency
        for pair in itertools.pairwise(symbols):
            pairs[pair] += frequency
    words = sum(first.values())
    marks = [mark for mark in chances if mark != "a"]
    between = sum(chances["a"][mark] for mark in marks)
    for mark in marks:
        weight = chances["a"][mark] / between  # how often a word ends in this mark
        for symbol in last:
            pairs[symbol, mark] += last[symbol] * weight
        for symbol in first:
            pairs[mark, symbol] += first[symbol] * weight * chances[mark]["a"]
        for after in marks:
            pairs[mark, after] += words * weight * chances[mark][after]
    scale = size / sum(pairs.values())
    return {pair: count * scale for pair, count in pairs.items()}


def symbols_of(language: str, pairs: Pairs) -> list[str]:
    """The symbols that get rows: the language's letters, all marks, and the two that stand for the rest."""
    counts: Singles = collections.defaultdict(float)
    for (_, after), count in pairs.items():
        counts[after] += count
    total = sum(counts.values())
    letters = {symbol for symbol in counts if is_letter(symbol) and counts[symbol] > total * 5e-6}
    letters |= set("abcdefghijklmnopqrstuvwxyz") | set(ALPHABETS.get(language, ""))
    marks = set(MARKS) | {
        symbol
        for symbol in counts
        if not is_letter(symbol) and ord(symbol) > 0x2FF and counts[symbol] > total * 2e-5
    }
    frequent = sorted(letters - {HAN, HANGUL}, key=lambda symbol: (-counts[symbol], symbol))
    return [LETTER, OTHER, "0", *sorted(marks), *sorted({HAN, HANGUL} & letters), *frequent][:ROWS]


def known(symbol: str, symbols: set[str]) -> str:
    """The symbol, or what stands for it."""
    if symbol in symbols:
        return symbol
    return LETTER if is_letter(symbol) else OTHER


def pooled(counts: dict[str, Pairs]) -> Chances:
    """The chance of a class after a class, over all languages, each counting the same."""
    pool: dict[str, Singles] = collections.defaultdict(lambda: collections.defaultdict(float))
    for pairs in counts.values():
        total = sum(pairs.values())
        for (before, after), count in pairs.items():
            pool[kind(before)][kind(after)] += count / total
    classes = sorted({*pool, *(name for row in pool.values() for name in row)})
    rows = [pool[name] for name in classes]
    overall = {name: sum(row[name] for row in rows) / len(counts) for name in classes}
    chances = {}
    for before in classes:
        row = pool[before]
        total = sum(row.values())
        chances[before] = {name: (row[name] + 3e-4 * overall[name]) / (total + 3e-4) for name in classes}
    return chances


def matrix(pairs: Pairs, symbols: list[str], chances: Chances) -> bytes:
    """The costs of all pairs of `symbols`, row by row."""
    known_symbols = set(symbols)
    count: Pairs = collections.defaultdict(float)
    for (before, after), number in pairs.items():
        count[known(before, known_symbols), known(after, known_symbols)] += number
    single: Singles = collections.defaultdict(float)
    for (_, after), number in count.items():
        single[after] += number
    letters = sum(single[symbol] + 0.5 for symbol in symbols if kind(symbol) == "a")
    rows = bytearray()
    for before in symbols:
        total = sum(count[before, after] for after in symbols)
        row = chances.get(kind(before)) or chances[" "]
        for after in symbols:
            share = (single[after] + 0.5) / letters if kind(after) == "a" else 1.0
            chance = (count[before, after] + PRIOR * row.get(kind(after), 1e-7) * share) / (total + PRIOR)
            rows.append(min(255, round(-math.log2(max(chance, 1e-12)) * STEPS)))
    return bytes(rows)


def many(texts: list[str], language: str) -> tuple[str, bytes]:
    """The Han characters or Hangul syllables of a language, most frequent first, and their costs."""
    counts: Singles = collections.defaultdict(float)
    for character in "".join(texts):
        if fold(character) in (HAN, HANGUL):
            counts[character] += 1
    if language in ("ja", "ko", "zh-cn"):
        import wordfreq

        weights: Singles = collections.defaultdict(float)
        for word, frequency in wordfreq.get_frequency_dict(language[:2], "small").items():
            for character in word:
                if fold(character) in (HAN, HANGUL):
                    weights[character] += frequency
        scale = 100_000 / sum(weights.values())
        for character, weight in weights.items():
            counts[character] += weight * scale
    total = sum(counts.values())
    listed = sorted((c for c in counts if counts[c] > total * 2e-6), key=lambda c: (-counts[c], c))[:4000]
    costs = [-math.log2((counts[character] + 0.3) / (total + 1200)) for character in listed]
    return "".join(listed), bytes(min(255, round(cost * STEPS)) for cost in costs)


def pairs_of_texts(texts: list[str]) -> Pairs:
    """How often each symbol follows each."""
    pairs: Pairs = collections.defaultdict(float)
    for text in texts:
        for pair in itertools.pairwise(["\n", *map(fold, text), "\n"]):
            pairs[pair] += 1
    return pairs


def uses_latin(pairs: Pairs) -> bool:
    """Whether a language is written in Latin letters; in the others a text still holds English names."""
    return sum(pairs.get((vowel, "n"), 0.0) for vowel in "aeio") > sum(pairs.values()) / 500


def build(texts: dict[str, list[str]]) -> bytes:
    """The table: a line of JSON that lists what follows, then the bytes of each language in turn."""
    counts = {language: pairs_of_texts(items) for language, items in texts.items()}
    chances = pooled(counts)
    for language, pairs in counts.items():
        if language not in (*CHINESE, "hr", "sr", "sr-cyrl", "th"):
            for pair, count in pairs_of_words(language, sum(pairs.values()) / 2, chances).items():
                pairs[pair] += count
    for language in EXTRA:
        counts[language] = pairs_of_words(language, 30_000, chances)
    for pairs in counts.values():
        if not uses_latin(pairs):
            for pair, count in pairs_of_words("en", sum(pairs.values()) / 20, chances).items():
                pairs[pair] = pairs.get(pair, 0.0) + count
    head, body = [], []
    for language in sorted(counts):
        symbols = symbols_of(language, counts[language])
        listed, costs = many(texts.get(language, []), language)
        head.append({"language": language, "symbols": "".join(symbols), "many": listed})
        body += [matrix(counts[language], symbols, chances), costs]
    return json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" + b"".join(body)


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path, nargs="?")
    arguments = parser.parse_args()
    output = arguments.output or pathlib.Path(__file__).parent.parent / "letters.bin"
    output.write_bytes(build(read_texts(arguments.data / "texts_dev.jsonl")))


if __name__ == "__main__":
    main()
