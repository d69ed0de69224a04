"""The catalogue: what each rule is called and which kind of change it makes, for people.

Rules live in TOML under `textclean/data/rules`: repairs and quotes in one file each, boilerplate in one file
for each language and category. Only reports ask for titles, so nothing here is read before a report needs it,
and then only the files of the rules that fired.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

ENCODING = "encoding"
"""Kind of a change that no rule makes: bytes of another encoding, or a byte order mark, written as UTF-8."""


class Description(NamedTuple):
    """What there is to say of a rule, apart from what it does."""

    title: str
    """One line for a person: `Invitation to sign up for a newsletter`."""
    category: str
    """Kind of change: `repair`, `quotes`, or a category of boilerplate such as `donation`."""
    stage: str
    """The stage that the rule belongs to."""


OWN = ("repair", "quotes", "model")
"""Files of the rules that are code or the model's: everything that is not a pattern."""


@lru_cache(maxsize=1)
def own_rules() -> dict[str, dict[str, Any]]:
    """All rules of OWN by the ids that edits and notices bear, each with its title and examples."""
    return {
        f"{stage}.{name}{'.page' if stage == 'model' else ''}": rule
        for stage in OWN
        for name, rule in _packaged(f"{stage}.toml").items()
    }


@lru_cache(maxsize=4096)
def describe(rule: str, rule_files: tuple[str, ...] = ()) -> Description:
    """Describe a rule by its id: `describe("repair.mojibake").title`.

    `rule_files` are the user's own; they are looked at first. A rule without an entry is described by its
    name, for a report must not fail over a missing title.
    """
    parts = rule.split(".")
    stage = parts[0] if parts[0] in ("repair", "quotes") else "boilerplate"
    category = stage if stage != "boilerplate" or len(parts) < 3 else parts[-2]
    name = parts[1] if parts[0] == "model" and len(parts) > 1 else parts[-1]
    title = _own_title(rule, name, rule_files) or _title(_path(parts, stage), name)
    return Description(title or name.replace("-", " ").capitalize(), category, stage)


def _path(parts: list[str], stage: str) -> str:
    if stage != "boilerplate":
        return f"{stage}.toml"
    if parts[0] == "model":
        return "model.toml"
    return "/".join(parts[:-1]) + ".toml"


def _title(path: str, name: str) -> str:
    return _read_title(_packaged(path), name)


def _own_title(rule: str, name: str, rule_files: tuple[str, ...]) -> str:
    for path in rule_files:
        table = _own(path)
        nested = table.get(rule.split(".")[-2]) if rule.count(".") > 1 else None
        for titled in (nested, table):
            if isinstance(titled, dict) and (title := _read_title(titled, rule) or _read_title(titled, name)):
                return title
    return ""


def _read_title(table: dict[str, Any], name: str) -> str:
    entry = table.get(name)
    title = entry.get("title") if isinstance(entry, dict) else None
    return " ".join(title.split()) if isinstance(title, str) else ""


_INSIDE = re.compile(r"[\w-]+(?:/[\w-]+)*\.toml")


@lru_cache(maxsize=256)
def _packaged(path: str) -> dict[str, Any]:
    if not _INSIDE.fullmatch(path):  # the id of a stranger's rule is no way to other files
        return {}
    try:
        return tomllib.loads((resources.files("textclean") / "data" / "rules" / path).read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}


@lru_cache(maxsize=16)
def _own(path: str) -> dict[str, Any]:
    from pathlib import Path

    return tomllib.loads(Path(path).read_text("utf-8"))
