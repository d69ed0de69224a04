"""Build odd_pairs.txt, letters that no language has beside each other: odd_pairs.py DATA [OUTPUT]

DATA is a folder with `texts_dev.jsonl`, one object a line with `lang` and `text`. Each text is read as a
wrong charset that turns letters into letters; pairs of letters that this makes more than once, that cost at
least COST bits in every Latin language of letters.bin, and that right texts hardly have, are listed, folded
to lower case.
The same input gives the same file. This script documents the list and is never imported by the package.
"""

from __future__ import annotations

import argparse
import collections
import json
import pathlib
from itertools import pairwise

from textclean.repair.letters import languages

COST = 9.0
SEEN = 1  # times that right texts may have a pair: names of other languages, slips
OTHER_SCRIPTS = {
    "ru",
    "uk",
    "bg",
    "mk",
    "sr-cyrl",
    "el",
    "he",
    "ar",
    "fa",
    "th",
    "ja",
    "ko",
    "zh-cn",
    "zh-tw",
    "hi",
}
CENTRAL = [(language, "cp1250", "cp1252") for language in ("cs", "hu", "hr", "ro", "pl")]
BALTIC = [(language, "cp1257", "cp1252") for language in ("lt", "lv")]
WESTERN = [
    (language, written, read)
    for language in ("fr", "de", "es", "it", "pt", "sv")
    for written, read in (
        ("cp1252", "cp1250"),
        ("cp1252", "cp1257"),
        ("cp1252", "cp1254"),
        ("mac_roman", "cp1252"),
        ("cp1252", "mac_roman"),
    )
]
MIXUPS = [*CENTRAL, *BALTIC, ("tr", "cp1254", "cp1252"), *WESTERN]


def misread(text: str, written: str, read: str) -> str:
    """`text` as it looks when its bytes are read as another charset."""
    high = {byte: bytes([byte]).decode(read, "ignore") or chr(byte) for byte in range(128, 256)}
    return text.encode(written, "ignore").decode("latin-1").translate(high)


def letter_pairs(text: str) -> collections.Counter[str]:
    """Count the pairs of letters in `text` that are not both ASCII, in lower case."""
    found = (a + b for a, b in pairwise(text.lower()) if a.isalpha() and b.isalpha())
    return collections.Counter(pair for pair in found if not pair.isascii())


def main() -> None:
    """Read the texts, write the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=pathlib.Path)
    output = pathlib.Path(__file__).parent.parent / "odd_pairs.txt"
    parser.add_argument("output", type=pathlib.Path, nargs="?", default=output)
    args = parser.parse_args()
    texts: dict[str, str] = collections.defaultdict(str)
    with (args.data / "texts_dev.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            texts[item["lang"]] += item["text"] + "\n"
    right: collections.Counter[str] = collections.Counter()
    for text in texts.values():
        right += letter_pairs(text)
    wrong: collections.Counter[str] = collections.Counter()
    for language, written, read in MIXUPS:
        wrong += letter_pairs(misread(texts[language], written, read))
    known = [table for tag, table in languages().items() if tag not in OTHER_SCRIPTS]
    pairs = sorted(
        pair
        for pair, count in wrong.items()
        if count > 1
        and len(pair) == 2
        and right[pair] <= SEEN
        and min(table.pair(*pair) for table in known) >= COST
    )
    args.output.write_text(" ".join(pairs) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
