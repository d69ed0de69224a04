"""`textclean batch --repeats`: what `textclean learn` finds in each site goes, whatever the sharding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.boilerplate.test_repeats import BOX, LAST, site
from tests.scale.support import batch, found, read, tree, write
from textclean.boilerplate.learned import rule_file
from textclean.boilerplate.repeats import find_repeats
from textclean.pipeline import Cleaner

pytest.importorskip("numpy")

MENU = ("Home", "News", "Tides", "Ferries")
SITES = {
    "marsh.example": site(8, BOX, first=MENU, last=(LAST,)),
    "quay.example": site(4, "Otters on the quay every day of the week", last=("Row one", "Row two", LAST)),
}


def pages() -> list[dict[str, Any]]:
    """The pages of both sites, taking turns, and two of no site."""
    rows: list[dict[str, Any]] = [
        {"url": f"https://www.{name}/{number}", "text": "\n\n".join(blocks) + "\n"}
        for name, files in SITES.items()
        for number, blocks in enumerate(files)
    ]
    rows = rows[::2] + rows[1::2] + [{"url": None, "text": f"{BOX}\n"}, {"url": "", "text": f"{BOX}\n"}]
    return [{"id": number, **each} for number, each in enumerate(rows)]


def on_one_machine(rows: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    folder.mkdir()
    cleaners = {"": Cleaner()}
    for name in SITES:
        texts = [each["text"] for each in rows if name in (each["url"] or "")]
        (folder / name).write_text(rule_file(find_repeats(lambda texts=texts: texts), name, 1)[0])  # type: ignore[misc]
        cleaners[name] = Cleaner(rules=(str(folder / name),))
    known = {id(each): next((name for name in SITES if name in (each["url"] or "")), "") for each in rows}
    return [{**each, "text": cleaners[known[id(each)]].clean(each["text"]).text} for each in rows]


@pytest.mark.parametrize("size", [5, 14], ids=["three shards", "one shard"])
def test_the_same_as_on_one_machine(size: int, tmp_path: Path) -> None:
    rows = pages()
    for shard, start in enumerate(range(0, len(rows), size)):
        suffix = ("parquet", "jsonl", "jsonl.gz")[shard % 3]
        write(tmp_path / "raw" / f"part-{shard}.{suffix}", rows[start : start + size])
    out = tmp_path / "out"
    done = batch(tmp_path / "raw", out, "--repeats", "--url-field", "url", "-j", 1)
    assert done.returncode == 0, done.stderr
    wanted = on_one_machine(rows, tmp_path / "rules")
    assert [each["text"] for each in found(out)] == [each["text"] for each in wanted]
    assert sum(BOX in each["text"] for each in wanted) == 2, "only where it is nobody's furniture"
    before = tree(out)
    again = batch(tmp_path / "raw", out, "--repeats", "--url-field", "url", "--resume")
    assert (again.returncode, tree(out) == before) == (0, True), again.stderr
    assert read(out / "part-0.parquet")[0]["id"] == 0
