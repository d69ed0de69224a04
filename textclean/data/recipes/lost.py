"""Build the tables by which lost letters are chosen: `python lost.py FOLDER` writes them into FOLDER.

The words and their frequencies come from wordfreq (pip install wordfreq==3.1.1; Robyn Speer, CC BY-SA 4.0).

- `<language>.xz`: the commonest words with letters outside ASCII, in bands of falling frequency, half a
  power of ten each; they tell both whole words and, by their parts, letters in words that are not among them.
- `languages.json`: the commonest words of each language and minus ten times the logarithm of their share.

The same version of wordfreq gives the same bytes.
"""

from __future__ import annotations

import json
import lzma
import math
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

SIZES = {"cs": 24000, "pl": 24000, "en": 4000, "vi": 5000, "nl": 4000, "it": 6000, "ca": 6000}
USUAL_SIZE = 12000
LATIN = [
    "ca",
    "cs",
    "da",
    "de",
    "en",
    "es",
    "fi",
    "fr",
    "hr",
    "hu",
    "is",
    "it",
    "lt",
    "lv",
    "nb",
    "nl",
    "pl",
    "pt",
]
LATIN += ["ro", "sk", "sl", "sv", "tr", "vi"]
SCRIPTS = dict.fromkeys(LATIN, "LATIN") | {"ru": "CYRILLIC", "uk": "CYRILLIC", "el": "GREEK"}
WORDFREQ = {"hr": "sh"}
COMMON = 250
SHARP = [
    "groß", "größ", "straße", "fuß", "füß", "gruß", "grüß", "süß", "spaß", "späß", "bloß", "stoß",
    "stöß", "gemäß", "maßn", "mäßig", "maßstab", "heiß", "hieß", "weiß", "reiß", "beiß", "fleiß",
    "dreißig", "schließ", "fließ", "gieß", "genieß", "ließ", "stieß", "schieß", "spieß", "gefäß",
    "außer", "äußer", "außen", "draußen", "muß", "daß",
]  # fmt: skip
"""Stems with ß, which wordfreq writes ss; its words with these stems are taken with ß."""
WORD = re.compile(r"[^\W\d_]+")


def main(target: Path) -> None:
    """Write all tables."""
    common = {}
    for language, script in SCRIPTS.items():
        frequencies = _frequencies(language, script)
        words = sorted(frequencies, key=lambda word: (-frequencies[word], word))
        common[language] = {word: round(-10 * math.log10(frequencies[word])) for word in words[:COMMON]}
        marked = [word for word in words if not word.isascii()][: SIZES.get(language, USUAL_SIZE)]
        blob = _bands(frequencies, marked)
        (target / f"{language}.xz").write_bytes(lzma.compress(blob, preset=9 | lzma.PRESET_EXTREME))
    lines = (f'"{key}":{_json(words)}' for key, words in common.items())
    (target / "languages.json").write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")


def _frequencies(language: str, script: str) -> dict[str, float]:
    import wordfreq

    known = wordfreq.get_frequency_dict(WORDFREQ.get(language, language), "best")
    if language == "de":
        for stem in SHARP:
            plain = stem.replace("ß", "ss")
            known |= {word.replace(plain, stem): share for word, share in known.items() if plain in word}
    return {word: share for word, share in known.items() if WORD.fullmatch(word) and _is_in(script, word)}


def _is_in(script: str, word: str) -> bool:
    return all(unicodedata.name(char, "").startswith(script) for char in word)


def _bands(frequencies: dict[str, float], words: list[str]) -> bytes:
    bands: defaultdict[int, list[str]] = defaultdict(list)
    for word in words:
        bands[int(-2 * math.log10(frequencies[word]))].append(word)
    return "\n".join(f"{band} {' '.join(sorted(bands[band]))}" for band in sorted(bands)).encode()


def _json(table: object) -> str:
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
