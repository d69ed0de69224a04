"""Big files: read, cleaned and written in sections, so that a gigabyte takes no more memory than a megabyte.

A file is read twice: once to see that all of it is UTF-8, for what is not needs a look at the whole, and once
to clean it. Reading costs a hundredth of cleaning. What is written is byte for byte what the whole file would
give, since `textclean.sections` cuts both alike. Reports, diffs, marks and the journal of `-i` speak of the
whole file; where one of them is asked for, it is read whole.
"""

from __future__ import annotations

import codecs
import os
import stat
from collections import Counter
from collections.abc import Iterator

from textclean.files.find import STDIN, Input
from textclean.files.work import Job, Outcome

BLOCK = 1 << 16
"""Bytes read at once."""


def streamed(job: Job, source: Input) -> Outcome | None:
    """The outcome of a big file, cleaned while it is written; None for what must be read whole."""
    if job.limit is not None and source.size > job.limit:
        return None
    if source.path == STDIN or job.encoding not in (None, "utf-8") or not _is_plain_utf8(source.path):
        return None
    outcome = Outcome(source, changed=True, encoding="utf-8")
    outcome.stream = Stream(job, outcome)
    return outcome


class Stream:
    """The clean bytes of one file, section by section; the outcome is counted as they are taken."""

    def __init__(self, job: Job, outcome: Outcome, block: int = BLOCK) -> None:
        self.job, self.outcome, self.block = job, outcome, block

    def __iter__(self) -> Iterator[bytes]:
        from textclean.reports.summary import by_rule, count

        outcome = self.outcome
        outcome.changed, outcome.warnings = False, 0
        counts: Counter[str] = Counter()
        words: Counter[str] = Counter()
        rules: Counter[str] = Counter()
        outcome.counts, outcome.words, outcome.rules = counts, words, rules
        for result in self.job.cleaner.clean_stream(self._parts()):
            outcome.changed |= result.changed
            outcome.warnings += len(result.warnings)
            found, removed = count(result)
            counts.update(found)
            words.update(removed)
            rules.update(by_rule(result))
            yield result.text.encode("utf-8")

    def _parts(self) -> Iterator[str]:
        path = self.outcome.source.path
        try:
            yield from _decoded(path, self.block)
        except UnicodeDecodeError as error:
            raise OSError(None, "changed while it was being cleaned, not written; run again", path) from error


def _is_plain_utf8(path: str) -> bool:
    """Whether a file is UTF-8 throughout, and nothing at its beginning says otherwise; a file to be read."""
    from textclean.files.wrong import is_html, is_json
    from textclean.repair.decode import looks_binary
    from textclean.repair.unicode_forms import find_bom, find_shifted, find_wide

    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return False
        with open(path, "rb") as file:
            head = file.read(BLOCK)
        if looks_binary(head) or find_bom(head) or find_shifted(head) or find_wide(head):
            return False
        if is_html(head.decode("utf-8", "replace")) or is_json(path):
            return False
        for _ in _decoded(path, BLOCK):
            pass
    except (OSError, UnicodeDecodeError):
        return False  # reading it whole says why
    return True


def _decoded(path: str, block: int) -> Iterator[str]:
    """The text of a file, block by block."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    with open(path, "rb") as file:
        while data := file.read(block):
            yield decoder.decode(data)
        yield decoder.decode(b"", final=True)
