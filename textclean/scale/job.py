"""The job: what is done with every shard, the same on every machine, and what is known when it is done.

A job travels as JSON. Its hash says whether an output that is there already is the one that would come out:
it covers all options, the users' rules word by word, and the version of textclean.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from textclean.errors import OptionError
from textclean.files.containers.records import NAMED, Broken
from textclean.pipeline import Result
from textclean.settings import Options, options_from

STALL = 300.0


@dataclass(frozen=True)
class Job:
    """What to do with every shard."""

    options: Options = Options()  # noqa: RUF009 - frozen
    fields: tuple[str, ...] = ("text",)
    """Fields that hold texts, in shards that have fields."""
    url_field: str | None = None
    """Field with the address of a record, whose host is its site."""
    repeats: str | None = None
    """Store that holds what the sites repeat, where that is wanted."""
    known: str = ""
    """Hash of what is known of the repeats."""
    phase: str = ""
    """`count` or `look`, the passes that learn them; else the cleaning itself."""
    stall: float = STALL
    """Seconds without a finished record after which a worker gives itself up."""

    @cached_property
    def hash(self) -> str:
        """Sixteen hexadecimal digits; equal jobs make equal outputs of equal shards."""
        from textclean import __version__

        asked = {key: value for key, value in self.as_json().items() if key not in ("stall", "repeats")}
        asked["repeats"] = self.repeats is not None
        asked["rules"] = [hashlib.sha256(_rules(path)).hexdigest() for path in self.options.rules]
        asked["options"] = {**asked["options"], "rules": None}
        asked["version"] = __version__
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]

    def as_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "options": asdict(self.options),
            "fields": list(self.fields),
            "url_field": self.url_field,
            "repeats": self.repeats,
            "known": self.known,
            "phase": self.phase,
            "stall": self.stall,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Job:
        """The job that `as_json` told of."""
        return cls(
            options_from(values["options"]),
            tuple(values["fields"]),
            values["url_field"],
            values["repeats"],
            values["known"],
            values["phase"],
            values["stall"],
        )


def _rules(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise OptionError(
            f"rules: {path}: {error.strerror}; every machine needs it under this name"
        ) from error


@dataclass(slots=True)
class Manifest:
    """What is known of a shard that is done. The same shard and job give the same one, to the byte."""

    job: str = ""
    """Hash of the job."""
    version: str = ""
    source: str = ""
    """Name of the shard below the source."""
    source_size: int = 0
    source_stamp: str = ""
    size: int = -1
    """Bytes of the output; -1 where there is none, all of the shard being put aside."""
    sha256: str = ""
    """Of the output."""
    rows: int = 0
    """Records of the shard; those put aside are among them."""
    texts: int = 0
    changed: int = 0
    """Records that came out changed."""
    warnings: int = 0
    broken: Counter[str] = field(default_factory=Counter)
    """Records left as they were, since no text was found in them, by kind (see `records.BROKEN`)."""
    edits: Counter[str] = field(default_factory=Counter)
    """By category."""
    words_removed: Counter[str] = field(default_factory=Counter)
    """By category."""
    encodings: Counter[str] = field(default_factory=Counter)
    """Of texts that came as bytes."""
    aside: list[tuple[int, str]] = field(default_factory=list)
    """Records that could not be cleaned: number, from 1, and why. They stand in `_failed`."""
    kept: list[Broken] = field(default_factory=list)
    """The first records of each kind of `broken`: number, line, why, kind."""

    def add(self, result: Result) -> None:
        """Count what was done with one text."""
        from textclean.reports.summary import count

        self.texts += 1
        self.warnings += len(result.warnings)
        if result.edits:
            edits, words = count(result)
            self.edits.update(edits)
            self.words_removed.update(words)
        if result.document.encoding != "str":
            self.encodings[result.document.encoding] += 1

    def leave(self, record: Broken) -> None:
        """Count a record that stays as it was."""
        self.broken[record.kind] += 1
        if self.broken[record.kind] <= NAMED:
            self.kept.append(record)

    def merge(self, other: Manifest) -> None:
        """Add the figures of another shard."""
        for name in ("rows", "texts", "changed", "warnings"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("broken", "edits", "words_removed", "encodings"):
            getattr(self, name).update(getattr(other, name))

    def holds(self, job: str, size: int, stamp: str) -> bool:
        """Whether it tells of this job done with this state of the shard."""
        return (self.job, self.source_size, self.source_stamp) == (job, size, stamp)

    def dumps(self) -> bytes:
        """As JSON, the same for the same values."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return (json.dumps(values, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode(
            "utf-8", "backslashreplace"
        )

    @classmethod
    def loads(cls, data: bytes) -> Manifest | None:
        """The manifest in some bytes; None for what is none."""
        try:
            values = json.loads(data)
            if not isinstance(values, dict) or values.keys() != {each.name for each in fields(cls)}:
                return None
            for name in ("broken", "edits", "words_removed", "encodings"):
                values[name] = Counter(values[name])
            values["aside"] = [(number, why) for number, why in values["aside"]]
            values["kept"] = [Broken(*each) for each in values["kept"]]
        except (ValueError, TypeError):
            return None
        return cls(**values)
