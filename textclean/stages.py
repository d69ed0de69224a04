"""Stages: which of them run, and what each has seen of a text while they run in turn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from textclean.edits import Changes, Edit, Notice, apply, compose, invert
from textclean.settings import Options

_REACH = 48
"""Characters around an edit in which it can be news to the repair; the longest entity has 40."""

_LOSSES = frozenset(("repair.lost-character", "repair.lost-letter", "repair.lost-quote", "repair.lost-dash"))

Stage = Callable[[str], Changes]
"""A stage is a function: it looks at a text and says what to change, and knows nothing of the others."""


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
        notices += in_original(changes.notices, edits)
        if changes.edits:
            text = apply(text, changes.edits)
            edits = compose(edits, changes.edits)
    return text, edits, sorted(notices)


def still_there(notices: Iterable[Notice], edits: Sequence[Edit], but: Iterable[Notice]) -> list[Notice]:
    """Notices of losses whose places no edit touched, less those at the places of others.

    What proves damage goes with the repairs: of `M?hrle` in a text whose other words came back nothing is
    said at a second look, though it still waits for its letter.
    """
    places = {notice.start for notice in but}
    ends = [edit.end for edit in edits]
    kept = []
    for notice in notices:
        if notice.rule in _LOSSES and notice.start not in places:
            index = bisect_right(ends, notice.start)
            if index == len(edits) or edits[index].start >= notice.start + len(notice.text):
                kept.append(notice)
                places.add(notice.start)
    return kept


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
        self.notices = in_original(changes.notices, edits)
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


def _reads_the_same(edits: Sequence[Edit]) -> bool:
    """Whether boilerplate cannot tell the edited text from the one before, as it reads marks folded."""
    if not edits:
        return True
    from textclean.boilerplate.blocks import fold

    return all(fold(edit.before) == fold(edit.after) for edit in edits)


def in_original(notices: Sequence[Notice], edits: Sequence[Edit]) -> list[Notice]:
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
