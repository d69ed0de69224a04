"""The work on one input: read it, clean it, and render what the run asks for.

A `Job` is the same for all inputs and travels to worker processes; an `Outcome` is what comes back.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from textclean.display import counted, safe
from textclean.errors import ContainerError, EncodingError, TextcleanError
from textclean.files.containers.compressed import RATIO
from textclean.files.containers.kinds import Kind, kind_named, kind_of
from textclean.files.find import STDIN, Input
from textclean.files.overrides import Override, overridden
from textclean.files.pile import Pile
from textclean.files.problems import UNREADABLE, unreadable, why_unreadable
from textclean.files.read import LIMIT, Stamp, load
from textclean.pipeline import Cleaner, Result
from textclean.settings import Options, keywords_of

BIG = 4 << 20
"""Bytes of a file from which on it is cleaned in sections where that is possible."""
BIG_UNPACKED = 64 << 20
"""The same of a packed file, unpacked: what is cleaned in sections is cleaned by the process that writes it,
and smaller ones are better shared out among several."""


@dataclass(frozen=True)
class Job:
    """What to do with every input of a run."""

    options: Options
    encoding: str | None = None
    diff: str = ""
    """Which diff to render: `unified` for programs, `terminal` for people, or none."""
    report: str = ""
    """Format of the report, one of `textclean.reports.formats.NAMES`, or none."""
    undo: bool = False
    """Whether to say how the original bytes come back."""
    mark: bool = False
    """Whether removed blocks stay, marked, for a person to look at."""
    type: str = ""
    """What all inputs are, as `containers.kinds` names it; none: what each one's name says."""
    fields: tuple[str, ...] = ()
    """Fields and columns that hold texts; none: `text`."""
    url_field: str | None = None
    allow_broken: bool = False
    """Whether records that are left as they were are no failure."""
    limit: int | None = None
    """Bytes of an input, unpacked; none: a gibibyte, or for packed records what `compressed` says."""
    packing: str | None = None
    """The compression to write; none: the input's own."""
    into: str | None = None
    """Where files of records are made: beside each input (""), in this folder, on standard output (`-`),
    or nowhere."""
    stream: bool = False
    """Whether nothing but the clean bytes is asked for, so that a big file can go through in sections."""

    overrides: tuple[Override, ...] = ()
    """What is different for some of the inputs."""

    sites: Mapping[str, str] = field(default_factory=dict)
    """Rule files that hold for one site only: the texts of a folder, by its path, or of a host."""

    def at(self, path: str) -> Job:
        """The job for one input: this one, or one with the options that hold there."""
        speaking = tuple(
            number for number, each in enumerate(self.overrides) if path != STDIN and each.speaks_of(path)
        )
        return self._variant(speaking) if speaking else self

    def of_site(self, name: str) -> Job:
        """The job for the texts of a site: with the rules learned there, and there alone."""
        path = self.sites.get(name)
        if path is None:
            return self
        if path not in self._of_sites:
            options = replace(self.options, rules=(*self.options.rules, path))
            self._of_sites[path] = replace(self, options=options, overrides=(), sites={})
        return self._of_sites[path]

    @cached_property
    def _of_sites(self) -> dict[str, Job]:
        return {}

    def check(self) -> None:
        """Raise what is wrong with a rule file before any input is read."""
        self.cleaner  # noqa: B018 - compiled here, kept for the inputs
        for number, each in enumerate(self.overrides):
            if "rules" in each.values:
                self._variant((number,)).cleaner  # noqa: B018

    def _variant(self, speaking: tuple[int, ...]) -> Job:
        if speaking not in self._variants:
            options = overridden(self.options, [self.overrides[number] for number in speaking])
            self._variants[speaking] = replace(self, options=options, overrides=())
        return self._variants[speaking]

    @cached_property
    def _variants(self) -> dict[tuple[int, ...], Job]:
        """Jobs for inputs that overrides speak of, so that each way of cleaning is compiled once."""
        return {}

    @cached_property
    def cleaner(self) -> Cleaner:
        """Compiled once in each process."""
        return Cleaner(**keywords_of(self.options))

    def kind(self, path: str) -> Kind:
        """What an input is."""
        return kind_named(self.type) if self.type else kind_of(path)


@dataclass(slots=True)
class Outcome:
    """What became of one input."""

    source: Input
    error: str = ""
    """One line for the user; empty where the input was cleaned."""
    changed: bool = False
    """Whether the bytes to write differ from those that were read."""
    clean: bytes = b""
    stream: Iterable[bytes] | None = None
    """The clean bytes of a big file, made while they are taken; what is counted is known only then."""
    diff: bytes = b""
    report: str = ""
    """Its record in the report."""
    undo: str = ""
    """What takes the clean bytes back to the original, as one JSON object; only where they differ."""
    stamp: Stamp | None = None
    """The state of the file when it was read."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """Edits by category: `repair`, `quotes`, or a category of boilerplate."""
    words: Mapping[str, int] = field(default_factory=dict)
    """Words removed by category of boilerplate."""
    rules: Mapping[str, int] = field(default_factory=dict)
    """Edits by rule."""
    warnings: int = 0
    encoding: str = ""
    recoded: str = ""
    """What becomes of its bytes though no edit asks for it."""
    spool: str = ""
    """A temporary file with the clean records, in place of `clean`."""
    keep: bool = False
    """Whether its undoing needs the original as a whole."""
    broken: Counter[str] = field(default_factory=Counter)
    """Records that were left as they were, by kind: `containers.records.BROKEN`."""
    problems: tuple[str, ...] = ()
    """A line for each of the first of those."""
    records: Pile | None = None
    """What the report says of each record, in place of `report`."""

    def pieces(self) -> Iterable[bytes]:
        """The clean bytes, in as many pieces as memory allows."""
        return (self.clean,) if self.stream is None else self.stream


def do(job: Job, source: Input) -> Outcome:
    """Clean one input; what the user can mend comes back as `error`, a bug in textclean raises."""
    try:
        return _do(job.at(source.called), source)
    except MemoryError as error:  # while it was cleaned: a text takes many times its size
        return Outcome(source, f"{shown_name(source)}: {why_unreadable(error)}")


def _do(job: Job, source: Input) -> Outcome:
    site = os.path.dirname(source.called)
    kind = job.kind(source.called)
    if kind.holds_records:
        from textclean.files.containers.work import clean_container

        return clean_container(job, source, kind)
    job = job.of_site(site)
    if job.stream and source.size > (BIG_UNPACKED // RATIO if kind.compression else BIG):
        from textclean.files.big import streamed

        outcome = streamed(job, source, kind)
        if outcome is not None:
            return outcome
    shown = shown_name(source)
    try:
        content = load(source.path, job.limit)
        data = unpacked(content.data, kind, job) if kind.compression else content.data
    except ContainerError as error:
        return Outcome(source, f"{shown}: {error}")
    except TextcleanError as error:
        return Outcome(source, str(error))
    except UNREADABLE as error:
        return Outcome(source, unreadable(error, "standard input" if source.path == STDIN else source.path))
    try:
        result = job.cleaner.clean_bytes(data, job.encoding)
    except (EncodingError, ContainerError) as error:
        return Outcome(source, f"{shown}: {error}")
    if not job.type and (wrong := _no_text(source, result)):
        return Outcome(source, f"{shown}: {wrong}")
    outcome = render(job, source, data, result)
    if job.encoding and (stray := result.document.stray):
        lost = f"{counted(stray, 'byte')} of it {'is' if stray == 1 else 'are'} no {safe(job.encoding)}"
        outcome.problems += (f"{shown}: {lost}, and became U+FFFD; name another --encoding, or none",)
    packing = kind.compression if job.packing is None else job.packing
    if kind.compression or packing:
        pack(outcome, content.data, kind.compression, packing)
    outcome.stamp = content.stamp
    return outcome


def text_of(job: Job, source: Input) -> str | None:
    """The clean text of one input that is a text, and nothing else of it; None for what is binary."""
    from textclean.repair.decode import looks_binary

    data = load(source.path, job.limit).data
    kind = job.kind(source.path)
    if kind.compression:
        data = unpacked(data, kind, job)
    if job.encoding is None and looks_binary(data):
        return None
    return job.cleaner.clean_bytes(data, job.encoding).text


def shown_name(source: Input) -> str:
    """An input's name in messages."""
    return "standard input" if source.called == STDIN else safe(source.called)


def _no_text(source: Input, result: Result) -> str:
    """Why an input is no text, and what to do; empty if it is one."""
    from textclean.files.wrong import HTML, JSON, MARKED, is_html, is_json, is_marked

    if is_html(result.document.text):
        return HTML
    if is_marked(result.document.text):
        return MARKED
    return JSON if is_json(source.called) else ""


def unpacked(data: bytes, kind: Kind, job: Job) -> bytes:
    """The bytes of a packed file, as far as the job's limit allows."""
    import io

    from textclean.files.containers.compressed import decompressed

    limit = LIMIT if job.limit is None else job.limit
    return decompressed(io.BytesIO(data), kind.compression, limit).read()


def pack(outcome: Outcome, original: bytes, was: str, packing: str) -> None:
    """Compress the clean text; one that is right already keeps its very bytes."""
    from textclean.files.containers.compressed import packed

    if not outcome.changed and was == packing:
        outcome.clean = original
    elif packing:
        outcome.clean = packed(outcome.clean, packing)
    outcome.keep, outcome.undo = True, ""


def render(job: Job, source: Input, data: bytes, result: Result) -> Outcome:
    """What there is to write and to tell of a result, as the job wants it."""
    from textclean.reports.summary import by_rule, count, recoded

    clean = result.text.encode("utf-8", "surrogatepass")
    outcome = Outcome(source, changed=clean != data, clean=clean, warnings=len(result.warnings))
    outcome.encoding = result.document.encoding
    outcome.recoded = recoded(result.document) if outcome.changed else ""
    outcome.counts, outcome.words = count(result)
    outcome.rules = by_rule(result)
    if job.diff or job.report:
        _report(job, data, result, outcome)
    if job.mark:
        from textclean.boilerplate.marking import mark

        outcome.clean = mark(result.document.text, result.edits).encode("utf-8", "surrogatepass")
    if job.undo and outcome.changed:
        from textclean.files.undo import recipe

        outcome.undo = recipe(result, data, clean)
    return outcome


def _report(job: Job, data: bytes, result: Result, outcome: Outcome) -> None:
    from textclean.reports.formats import load as form
    from textclean.reports.unified import unified

    name, rules = outcome.source.called, job.options.rules
    if job.diff == "unified" and outcome.changed:
        outcome.diff = unified(result, name, data, rules)
    if job.diff == "terminal":
        outcome.diff = form("terminal").record(result, name, rules).encode()
    if job.report:
        outcome.report = form(job.report).record(result, name, rules)
