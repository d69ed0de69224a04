"""The summary of a run: the same figures in every report, on the terminal and in the exit line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from textclean.display import counted
from textclean.document import Document
from textclean.edits import Edit
from textclean.pipeline import Result

_WORD = re.compile(r"\w+")


def category_of(rule: str) -> str:
    """Kind of change of a rule, from its id alone: `repair`, `quotes`, or a category of boilerplate."""
    parts = rule.split(".")
    if parts[0] in ("repair", "quotes"):
        return parts[0]
    return parts[-2] if len(parts) > 1 else rule


def speaking(edit: Edit) -> tuple[str, ...]:
    """The rules that say why an edit was made: of a removal those that remove, else all.

    What was repaired in a block before it went is no reason for its going.
    """
    removing = tuple(rule for rule in edit.rules if category_of(rule) not in ("repair", "quotes"))
    return removing or edit.rules


def kind_of(edit: Edit) -> str:
    """Category of an edit: of the first rule that removes, else of the first rule.

    A removed block whose mojibake was repaired before is a removal; a repaired mark that was then made
    straight is a repair.
    """
    return category_of(speaking(edit)[0]) if edit.rules else "other"


def count(result: Result) -> tuple[dict[str, int], dict[str, int]]:
    """Edits by category, each counted once, and words removed by category of boilerplate."""
    edits: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for edit in result.edits:
        category = kind_of(edit)
        edits[category] += 1
        if category not in ("repair", "quotes"):
            words[category] += len(_WORD.findall(edit.before)) - len(_WORD.findall(edit.after))
    return dict(edits), {category: number for category, number in words.items() if number}


def by_rule(result: Result) -> Counter[str]:
    """Edits by rule; one that several rules speak for counts for each."""
    return Counter(rule for edit in result.edits for rule in dict.fromkeys(speaking(edit)))


def recoded(document: Document) -> str:
    """What becomes of bytes though no edit asks for it: `re-encoded`; empty where they stay."""
    if document.encode() == document.text.encode("utf-8", "surrogatepass"):
        return ""
    return marks_and_strays(document) if is_utf8(document.encoding) else "re-encoded"


def marks_and_strays(document: Document) -> str:
    """What of a document in UTF-8 is written in another way all the same."""
    parts = ["byte order mark left out"] if document.bom else []
    return ", ".join(parts + (["stray bytes written as UTF-8"] if document.patches else []))


def is_utf8(encoding: str) -> bool:
    """Whether what a codec reads is UTF-8 as it is."""
    return encoding.lower().replace("_", "-") in ("utf-8", "utf8", "str", "ascii", "us-ascii", "utf-8-sig")


@dataclass(slots=True)
class Summary:
    """What a run did; only what is done is counted."""

    files: int = 0
    """Inputs that were cleaned."""
    changed: int = 0
    failed: int = 0
    skipped: int = 0
    warnings: int = 0
    broken: Counter[str] = field(default_factory=Counter)
    """Records that were left as they were, by what they are: broken, null or HTML."""
    counts: Counter[str] = field(default_factory=Counter)
    """Edits by category."""
    words: Counter[str] = field(default_factory=Counter)
    """Words removed by category of boilerplate."""
    rules: Counter[str] = field(default_factory=Counter)
    """Edits by rule."""
    encodings: Counter[str] = field(default_factory=Counter)
    """Inputs by encoding."""

    def line(self, changed: str = "changed") -> str:
        """One line: `12 files, 8 changed, 1 failed (quotes 14, newsletter 3)`."""
        parts = [counted(self.files, "file"), f"{self.changed} {changed}"]
        parts += [f"{self.skipped} skipped"] if self.skipped else []
        parts += [f"{self.failed} failed"] if self.failed else []
        parts += [f"{counted(self.broken.total(), 'record')} left as before"] if self.broken else []
        parts += [counted(self.warnings, "warning")] if self.warnings else []
        kinds = ", ".join(f"{kind} {number}" for kind, number in by_number(self.counts))
        return ", ".join(parts) + (f" ({kinds})" if kinds else "")

    def as_json(self) -> dict[str, Any]:
        """The figures as JSON values, the most frequent first."""
        return {
            "files": self.files,
            "changed": self.changed,
            "failed": self.failed,
            "skipped": self.skipped,
            "warnings": self.warnings,
            "broken": dict(by_number(self.broken)),
            "edits": dict(by_number(self.counts)),
            "words_removed": dict(by_number(self.words)),
            "encodings": dict(by_number(self.encodings)),
        }


def by_number(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """What was counted, the most frequent first and those of one number by their names."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
