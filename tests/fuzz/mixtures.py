r"""Short texts made of everything that goes wrong in texts, against every promise of a result.

    python -m tests.fuzz.mixtures 10000        # so many, from seed 1
    python -m tests.fuzz.mixtures 10000 7      # others

atheris looks for new branches, and finds none in a table or a pattern of `re`, where two kinds of damage meet
a quotation mark and a rule. These texts are nothing but such meetings. Each failure is printed as the
call that makes it again.
"""

from __future__ import annotations

import csv
import io
import json
import quopri
import random
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from tests.fuzz import targets
from tests.fuzz.targets import ENCODINGS, promises
from textclean.boilerplate.ruleset import shipped_rules
from textclean.files.find import Input
from textclean.files.work import Job, do
from textclean.files.wrong import is_html
from textclean.pipeline import Cleaner
from textclean.repair import lost_letters
from textclean.settings import Options

SAMPLES = Path(__file__).parents[2] / "samples"
OPTIONS: tuple[tuple[int, dict[str, Any]], ...] = (
    (45, {"stages": ("repair", "quotes")}),
    (25, {"stages": ("repair", "quotes"), "quotes": "typographic"}),
    (10, {"stages": ("repair", "quotes"), "repair": "bold"}),
    (10, {"stages": ("quotes",), "quotes": "typographic", "language": "fr"}),
    (5, {"stages": ("repair",), "repair": "bold"}),
    (2, {}),
    (2, {"quotes": "typographic"}),
    (1, {"boilerplate": "thorough", "language": "de"}),
)
"""With a weight each: where two stages meet most, and seldom the model, which takes the most time."""
EVERY = 50
"""One in so many cases is a file of records too."""
RECORDS = 4
TURNS = "turns: "
"""How a failure begins where two stages undo each other's work: known, and counted apart."""
MARKS: tuple[str, ...] = (
    *"\"'`´“”„‟‘’‚‛«»‹›「」『』《》〝〞＂＇",
    *("``", "''", ",,", "<<", ">>", "'' ", " “", "” ", "« ", " »", "’s", "'s", "n't", "n’t", "5' ", '6" '),
)
MARKUP: tuple[str, ...] = (
    *('{"a": "', '"}', '["', '", "', "\\u2019", '\\"', "\\n", "null", 'a,"b ""c"" d",e\r\n', ";\n", "\t"),
    *("<p>", "</p>", '<a href="x">', "<!-- ", " -->", "<br/>", "&lt;", "&#8217;", "&#x27;", "&amp;amp;", "&"),
    *("# ", "**", "_a_", "[a](https://orrin.example/?a='b')", "> ", "```\n", "`a`", "| a | b |\n", "---\n"),
    *(
        ".. note:: ",
        ":ref:`a`",
        "====\n",
        "::\n\n    ",
        "https://orrin.example/a'b",
        "a@orrin.example ",
        "$x = ",
    ),
)
SCRAPS: tuple[str, ...] = (
    *(
        "\ufffd",
        "?",
        "??",
        "?€?",
        "â€",
        "â€™",
        "Ã©",
        "Ã",
        "â€œ",
        "ï»¿",
        "ï¿½",
        "Â",
        "Â ",
        "\x92",
        "\x19",
        "\x1c",
    ),
    *("\u00a0", "\u00ad", "\u200b", "\u202e", "\ufeff", "\u2028", "\x00", "\x0c", "\r", "\r\n", "=20", "=\n"),
    *(
        "=E2=80=99",
        "&ldquo;",
        "&rsquo",
        "&nbsp;",
        "\\u00e9",
        "%E2%80%99",
        "It鈥檚 ",
        "donÕt ",
        "Ð¿",
        "ã©",
        "√©",
    ),
)
BREAKS = (" ", " ", " ", "", "\n", "\n\n", "\n\n", ", ", ". ", "-")


@cache
def _lines() -> tuple[str, ...]:
    """The lines of the samples, in the languages of the world; of some folders a page each, for speed."""
    files = [*SAMPLES.glob("*.txt"), *sorted(SAMPLES.glob("labelled/articles/*"))[::4]]
    for folder in sorted(SAMPLES.glob("labelled/pages/*")):
        files += sorted(folder.iterdir())[::12]
    found = (line for path in files for line in path.read_bytes().decode("utf-8", "replace").splitlines())
    return tuple(dict.fromkeys(line.partition("\t")[2] or line for line in found if line.strip()))


@cache
def _examples() -> tuple[str, ...]:
    return tuple(example for rule in shipped_rules() for example in (*rule.removes, *rule.keeps))


def _words(chance: random.Random) -> str:
    words = chance.choice(_lines()).split()
    first = chance.randrange(len(words))
    return " ".join(words[first : first + chance.randint(1, 7)])


def _line(chance: random.Random) -> str:
    return chance.choice(_lines())[: chance.choice((30, 40, 80, 200))]


def _quoted(chance: random.Random) -> str:
    return chance.choice(MARKS) + _words(chance) + chance.choice(MARKS)


def _misread(codec: str, wrong: str) -> Callable[[str, random.Random], str]:
    return lambda text, _: text.encode(codec, "replace").decode(wrong, "replace")


def _lost(text: str, chance: random.Random) -> str:
    """Read as cp1252 from UTF-8, with the bytes that it lacks gone, or one byte gone anywhere."""
    data = text.encode("utf-8", "surrogatepass")
    place = chance.randrange(len(data))
    return (data[:place] + data[place + 1 :]).decode(chance.choice(("utf-8", "cp1252")), "ignore")


def _replaced(by: str) -> Callable[[str, random.Random], str]:
    return lambda text, _: "".join(char if char.isascii() else by for char in text)


def _quoted_printable(text: str, _: random.Random) -> str:
    return quopri.encodestring(text.encode("utf-8", "surrogatepass")).decode("ascii")


DAMAGE: tuple[Callable[[str, random.Random], str], ...] = (
    *(_misread("utf-8", codec) for codec in ("cp1252", "latin-1", "mac_roman", "gbk", "cp437", "cp1251")),
    *(_misread("cp1252", codec) for codec in ("mac_roman", "cp850", "utf-8", "iso8859_2")),
    _misread("mac_roman", "cp1252"),
    _misread("cp1251", "latin-1"),
    *map(_replaced, ("?", "\ufffd", "")),
    lambda text, _: escape(text),
    lambda text, _: text.encode("ascii", "xmlcharrefreplace").decode(),
    lambda text, _: json.dumps(text)[1:-1],
    lambda text, _: text.upper(),
    lambda text, _: text.replace(" ", "\u00a0"),
    _lost,
    _quoted_printable,
)
PIECES: tuple[Callable[[random.Random], str], ...] = (
    _words,
    _words,
    _words,
    _line,
    _quoted,
    _quoted,
    lambda chance: chance.choice(_examples()),
    lambda chance: chance.choice(MARKS),
    lambda chance: chance.choice(MARKUP),
    lambda chance: chance.choice(SCRAPS),
    lambda chance: chance.choice(SCRAPS) + chance.choice(MARKS),
)


def mixture(chance: random.Random) -> str:
    """One text."""
    wanted = chance.choice((20, 20, 30, 40, 60)) if chance.random() < 0.9 else chance.choice((120, 300))
    wanted = wanted if chance.random() < 0.998 else 2_000
    text = ""
    while len(text) < wanted:
        piece = chance.choice(PIECES)(chance)
        while piece and chance.random() < 0.25:
            piece = chance.choice(DAMAGE)(piece, chance)
        text += piece + chance.choice(BREAKS)
    if chance.random() < 0.05:
        text = chance.choice(DAMAGE)(text[:300], chance)
    return text


def bytes_of(text: str, chance: random.Random) -> bytes:
    """The text's bytes in some charset, now and then a few torn."""
    codec = "utf-8" if chance.random() < 0.8 else chance.choice(("cp1252", "mac_roman", "cp1251", "utf-16"))
    data = bytearray(text.encode(codec, "surrogatepass" if codec.startswith("utf") else "replace"))
    if data and chance.random() < 0.1:
        place = chance.randrange(len(data))
        data[place : place + chance.randint(0, 2)] = chance.randbytes(chance.randint(0, 2))
    return bytes(data)


@cache
def job_of(options: int, kind: str = "") -> Job:
    """The work with one of OPTIONS, with a cleaner that is compiled once."""
    return Job(Options(**OPTIONS[options][1]), type=kind, into="")


def check_bytes(options: int, data: bytes, encoding: str | None = None) -> None:
    """Every promise of a result."""
    promises(job_of(options).cleaner, data, encoding)


def check_file(options: int, kind: str, records: list[dict[str, str]]) -> None:
    """A file of records: each comes back with its text clean and all else as it was, and stays so."""
    job = job_of(options, kind)
    path = targets.scratch() / f"records.{kind}"
    path.write_bytes(_written(kind, records))
    for wanted in ([_clean(job, record) for record in records],) * 2:
        outcome = do(job, Input(str(path), path.name, path.stat().st_size))
        assert not outcome.error, outcome.error
        before = path.read_bytes()
        if outcome.spool:
            Path(outcome.spool).replace(path)
        assert outcome.changed == (path.read_bytes() != before)
        assert _read(kind, path.read_bytes()) == wanted, _read(kind, path.read_bytes())
    assert not outcome.changed, "a second run changes something"


def _clean(job: Job, record: dict[str, str]) -> dict[str, str]:
    text = record["text"]
    return record if is_html(text) else {**record, "text": job.cleaner.clean(text).text}


def _written(kind: str, records: list[dict[str, str]]) -> bytes:
    if kind == "jsonl":
        return "".join(json.dumps(record) + "\n" for record in records).encode()
    table = io.StringIO()
    writer = csv.DictWriter(table, [*records[0]], dialect="excel-tab" if kind == "tsv" else "excel")
    writer.writeheader()
    writer.writerows(records)
    return table.getvalue().encode()


def _read(kind: str, data: bytes) -> list[dict[str, Any]]:
    if kind == "jsonl":
        return [json.loads(line) for line in data.splitlines()]
    return [*csv.DictReader(io.StringIO(data.decode(), newline=""), delimiter="\t" if kind == "tsv" else ",")]


def records_of(kind: str, chance: random.Random) -> list[dict[str, str]]:
    """What `check_file` takes: a table holds no lone surrogates, and we make none with an empty cell."""
    records = [
        {"id": str(number), "text": mixture(chance), "note": mixture(chance)} for number in range(RECORDS)
    ]
    if kind == "jsonl":
        return records
    return [
        {
            name: told.encode("utf-8", "replace").decode().replace("\0", "") or "a"
            for name, told in one.items()
        }
        for one in records
    ]


def run(seed: int, number: int) -> Iterator[str]:
    """One case: what breaks a promise, as the call that does, with what was said."""
    chance = random.Random(f"{seed} {number}")
    options = chance.choices(range(len(OPTIONS)), [weight for weight, _ in OPTIONS])[0]
    text = mixture(chance)
    data = bytes_of(text, chance)
    encoding = None if chance.random() < 0.9 else chance.choice(ENCODINGS)
    try:
        check_bytes(options, data, encoding)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        turning = turns(job_of(options).cleaner, data, encoding)
        yield _said(turning, f"check_bytes({options}, {data!r}, {encoding!r})", error)
    if number % EVERY == 0:
        kind = chance.choice(("jsonl", "csv", "tsv"))
        records = records_of(kind, chance)
        try:
            check_file(options, kind, records)
        except Exception as error:  # noqa: BLE001
            cleaner = job_of(options).cleaner
            turning = any(
                turns(cleaner, one["text"].encode("utf-8", "surrogatepass"), "utf-8") for one in records
            )
            yield _said(turning, f"check_file({options}, {kind!r}, {records!r})", error)


def _said(turning: bool, call: str, error: Exception) -> str:
    return f"{TURNS if turning else ''}{call}: {type(error).__name__}: {str(error)[:300]}"


def turns(cleaner: Cleaner, data: bytes, encoding: str | None) -> bool:
    """Whether cleaning again and again comes back to a text that was there before: two stages disagree."""
    try:
        text = cleaner.clean_bytes(data, encoding).text
        known: list[str] = []
        while text not in known and len(known) < 20:
            known.append(text)
            text = cleaner.clean(text).text
    except Exception:  # noqa: BLE001 - another failure, then
        return False
    return text in known[:-1]


def main(count: int, seed: int = 1) -> int:
    """Run so many cases; 1 where one fails. Those that turn are said, but known, and do not count."""
    lost_letters.words_of = cache(lost_letters.words_of)  # each text has its language
    begun = time.monotonic()
    failed = turned = 0
    for number in range(count):
        for said in run(seed, number):
            print(f"{seed} {number}: {said}", flush=True)
            failed += not said.startswith(TURNS)
            turned += said.startswith(TURNS)
        if (number + 1) % 5_000 == 0 or number + 1 == count:
            rate = (number + 1) / (time.monotonic() - begun)
            print(
                f"seed {seed}: {number + 1} cases, {failed} failed, {turned} turn, {rate:.0f}/s", flush=True
            )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
