"""The pipeline: a document through the stages, to a result that has proved itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Unpack

from textclean.document import Document
from textclean.edits import Changes, Edit, Notice, apply, compose, invert
from textclean.errors import EncodingError, InputError, ProofError
from textclean.sections import in_sections
from textclean.settings import Options, OptionValues, options_from

_CHOICES = ("quotes.unsure",)
"""Rules whose notices speak of a choice that was made, where others speak of what was left alone."""
_ROUNDS = 8
_REACH = 48
"""Characters around an edit in which it can be news to the repair; the longest entity has 40."""

Stage = Callable[[str], Changes]
"""A stage is a function: it looks at a text and says what to change, and knows nothing of the others."""


@dataclass(frozen=True, slots=True)
class Result:
    """One document's outcome; `apply(document.text, edits) == text`, and back with `invert`."""

    document: Document
    text: str
    """The clean text."""
    edits: tuple[Edit, ...]
    """Sorted and disjoint, against `document.text`."""
    warnings: tuple[Notice, ...] = ()
    """What was seen and left alone, with offsets in `document.text`."""

    @property
    def changed(self) -> bool:
        """Whether cleaning changed the text."""
        return bool(self.edits)


class Cleaner:
    """Cleaning with one set of options: compiled once, called many times.

    Safe to share between threads, since nothing changes after the first call, and cheap to pickle, since
    only the options travel. The options are those of `textclean.settings.Options`; a wrong one raises
    OptionError.
    """

    def __init__(self, **options: Unpack[OptionValues]) -> None:
        self.options: Options = options_from({**options})
        self._stages: tuple[Stage, ...] = build_stages(self.options)
        self._names = stage_names(self.options)

    def __call__(self, text: str) -> Result:
        """What `clean` does, so that a cleaner goes where a function is wanted: `map(cleaner, texts)`."""
        return self.clean(text)

    def clean(self, text: str) -> Result:
        """Clean a text that is already decoded; what is no `str`, such as a null, raises InputError."""
        if not isinstance(text, str):
            raise InputError(_no_text(text))
        return self._run(Document(text))

    def clean_bytes(self, data: bytes, encoding: str | None = None) -> Result:
        """Decode and clean; `encoding` overrides the guess.

        Raises EncodingError for an unknown encoding and, where none is named, for an image or an archive.
        """
        from textclean.repair.decode import BINARY, decode, looks_binary

        if not isinstance(data, bytes):
            raise InputError(_no_bytes(data))
        if encoding is None and looks_binary(data):
            raise EncodingError(BINARY)
        return self._run(decode(data, encoding))

    def clean_stream(self, parts: Iterable[str]) -> Iterator[Result]:
        """Clean a text that comes in parts, in little memory: the results of its sections, in order.

        Their texts, joined, are what `clean` gives for the whole, however the text is parted; see
        `textclean.sections`. Each result's offsets are those of its section.
        """
        for section in in_sections(parts, self._settle):
            prove(section.document.text, section.edits, section.text)
            yield section

    def _run(self, document: Document) -> Result:
        texts: list[str] = []
        edits: list[Edit] = []
        notices: list[Notice] = []
        start = 0
        for section in in_sections((document.text,), self._settle):
            texts.append(section.text)
            edits += [edit._replace(start=edit.start + start) for edit in section.edits]
            notices += [notice._replace(start=notice.start + start) for notice in section.warnings]
            start += len(section.document.text)
        text = "".join(texts)
        prove(document.text, edits, text)
        return Result(document, text, tuple(edits), tuple(notices))

    def _settle(self, section: str) -> Result:
        """Run the stages until none has anything to say, so that a second run changes nothing.

        Mostly that is one round and a glance: a stage is asked again only about what is news to it. But what
        one stage leaves can be news to another: a rule that keeps what stands in an open quotation falls
        silent over `“0«`, which quotes then make `"0"`. Very rarely what is left comes round again; of the
        texts in such a circle the first in the order of characters stays, wherever the circle was entered.
        """
        text = section
        edits: list[Edit] = []
        first: dict[tuple[int, str], Notice] = {}  # as the original has it, whatever became of it since
        choices: list[Notice] = []  # made in the first round, not always to be seen in the next
        states: list[tuple[str, list[Edit]]] = []
        watched = [Watched(name, stage) for name, stage in zip(self._names, self._stages, strict=True)]
        for _ in range(_ROUNDS):
            before = edits
            for one in watched:
                if one.has_seen(text):
                    continue
                changes = one.run(text, edits)
                if changes.edits:
                    text = apply(text, changes.edits)
                    edits = compose(edits, changes.edits)
                    for other in watched:
                        other.note(changes.edits)
                one.saw(text, changes)
            notices = [notice for one in watched for notice in one.notices]
            for notice in notices:
                first.setdefault((notice.start, notice.rule), notice)
            choices = choices or [each for each in notices if each.rule in _CHOICES]
            if edits is before:
                break
            if any(text == known for known, _ in states):
                circle = states[[known for known, _ in states].index(text) :]
                text, edits = min(circle)
                break
            states.append((text, edits))
        left = [first[each.start, each.rule] for each in notices if each.rule not in _CHOICES]
        return Result(Document(section), text, tuple(edits), tuple(sorted(left + choices)))

    def __getstate__(self) -> Options:
        return self.options

    def __setstate__(self, options: Options) -> None:
        self.options = options
        self._stages = build_stages(options)
        self._names = stage_names(options)


def _no_text(value: object) -> str:
    """Why a value is no text, and what to do."""
    if value is None:
        return "clean: a null is not a text; leave it out"
    if isinstance(value, bytes | bytearray | memoryview):
        return "clean: bytes are not decoded yet; use clean_bytes"
    return f"clean: takes a str, not {type(value).__name__}"


def _no_bytes(value: object) -> str:
    if value is None:
        return "clean_bytes: a null is no bytes; leave it out"
    if isinstance(value, str):
        return "clean_bytes: a str is decoded already; use clean"
    hint = "; make them bytes(...)" if isinstance(value, bytearray | memoryview) else ""
    return f"clean_bytes: takes bytes, not {type(value).__name__}{hint}"


class Watched:
    """A stage at work on one text, with what it has seen of it, so that it looks at nothing twice."""

    def __init__(self, name: str, stage: Stage) -> None:
        self.stage = stage
        self.notices: list[Notice] = []
        self._folds = name == "boilerplate"  # it reads marks folded
        self._seen: str | None = None  # the text that it has no edits for
        self._is_silent = False  # whether that text does not interest it at all
        self._since: list[Edit] = []  # what others have changed in it

    def run(self, text: str, edits: Sequence[Edit]) -> Changes:
        """Let the stage look at a text, which `edits` made of the original."""
        changes = self.stage(text)
        self.notices = _in_original(changes.notices, edits)
        return changes

    def saw(self, text: str, changes: Changes) -> None:
        """Remember the text that the stage left and what it said of it."""
        is_final = not changes.edits or changes.is_final or self._folds
        self._seen = text if is_final else None
        self._is_silent = changes.is_silent
        self._since = []

    def note(self, edits: Sequence[Edit]) -> None:
        """Note what a stage has changed."""
        if self._seen is not None:
            self._since = compose(self._since, edits)

    def has_seen(self, text: str) -> bool:
        """Whether the stage has nothing new to say of this text."""
        if self._seen is None:
            return False
        if not self._since or self._seen == text:
            return True
        if self._folds:
            seen = _reads_the_same(self._since)
        else:
            seen = self._is_silent and _is_silent(self.stage, _around(text, self._since))
        self._seen = text if seen else None
        self._since = []
        return seen


def _around(text: str, edits: Sequence[Edit]) -> str:
    """What the edits made, with as much of the text around as any pattern of the repair looks at."""
    spans: list[tuple[int, int]] = []
    shift = 0
    for edit in edits:
        start = edit.start + shift
        end = start + len(edit.after) + _REACH
        start = max(0, start - _REACH)
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        shift += len(edit.after) - len(edit.before)
    return "\n".join([text[start:end] for start, end in spans])


def _is_silent(stage: Stage, piece: str) -> bool:
    """Whether a piece of a text cannot interest a stage, of those that can tell."""
    tell: Callable[[str], bool] | None = getattr(stage, "is_silent", None)
    return tell is not None and tell(piece)


def build_stages(options: Options) -> tuple[Stage, ...]:
    """The stages that `options` ask for, in their order; a stage that is off is not even imported."""
    stages: list[Stage] = []
    if "repair" in options.stages:
        from textclean.repair import repair_stage

        stages.append(repair_stage(options))
    if "boilerplate" in options.stages:
        from textclean.boilerplate import boilerplate_stage

        stages.append(boilerplate_stage(options))
    if "quotes" in options.stages and options.quotes != "keep":
        from textclean.quotes import quotes_stage

        marks = sparing(quotes_stage(options), options)
        stages.append(_unlike_damage(marks, stages[0]) if "repair" in options.stages else marks)
    return tuple(stages)


def sparing(stage: Stage, options: Options) -> Stage:
    """A stage without the edits of rules that the user keeps."""
    kept = frozenset(options.keep)
    if not any(name.startswith(("repair.", "quotes.")) for name in kept):
        return stage

    def run(text: str) -> Changes:
        changes = stage(text)
        edits = [edit for edit in changes.edits if not kept & {*edit.rules}]
        if len(edits) == len(changes.edits):
            return changes
        return Changes(edits, changes.notices)

    return run


def stage_names(options: Options) -> tuple[str, ...]:
    """The names of the stages that `build_stages` gives."""
    return tuple(name for name in options.stages if name != "quotes" or options.quotes != "keep")


def _reads_the_same(edits: Sequence[Edit]) -> bool:
    """Whether boilerplate cannot tell the edited text from the one before, as it reads marks folded."""
    if not edits:
        return True
    from textclean.boilerplate.blocks import fold

    return all(fold(edit.before) == fold(edit.after) for edit in edits)


def _unlike_damage(quotes: Stage, repair: Stage) -> Stage:
    """The quotes stage without those marks that a second run would take for damage.

    In `“the letter Ã"` the closing mark is right as `”`, but `Ã”` is also what mojibake makes of `Ô`.
    """

    from textclean.repair.lines import apart

    def run(text: str) -> Changes:
        changes = quotes(text)
        while changes.edits:
            after = apply(text, changes.edits)
            if _is_silent(repair, _around(after, changes.edits)):
                break
            damage = repair(after).edits
            if not damage:
                break
            spans = [(undo.start, undo.end + 1) for undo in invert(changes.edits)]
            free = {*apart(spans, [(found.start, found.end + 1) for found in damage])}
            kept = [edit for edit, span in zip(changes.edits, spans, strict=True) if span in free]
            if len(kept) == len(changes.edits):
                break
            changes = Changes(kept, changes.notices)
        return changes

    return run


def run_stages(stages: Sequence[Stage], text: str) -> tuple[str, list[Edit], list[Notice]]:
    """Run stages in turn: the last one's text, and all edits and notices against the text given."""
    edits: list[Edit] = []
    notices: list[Notice] = []
    for stage in stages:
        changes = stage(text)
        notices += _in_original(changes.notices, edits)
        if changes.edits:
            text = apply(text, changes.edits)
            edits = compose(edits, changes.edits)
    return text, edits, sorted(notices)


def prove(original: str, edits: Sequence[Edit], clean: str) -> None:
    """Raise ProofError unless the edits lead from the original to the clean text and back."""
    if not edits and original == clean:
        return
    if apply(original, edits) != clean:
        raise ProofError("the edits do not give the clean text")
    if apply(clean, invert(edits)) != original:
        raise ProofError("the edits do not give back the original")


def _in_original(notices: Sequence[Notice], edits: Sequence[Edit]) -> list[Notice]:
    """Move notices about an edited text to the places in the original that they speak of."""
    if not notices or not edits:
        return list(notices)
    undo = invert(edits)
    starts = [edit.start for edit in undo]
    moved = []
    for notice in notices:
        index = bisect_right(starts, notice.start) - 1
        if index < 0:
            moved.append(notice)
            continue
        edit, source = undo[index], edits[index]
        inside = notice.start < edit.end
        start = source.start if inside else notice.start - edit.end + source.end
        moved.append(notice._replace(start=start))
    return moved
