"""One shard to one output: streamed, deterministic, there whole or not at all.

The output has the shard's name, format and compression. Beside it stands a manifest, `_manifests/NAME.json`,
written last: where it is, the shard is done. A record that cannot be cleaned is put aside as it came, in a
file of the same format under `_failed`, so that mending textclean and cleaning `_failed` does the rest; the
output and `_failed` together hold every record once.

Tools that read folders of data leave out names that begin with `_`.
"""

from __future__ import annotations

import faulthandler
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any, TextIO

from textclean.errors import TextcleanError
from textclean.files.containers.compressed import PackedWriter, closing_writer, decompressed
from textclean.files.containers.encodings import settled
from textclean.files.containers.kinds import Kind, kind_of
from textclean.files.containers.proof import prove
from textclean.files.containers.records import Broken, Record, Text, UnwritableError, once, read_records
from textclean.files.wrong import HTML_RECORD, JSON_SHARD, is_json
from textclean.pipeline import Cleaner, Result
from textclean.scale.batch import Failure, Page, has_changed, in_this_process, tried, unless_html
from textclean.scale.job import Job, Manifest
from textclean.scale.stores import Entry, Store, split, store

MANIFESTS, FAILED = "_manifests", "_failed"
TEXT_LIMIT = 16 << 20
"""Bytes of a shard that is one text: cleaning takes many times that in memory."""
DIED = "the process that cleaned it died twice, killed, out of memory or standing still"
_ALIVE_EVERY = 5.0


class ShardError(TextcleanError):
    """A shard that cannot be cleaned as a whole."""


def clean_shard(source: str, target: str, job: Job | None = None) -> Manifest:
    """Clean one shard, a path or an address such as `s3://bucket/part-7.jsonl.zst`, into another.

    Writes `_manifests/NAME.json` beside the target, and `_failed/NAME` where records were put aside. The same
    shard and job give the same bytes, so that doing it again, or twice at once, harms nothing.
    """
    (folder, name), (out, wanted) = split(source), split(target)
    entry = next((each for each in store(folder).files() if each.name == name), None)
    if entry is None:
        raise ShardError(f"{source}: no such file; check the name")
    return do_shard(store(folder), entry, store(out), job or Job(), target_name=wanted)


def do_shard(
    source: Store,
    entry: Entry,
    target: Store,
    job: Job,
    aside: Sequence[int] = (),
    at: Callable[[int], None] = lambda row: None,
    target_name: str = "",
) -> Manifest:
    """Clean one shard; records whose numbers stand in `aside` are not touched, `at` hears of each begun."""
    from textclean import __version__

    name, kind = target_name or entry.name, kind_of(entry.name)
    manifest = Manifest(job.hash, __version__, entry.name, entry.size, entry.stamp)
    work = Work(job, manifest, frozenset(aside), at)
    with ExitStack() as stack:
        stack.callback(faulthandler.cancel_dump_traceback_later)
        path = stack.enter_context(source.fetched(entry.name))
        draft = stack.enter_context(target.drafted(name))
        rest = f"{draft.path}-rest"  # where the next run removes it, should this process be killed
        stack.callback(Path(rest).unlink, missing_ok=True)
        draft.wanted = _clean(kind, job)(path, draft.path, rest, kind, work)
        if draft.wanted and kind.holds_records and not job.phase:
            prove(draft.path, kind, job.fields, manifest.rows - len(manifest.aside), work.codec)
        if draft.wanted:
            manifest.size, manifest.sha256 = _measured(draft.path)
        _put_aside(rest if manifest.aside else "", target, f"{FAILED}/{name}")
    target.write(f"{MANIFESTS}/{name}.json", manifest.dumps())
    return manifest


def _put_aside(path: str, target: Store, name: str) -> None:
    """Put down the records that could not be cleaned; without any, what an earlier run put down goes."""
    if not path:
        target.remove(name)
        return
    with target.drafted(name) as draft:
        shutil.copyfile(path, draft.path)


@dataclass(slots=True)
class Work:
    """A shard while it is cleaned."""

    job: Job
    manifest: Manifest
    aside: frozenset[int]
    at: Callable[[int], None]
    codec: str = "utf-8"
    """Of the shard's records."""
    cleaner: Cleaner = field(init=False)
    _alive: float = 0.0

    def __post_init__(self) -> None:
        self.cleaner = in_this_process(self.job.options)

    def attempt(self, row: int, value: str | bytes, site: str = "") -> Result | Failure | Page:
        """Clean one text of a record, unless it is none or the record is known to end the process."""
        if row in self.aside:
            return Failure(DIED)
        self.at(row)
        self._say_alive()
        return unless_html(partial(tried, self._cleaner(site)), value)

    def _cleaner(self, site: str) -> Cleaner:
        if self.job.repeats is None or self.job.phase:
            return self.cleaner
        from textclean.scale.sites import cleaner_for

        return cleaner_for(self.job.repeats, self.job.known, site, self.job.options)

    def count(self, row: int, found: Sequence[Any], line: int = 0, broken: Broken | None = None) -> bool:
        """Count a record by what became of its texts; False if it is to be put aside.

        `broken` tells of a field that holds none.
        """
        for each in found:
            if isinstance(each, Failure):
                self.manifest.aside.append((row, each.error))
                return False
        changed = False
        for each in found:
            if isinstance(each, Result):
                self.manifest.add(each)
                changed |= has_changed(each)
        self.manifest.changed += changed
        if broken:
            self.manifest.leave(broken)
        else:
            self._leave(row, found, line)
        return True

    def _leave(self, row: int, found: Sequence[Any], line: int) -> None:
        """Take down the first thing in a record that is no text."""
        for name, each in zip(once(self.job.fields), found, strict=False):
            if each is None:
                self.manifest.leave(Broken(row, line, f"column {name!r} is null", "null"))
                break
            if isinstance(each, Page):
                self.manifest.leave(Broken(row, line, HTML_RECORD, "HTML"))
                break

    def _say_alive(self) -> None:
        """Put off the end that comes when a record takes for ever; heard of even if C code never returns."""
        now = time.monotonic()
        if self.job.stall and now - self._alive > min(_ALIVE_EVERY, self.job.stall / 5):
            self._alive = now
            shown = sys.stderr if faulthandler.is_enabled() else _nowhere()
            faulthandler.dump_traceback_later(self.job.stall, exit=True, file=shown)


@cache
def _nowhere() -> TextIO:
    """Where stacks go that nobody asked for: PYTHONFAULTHANDLER=1 shows them, and so where a record hung."""
    return open(os.devnull, "w")


def _clean(kind: Kind, job: Job) -> Callable[[str, str, str, Kind, Work], bool]:
    if job.phase:
        from textclean.scale import passes

        return passes.make_counts if job.phase == passes.COUNT else passes.make_sightings
    if kind.format == "parquet":
        from textclean.scale.parquet import clean_parquet

        return clean_parquet
    return _clean_records if kind.holds_records else _clean_text


def _clean_text(path: str, draft: str, rest: str, kind: Kind, work: Work) -> bool:
    """A shard that is one text."""
    from textclean.repair.decode import looks_binary

    with open(path, "rb") as source:
        data = decompressed(source, kind.compression).read(TEXT_LIMIT + 1)
    if len(data) > TEXT_LIMIT:
        raise ShardError(f"one text of more than {TEXT_LIMIT >> 20} MiB; split it, or make it records")
    if looks_binary(data):
        raise ShardError("binary, not text; leave it out")
    work.manifest.rows = 1
    if is_json(work.manifest.source):
        work.manifest.leave(Broken(1, 0, JSON_SHARD))
        shutil.copyfile(path, draft)
        return True
    result = work.attempt(1, data, work.manifest.source.rpartition("/")[0] or ".")
    if not work.count(1, [result]) or isinstance(result, Failure):
        shutil.copyfile(path, rest)
        return False
    if isinstance(result, Page):
        shutil.copyfile(path, draft)
        return True
    with open(draft, "wb") as target, closing_writer(target, kind.compression) as writer:
        writer.write(result.text.encode("utf-8", "surrogatepass"))
    return True


def _clean_records(path: str, draft: str, rest: str, kind: Kind, work: Work) -> bool:
    """A shard of records in a row; those put aside stand behind the heading of the shard."""
    members = kind.format == "warc"
    with ExitStack() as stack:
        source = stack.enter_context(open(path, "rb"))
        target = stack.enter_context(open(draft, "wb"))
        left = stack.enter_context(open(rest, "wb"))
        writer = stack.enter_context(closing_writer(target, kind.compression, members))
        aside = stack.enter_context(closing_writer(left, kind.compression, members))
        bare, work.codec = settled(source, kind, None, None)
        for record in read_records(bare, kind, work.job.fields, work.job.url_field, work.codec):
            _one(record, work, writer, aside)
    return True


def _one(record: Record, work: Work, writer: PackedWriter, aside: PackedWriter) -> None:
    manifest = work.manifest
    manifest.rows += record.counts
    if not record.counts and not manifest.rows:
        aside.write(record.raw)  # a table's heading
    out, data = writer, record.raw
    if record.texts:
        data, whole = _rendered(record, record.texts, work)
        out = writer if whole else aside
    elif record.broken:
        manifest.leave(record.broken)
    out.write(data)
    if record.ends:
        out.end()


def _rendered(record: Record, texts: Sequence[Text], work: Work) -> tuple[bytes, bool]:
    """A record's bytes, and whether they stay with the others."""
    row, line = work.manifest.rows, texts[0].line
    found = [work.attempt(row, text.text, text.host) for text in texts]
    if not work.count(row, found, line, record.broken):
        return record.raw, False
    clean = [
        each.text if isinstance(each, Result) else text.text for text, each in zip(texts, found, strict=True)
    ]
    if clean == [text.text for text in texts]:
        return record.raw, True
    try:
        return record.render(clean), True
    except UnwritableError as error:
        if record.broken is None:  # it is named already
            work.manifest.leave(Broken(row, line, str(error)))
        return record.raw, True


def _measured(path: str) -> tuple[int, str]:
    """Bytes of a file, and their SHA-256."""
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), digest
