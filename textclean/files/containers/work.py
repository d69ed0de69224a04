"""The work on one input that holds records: clean each text, and gather what the run wants to know.

What is written goes to a temporary file as it comes, or straight to standard output, so that a container of
any size needs the memory of a batch.
"""

from __future__ import annotations

import io
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from textclean.errors import ContainerError
from textclean.files.containers.kinds import Kind
from textclean.files.containers.proof import prove
from textclean.files.containers.records import FIELDS, NAMED, Broken, Counts, Text, clean_stream, place
from textclean.files.find import STDIN, Input, is_stream
from textclean.files.pile import Pile
from textclean.files.problems import explain, why_unreadable
from textclean.files.read import ReadError, opened
from textclean.files.temporary import begin, discard
from textclean.files.work import Job, Outcome, shown_name
from textclean.files.wrong import HTML_RECORD, is_html
from textclean.pipeline import Result
from textclean.reports.places import Within


def clean_container(job: Job, source: Input, kind: Kind) -> Outcome:
    """Clean the records of one input; what the user can mend comes back as `error`."""
    outcome = Outcome(source, keep=True)
    work = _Work(job, outcome)
    shown = shown_name(source)
    try:
        with work, opened(source.path) as (file, outcome.stamp), _target(job, outcome) as target:
            counts = clean_stream(
                file,
                cast(BinaryIO, target),
                kind,
                work.clean,
                job.fields or FIELDS,
                url_field=job.url_field,
                encoding=job.encoding,
                limit=job.limit,
                packing=job.packing,
                broken=work.broken,
            )
        _prove(job, outcome, kind, counts)
    except ReadError as error:
        return Outcome(source, str(error))
    except ContainerError as error:
        return Outcome(source, f"{shown}: {error}")
    except BrokenPipeError:
        raise
    except OSError as error:
        return Outcome(source, explain(error, shown))
    except MemoryError as error:
        return Outcome(source, f"{shown}: {why_unreadable(error)}")
    outcome.changed, outcome.encoding = counts.changed > 0, counts.encoding
    work.finish()
    if outcome.spool and not outcome.changed and job.packing in (None, kind.compression):
        return _as_it_was(job, outcome)
    return outcome


def _prove(job: Job, outcome: Outcome, kind: Kind, counts: Counts) -> None:
    """Read the finished file back; one that is not what it should be is removed."""
    packing = kind.compression if job.packing is None else job.packing
    if not outcome.spool or (not counts.changed and packing == kind.compression):
        return
    try:
        written = Kind(kind.format, packing)
        prove(outcome.spool, written, job.fields or FIELDS, counts.records, counts.encoding)
    except BaseException:
        os.unlink(outcome.spool)
        raise


def _as_it_was(job: Job, outcome: Outcome) -> Outcome:
    """Where nothing changes the output is the input, byte for byte, whatever packed it."""
    path = outcome.source.path
    if job.into == "":
        os.unlink(outcome.spool)
        outcome.spool = ""
    elif not is_stream(path):
        try:
            shutil.copyfile(path, outcome.spool)
        except OSError as error:
            os.unlink(outcome.spool)
            return Outcome(outcome.source, explain(error, path))
    return outcome


class _Work:
    """What is gathered from record to record."""

    def __init__(self, job: Job, outcome: Outcome) -> None:
        self.job, self.outcome = job, outcome
        self.counts, self.words, self.rules = Counter[str](), Counter[str](), Counter[str]()
        self.diffs: list[bytes] = []
        self.records: list[tuple[int, str]] = []
        self.pile = Pile()
        self.problems: list[tuple[int, str]] = []
        self.name = "stdin" if outcome.source.path == STDIN else outcome.source.path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.pile.drop()

    def clean(self, texts: Sequence[Text]) -> list[str]:
        """Clean a batch of texts; those of the last one are all written now."""
        self._pile_up()
        return [self._clean(text) for text in texts]

    def broken(self, record: Broken) -> None:
        """Take down a record that stays as it was."""
        self.outcome.broken[record.kind] += 1
        if len(self.problems) < NAMED:
            self.problems.append((record.number, f"{shown_name(self.outcome.source)}: {record}"))
        if not self.job.report:
            return
        from textclean.reports.formats import load

        if left := load(self.job.report).left:
            where, fails = Within(record.number, record.line), not self.job.allow_broken
            self.records.append((record.number, left(self.outcome.source.called, record.why, where, fails)))

    def finish(self) -> None:
        """Put what was gathered into the outcome."""
        outcome = self.outcome
        outcome.counts, outcome.words = dict(self.counts), dict(self.words)
        outcome.rules = dict(self.rules)
        outcome.diff = b"".join(self.diffs)
        self._pile_up()
        outcome.records = self.pile
        problems = [line for _, line in sorted(self.problems)]
        if more := outcome.broken.total() - len(problems):
            problems.append(f"{shown_name(outcome.source)}: {more} more records left as they were")
        outcome.problems = tuple(problems)

    def _pile_up(self) -> None:
        """Put the records of a batch in their order."""
        if self.records:
            self.pile.add(record for _, record in sorted(self.records))
            self.records = []

    def _job(self, host: str) -> Job:
        """The job for a text of a host; one without its address may be of any site."""
        if not host and self.job.url_field:
            return self.job
        return self.job.of_site(host or os.path.dirname(self.outcome.source.path))

    def _clean(self, text: Text) -> str:
        if is_html(text.text):
            self.broken(Broken(text.number, text.line, HTML_RECORD, "HTML"))
            return text.text
        job = self._job(text.host)
        result = job.cleaner.clean(text.text)
        if not result.edits and not result.warnings:
            return text.text
        from textclean.reports.summary import by_rule, count

        counts, words = count(result)
        self.counts.update(counts)
        self.words.update(words)
        self.rules.update(by_rule(result))
        self.outcome.warnings += len(result.warnings)
        if self.job.report:
            self.records.append((text.number, self._record(result, text, job.options.rules)))
        if self.job.diff and result.edits:
            self.diffs.append(self._diff(result, text, job.options.rules))
        if self.job.mark:
            from textclean.boilerplate.marking import mark

            return mark(result.document.text, result.edits)
        return result.text

    def _title(self, text: Text) -> str:
        """`corpus.jsonl:17`, or `corpus.parquet:record 17`, and the field where there are several."""
        where = str(text.line) if text.line else place(text.number, 0)
        several = len(self.job.fields) > 1
        return f"{self.name}:{where}" + (f" {text.field}" if several else "")

    def _record(self, result: Result, text: Text, rules: tuple[str, ...]) -> str:
        from textclean.reports.formats import load

        form = load(self.job.report)
        if form.of_record:
            within = Within(text.number, text.line, text.field, text.host)
            return form.of_record(result, self.outcome.source.called, rules, within)
        return form.record(result, self._title(text), rules)

    def _diff(self, result: Result, text: Text, rules: tuple[str, ...]) -> bytes:
        if self.job.diff == "terminal":
            from textclean.reports.formats import load

            return load("terminal").record(result, self._title(text), rules).encode()
        from textclean.reports.unified import unified

        return unified(result, self._title(text), None, rules)


@contextmanager
def _target(job: Job, outcome: Outcome) -> Iterator[_Out]:
    """Where the clean records go; a temporary file that was not finished is removed."""
    if job.into is None:
        yield _Out(lambda data: None)
        return
    if job.into == "-":
        from textclean.files.sinks import write_out

        with io.BufferedWriter(_Out(write_out), 1 << 16) as buffer:
            yield cast(_Out, buffer)
        return
    folder = job.into or os.path.dirname(os.path.realpath(outcome.source.path))
    if folder.endswith("/"):  # an output folder, which need not be there yet
        os.makedirs(folder, exist_ok=True)
    outcome.spool, descriptor = begin(folder, 0o666 if job.into else 0o600)
    try:
        with open(descriptor, "wb") as file:
            yield cast(_Out, file)
    except BaseException:
        discard(outcome.spool)
        raise


class _Out(io.RawIOBase):
    """A file over a function that takes bytes; it knows how much it took, which Parquet asks."""

    def __init__(self, take: Callable[[bytes], object]) -> None:
        self.take = take
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        """Hand the bytes on."""
        data = bytes(data)
        self.take(data)
        self.size += len(data)
        return len(data)

    def tell(self) -> int:
        return self.size
