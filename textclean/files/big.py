"""Big files: read, cleaned and written in sections, so that a gigabyte takes no more memory than a megabyte.

A file is read twice: once to see that all of it is UTF-8, for what is not needs a look at the whole, and once
to clean it. Reading costs a hundredth of cleaning, and unpacking little more. What is written is what the
whole file would give, byte for byte where it is not packed, since `textclean.sections` cuts both alike.
Reports, diffs, marks and the journal of `-i` speak of the whole file; where one of them is asked for, it is
read whole.
"""

from __future__ import annotations

import codecs
import os
import stat
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

from textclean.errors import ContainerError
from textclean.files.containers.compressed import PackedWriter, decompressed
from textclean.files.containers.kinds import Kind
from textclean.files.find import STDIN, Input
from textclean.files.read import LIMIT
from textclean.files.work import BIG_UNPACKED, Job, Outcome, shown_name

BLOCK = 1 << 16
"""Bytes read at once."""


def streamed(job: Job, source: Input, kind: Kind) -> Outcome | None:
    """The outcome of a big file, cleaned while it is written; None for what must be read whole."""
    if job.limit is not None and source.size > job.limit:
        return None
    if source.path == STDIN or job.encoding not in (None, "utf-8"):
        return None
    try:
        if not _is_plain_utf8(job, source.path, kind):
            return None
    except ContainerError as error:
        return Outcome(source, f"{shown_name(source)}: {error}")
    outcome = Outcome(source, changed=True, encoding="utf-8")
    outcome.stream = Stream(job, outcome, kind)
    return outcome


class Stream:
    """The clean bytes of one file, section by section; the outcome is counted as they are taken."""

    def __init__(self, job: Job, outcome: Outcome, kind: Kind, block: int = BLOCK) -> None:
        self.job, self.outcome, self.kind, self.block = job, outcome, kind, block

    def __iter__(self) -> Iterator[bytes]:
        """The bytes; a packed file that is right already gives its very own.

        Until something has changed, what was packed anew is held back: less than the file itself.
        """
        was = self.kind.compression
        packing = was if self.job.packing is None else self.job.packing
        target = BytesIO()
        writer = PackedWriter(target, packing)
        waits = bool(packing) and packing == was
        for data in self._cleaned():
            writer.write(data)
            waits = waits and not self.outcome.changed
            if not waits:
                yield _taken(target)
        writer.close()
        if waits:
            yield from _blocks(self.outcome.source.path, self.block)
        else:
            yield _taken(target)

    def _cleaned(self) -> Iterator[bytes]:
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
            yield from _decoded(self.job, path, self.kind, self.block)
        except (UnicodeDecodeError, ContainerError) as error:
            raise OSError(None, "changed while it was being cleaned, not written; run again", path) from error


def _taken(target: BytesIO) -> bytes:
    """What was written since the last time."""
    data = target.getvalue()
    target.seek(0)
    target.truncate()
    return data


def _is_plain_utf8(job: Job, path: str, kind: Kind) -> bool:
    """Whether a file to be read is UTF-8 throughout, and nothing at its beginning says otherwise.

    One that is packed must be big, too, which only unpacking tells. Raises ContainerError where that fails.
    """
    from textclean.files.wrong import is_html, is_json
    from textclean.repair.decode import looks_binary
    from textclean.repair.unicode_forms import find_bom, find_shifted, find_wide

    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return False
        head = next(_unpacked(job, path, kind, BLOCK), b"")
        if looks_binary(head) or find_bom(head) or find_shifted(head) or find_wide(head):
            return False
        if is_html(head.decode("utf-8", "replace")) or is_json(path):
            return False
        size = sum(map(len, _decoded(job, path, kind, BLOCK)))
    except (OSError, UnicodeDecodeError):
        return False  # reading it whole says why
    return size > BIG_UNPACKED or not kind.compression


def _decoded(job: Job, path: str, kind: Kind, block: int) -> Iterator[str]:
    """The text of a file, block by block."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    for data in _unpacked(job, path, kind, block):
        yield decoder.decode(data)
    yield decoder.decode(b"", final=True)


def _unpacked(job: Job, path: str, kind: Kind, block: int) -> Iterator[bytes]:
    """The bytes of a file's text, as far as the job's limit allows."""
    if not kind.compression:
        yield from _blocks(path, block)
        return
    with open(path, "rb") as file:
        source = decompressed(file, kind.compression, LIMIT if job.limit is None else job.limit)
        while data := source.read(block):
            yield data


def _blocks(path: str, block: int) -> Iterator[bytes]:
    with open(path, "rb") as file:
        while data := file.read(block):
            yield data
