"""Labelled pages, read from every form that they come in, and the groups that they belong to.

A group is whatever shares habits: the hand that wrote a page, the outlet or site that it is from, the source
of an appeal. What is measured on a group says something only where nothing was learned from it, so pages are
kept back by groups, never one by one: two pages of one paper share its appeal.
"""

from __future__ import annotations

import json
import lzma
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from textclean.boilerplate.model import ARTICLE
from textclean.settings import CATEGORIES

KINDS = (ARTICLE, *CATEGORIES)
"""What a block can be, in the order of the model's answers."""
FOLDS = 5
UNKNOWN, BOILERPLATE, CONTENT = -1, 0, 1
PASSAGES = frozenset({"blocks", "units", "keeps", "ui", "appeals"})
"""Sets of appeals, boxes and look-alikes without a page around them; the other sets are whole pages."""
_ARTICLE_TAG, _NOT_SCORED = "C", ("M", "_")
_MOST_OF_A_LANGUAGE, _LONGEST_BUTTON = 400, 160


class Line(NamedTuple):
    """A line of a page and what a person said of it."""

    text: str
    label: int
    """CONTENT, BOILERPLATE or UNKNOWN, which is neither learned nor measured."""
    tag: str = ""
    """The category, where it is known, or what the kit flags a line with."""

    @property
    def kind(self) -> int:
        """The place of the line's kind in KINDS, -1 where it is not known."""
        return KINDS.index(self.tag) if self.tag in KINDS else -1


class Labelled(NamedTuple):
    """A labelled page."""

    set: str
    name: str
    language: str
    group: str
    lines: list[Line]
    mode: str = ""
    """Of a real page: `full`, or `residual` where an extractor went over it."""


class Choice(NamedTuple):
    """Which groups are kept back from learning, to be measured on."""

    fold: int | None = None
    leave: tuple[str, ...] = ()
    """Beginnings of groups' names; they win over the fold."""

    def __call__(self, group: str) -> bool:
        """Whether a group is kept back."""
        if self.leave:
            return group.startswith(self.leave)
        return self.fold is not None and fold_of(group) == self.fold

    def __bool__(self) -> bool:
        """Whether anything is."""
        return bool(self.leave) or self.fold is not None


def fold_of(group: str) -> int:
    """The fold of a group, the same on every machine and in every version."""
    return zlib.crc32(group.encode()) % FOLDS


def tagged(tag: str, text: str) -> Line:
    """A line as hand-labelled files have it."""
    if tag == _ARTICLE_TAG:
        return Line(text, CONTENT, ARTICLE)
    if tag in _NOT_SCORED:
        return Line(text, UNKNOWN)
    if tag not in KINDS:
        raise ValueError(f"{tag!r} is no tag: C, M, _ or one of {', '.join(KINDS[1:])}")
    return Line(text, BOILERPLATE, tag)


def read_page(path: Path, name: str, group: str) -> Labelled:
    """One file, `TAG<TAB>line`; the second part of its name is the language."""
    lines = []
    for number, row in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        tag, _, text = row.partition("\t")
        try:
            lines.append(tagged(tag if text.strip() else "_", text))
        except ValueError as error:
            raise ValueError(f"{path}:{number}: {error}") from None
    language = [*path.stem.split("-"), ""][1]
    return Labelled(name, path.name, language, group, lines)


def read_pages(folder: Path, name: str, group: Callable[[Path], str]) -> Iterator[Labelled]:
    """All labelled pages under a folder, in the order of their names."""
    for path in sorted(folder.rglob("*.tsv")):
        yield read_page(path, name, group(path))


def added(folder: Path) -> Iterator[Labelled]:
    """Pages that a user labelled: a folder is a hand, pages side by side are one together."""
    yield from read_pages(folder, "added", lambda path: f"hand:{path.parent.name}")


def outlet_of(path: Path) -> str:
    """The group of a news page, `001-de-westmarkbote-2024-05-03.tsv`."""
    return "outlet:" + re.sub(r"-\d.*", "", path.stem.split("-", 2)[-1])


def source_of(source: str) -> str:
    """The group of a collected appeal. One that was cut out of an outlet's page goes with the outlet."""
    if "/parser/test_data/" in source:
        outlet = re.sub(r"_\d.*", "", source.rsplit("/", 1)[-1]).lower()
        return "outlet:" + re.sub(r"[^a-z0-9]", "", outlet)
    return f"source:{source}"


def read_kit(folder: Path) -> Iterator[Labelled]:
    """Every labelled page and passage that a folder holds; what it lacks is passed by.

    `samples/labelled` has the forms that were written for this project, a kit for development more.
    """
    yield from read_pages(folder / "articles", "articles", lambda path: "hand:articles")
    yield from read_pages(folder / "pages", "pages", lambda path: f"hand:{path.parent.name}")
    yield from read_pages(folder / "news", "news", outlet_of)
    for name, file in (("real", "dev"), ("inject", "inject_dev")):
        yield from map(_real(name), rows(folder / "boilerplate" / f"{file}.jsonl"))
    for path in sorted((folder / "blocks").glob("*.jsonl")):
        yield from map(_passage("blocks", path.stem[-2:]), rows(path))
    yield from map(_passage("units"), rows(folder / "units.jsonl.xz"))
    yield from map(_passage("keeps"), rows(folder / "keeps.jsonl.xz"))
    yield from map(_passage("appeals"), rows(folder / "appeals.jsonl.xz"))
    yield from _buttons(rows(folder / "ui.jsonl.xz"))


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file of JSON lines, packed or not; none where there is no such file."""
    if not path.exists():
        return
    with (
        lzma.open(path, "rt", encoding="utf-8")
        if path.suffix == ".xz"
        else path.open(encoding="utf-8") as file
    ):
        yield from map(json.loads, file)


def _real(name: str) -> Callable[[Mapping[str, Any]], Labelled]:
    """Real pages, whose lines were labelled after the article's true text: no kinds, but flags."""

    def read(row: Mapping[str, Any]) -> Labelled:
        lines = []
        for index, (text, label) in enumerate(zip(row["lines"], row["labels"], strict=True)):
            flag = row["flags"].get(str(index), "")
            lines.append(Line(text, UNKNOWN if label is None else int(label), flag))
        return Labelled(name, row["id"], row["lang"], f"site:{row['site']}", lines, row["mode"])

    return read


def _passage(name: str, language: str = "") -> Callable[[Mapping[str, Any]], Labelled]:
    """A passage that is all of one kind; without a label it is the article."""

    def read(row: Mapping[str, Any]) -> Labelled:
        tag = row.get("label", _ARTICLE_TAG)
        tag = _ARTICLE_TAG if tag == "content" else tag
        texts = row.get("lines") or [line for line in row["text"].split("\n") if line.strip()]
        author = f"hand:{row.get('author', 'articles')}"
        group = source_of(row["source"]) if "source" in row else author
        lines = [tagged(tag, text) for text in texts]
        return Labelled(name, tag, row.get("lang", language), group, lines)

    return read


def _buttons(found: Iterable[Mapping[str, Any]]) -> Iterator[Labelled]:
    """Strings of programs, in handfuls of one language, as the buttons of a page stand together.

    They are thinned evenly: a language with ten thousand strings is no more worth learning than one with
    four hundred.
    """
    languages: dict[str, list[Mapping[str, Any]]] = {}
    for row in found:
        if 2 <= len(row["text"]) <= _LONGEST_BUTTON and not re.search("[{%<]", row["text"]):
            languages.setdefault(row["lang"], []).append(row)
    for language, held in languages.items():
        held.sort(key=lambda row: zlib.crc32(row["text"].encode()))
        for start in range(0, min(len(held), _MOST_OF_A_LANGUAGE), 4):
            handful = held[start : start + 1 + (start // 4) % 4]
            lines = [tagged(row["label"], row["text"].replace("\n", " ")) for row in handful]
            yield Labelled("ui", "", language, source_of(handful[0]["source"]), lines)
