r"""What the fuzzers call: each takes any bytes and raises only where textclean breaks a promise.

They are plain functions, so that the default tests run them over the seeds, over everything that a fuzzer
ever found and over a few thousand random inputs; `python -m tests.fuzz NAME` hands one to atheris.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from tests.support import read_as
from textclean.boilerplate.matcher import Matcher, matches
from textclean.boilerplate.rules import rules_from_file
from textclean.edits import apply, invert
from textclean.errors import TextcleanError
from textclean.files import config, journal, restore
from textclean.pipeline import Cleaner
from textclean.reports import restore as report_restore
from textclean.reports.json_lines import dumps, report

SETS: tuple[dict[str, Any], ...] = (
    {},
    {"quotes": "typographic"},
    {"quotes": "keep", "repair": "bold"},
    {"boilerplate": "thorough", "language": "de"},
    {"stages": ("repair",)},
    {"stages": ("quotes",), "quotes": "typographic", "language": "fr"},
)
ENCODINGS = (None, None, None, None, "utf-8", "cp1252", "utf-16", "shift_jis", "utf-7", "iso2022_jp")


@cache
def _cleaner(number: int) -> Cleaner:
    return Cleaner(**SETS[number])


@cache
def scratch() -> Path:
    """A folder in memory where there is one, since each input is a file or two."""
    memory = Path("/dev/shm")
    folder = tempfile.mkdtemp(prefix="textclean-fuzz-", dir=memory if memory.is_dir() else None)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def clean_bytes(data: bytes) -> None:
    """Any bytes, any options: every promise of a result holds, and the report leads back."""
    if not data:
        return
    options, encoding = data[0] % len(SETS), ENCODINGS[data[0] // len(SETS) % len(ENCODINGS)]
    promises(_cleaner(options), data[1:], encoding)


def promises(cleaner: Cleaner, data: bytes, encoding: str | None = None) -> None:
    """What holds of every result: it is proven both ways, final, says where, and leads back to the bytes."""
    result = cleaner.clean_bytes(data, encoding or read_as(data))
    document = result.document
    assert document.encode() == data
    assert apply(document.text, result.edits) == result.text
    assert apply(result.text, invert(result.edits)) == document.text
    assert all(edit.rules for edit in result.edits)
    assert all(0 <= notice.start <= len(document.text) for notice in result.warnings)
    again = cleaner.clean(result.text)
    assert again.text == result.text, again.edits
    record = json.loads(dumps(report(result, "a name")))
    assert report_restore.restore(result.text.encode("utf-8", "surrogatepass"), record) == data


def rules(data: bytes) -> None:
    """Any bytes as a rule file, and as the pattern of one: refused with a clear line, or quick to run."""
    path = scratch() / "site.toml"
    path.write_bytes(data)
    _try_rules(path)
    pattern = data.decode("utf-8", "replace").replace("'''", "").replace("\r", "")
    pattern = "".join(char for char in pattern if char >= " " or char in "\t\n")
    path.write_text(
        f"[ad.fuzzed]\ntitle = 'x'\npattern = '''{pattern}'''\nremoves = ['a']\nkeeps = ['b']\n",
        encoding="utf-8",
    )
    _try_rules(path)


def _try_rules(path: Path) -> None:
    try:
        loaded = rules_from_file(path)
    except TextcleanError as error:
        assert str(error)
        assert len(str(error).splitlines()) == 1, error
        return
    Matcher(loaded).hits(HOSTILE, [])
    for rule in loaded:
        for line in HOSTILE_LINES:
            matches(rule._replace(min_words=1), line, 1)


HOSTILE_LINES = tuple(
    (unit * 400)[:400] for unit in ("a", "ab ", "aa,", " ", "a1", "\t", "é", "中", "(", ".")
)
HOSTILE = "\n".join(HOSTILE_LINES)


def readers(data: bytes) -> None:
    """Any bytes as a report, a journal or a configuration file: a clear error, or something usable."""
    kind, data = data[:1], data[1:]
    if kind < b"\x40":
        _read_report(data)
    elif kind < b"\x80":
        _read_recipe(data)
    elif kind < b"\xc0":
        _read_config(data)
    else:
        _read_journal(data)


def _read_report(data: bytes) -> None:
    clean, _, text = data.partition(b"\0")
    path = scratch() / "report.json"
    path.write_bytes(text)
    from textclean.cli.restore import _chosen, _objects

    with suppress(TextcleanError):
        report_restore.restore(clean, _chosen(_objects(str(path)), None, str(path)))


def _read_recipe(data: bytes) -> None:
    """An entry of the journal: the file keeps its bytes unless the recipe leads to a known original."""
    clean, _, text = data.partition(b"\0")
    path = scratch() / "file.txt"
    path.write_bytes(clean)
    try:
        recipe = json.loads(text)
    except (ValueError, RecursionError):
        return
    with suppress(TextcleanError):
        restored = restore._restore({"path": str(path), "undo": recipe})
        assert not restored.problem or path.read_bytes() == clean


def _read_config(data: bytes) -> None:
    folder = scratch() / "project"
    folder.mkdir(exist_ok=True)
    for name, content in ((config.PROJECT, data), (config.NAME, data)):
        (folder / name).write_bytes(content)
        with suppress(TextcleanError):
            config.settings(str(folder)).configured()
        (folder / name).unlink()


def _read_journal(data: bytes) -> None:
    run = scratch() / "run"
    run.mkdir(exist_ok=True)
    asked, _, undo = data.partition(b"\0")
    (run / "run.json").write_bytes(asked)
    (run / "undo.jsonl").write_bytes(undo)
    (run / "done.jsonl").write_bytes(undo)
    before = journal.folder
    journal.folder = scratch
    try:
        for known in journal.runs():
            known.changes()
            known.done()
            list(restore.restore(known))
    finally:
        journal.folder = before


TARGETS: dict[str, Callable[[bytes], None]] = {"clean_bytes": clean_bytes, "rules": rules, "readers": readers}
