"""The pipeline: a document through the stages, to a result that has proved itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Unpack

from textclean.document import Document, Patch
from textclean.edits import Edit, Notice, apply, compose, invert
from textclean.errors import EncodingError, InputError, ProofError
from textclean.sections import in_sections
from textclean.settings import Options, OptionValues, options_from
from textclean.stages import Stage, Watched, build_stages, stage_names, still_there

CHOICES = ("quotes.unsure",)
"""Rules whose notices speak of a choice that was made, where others speak of what was left alone."""
_ROUNDS = 8


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
        notices += [_nothing_left(patch) for patch in document.patches if patch.start == patch.end]
        return Result(document, text, tuple(edits), tuple(sorted(notices)))

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
            choices = choices or [each for each in notices if each.rule in CHOICES]
            if edits is before:
                break
            if any(text == known for known, _ in states):
                circle = states[[known for known, _ in states].index(text) :]
                text, edits = min(circle)
                break
            states.append((text, edits))
        left = [first[each.start, each.rule] for each in notices if each.rule not in CHOICES]
        left += still_there(first.values(), edits, left)
        return Result(Document(section), text, tuple(edits), tuple(sorted(left + choices)))

    def __getstate__(self) -> Options:
        return self.options

    def __setstate__(self, options: Options) -> None:
        self.options = options
        self._stages = build_stages(options)
        self._names = stage_names(options)


def _nothing_left(patch: Patch) -> Notice:
    """That bytes stand for no character: a text that was cut off inside its last one."""
    shown = " ".join(f"{byte:02X}" for byte in patch.data)
    return Notice(
        patch.start, "", "repair.lost-character", f"Of a character only {shown} is there, left out."
    )


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


def prove(original: str, edits: Sequence[Edit], clean: str) -> None:
    """Raise ProofError unless the edits lead from the original to the clean text and back."""
    if not edits and original == clean:
        return
    if apply(original, edits) != clean:
        raise ProofError("the edits do not give the clean text")
    if apply(clean, invert(edits)) != original:
        raise ProofError("the edits do not give back the original")
