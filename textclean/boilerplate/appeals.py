"""Appeals and their extent: a letter that asks for money is removed from its opening to its last button.

A letter reads like prose, so no rule can name its paragraphs. What gives it away is its two ends and what
it is made of: an opening (“A message from …”, “Dear readers,”), paragraphs that speak as “we” to “you”, a
request for money for the outlet itself, a sign-off, amounts and buttons. Both ends need evidence, and
where the end is not sure the appeal ends early: an article that lost a paragraph is worse than one that
kept a button.

Counter-example: an ombudsman's column opens with “Dear readers,” and closes with a name, and asks for
nothing. It stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textclean.boilerplate.marks import Mark, is_sentence, ruled

ASKING = frozenset({"donation", "newsletter", "subscribe", "paywall", "cookie", "app", "event"})
_LETTER = frozenset({"donation", "subscribe", "newsletter"})
_GAP_BLOCKS = 6  # paragraphs without a rule of their own between two that have one, inside a letter
_GAP_WORDS = 420
_LETTER_WORDS = 1100
_FEW = 2  # the same without an opening
_FEW_WORDS = 160
_HEADING_WORDS = 5
_DOUBT = 0.7  # the bar of the setting that takes what is likely


class Appeal(NamedTuple):
    """Blocks `first` to `last` ask together; `anchor` is the block whose rule names the appeal."""

    first: int
    last: int
    anchor: int


def find_appeals(marks: Sequence[Mark], bar: float) -> list[Appeal]:
    """The appeals in a text; `bar` is the confidence that a rule needs to act by itself."""
    evidence = [index for index in ruled(marks) if _asks(marks[index])]
    appeals: list[Appeal] = []
    position = 0
    while position < len(evidence):
        members = [evidence[position]]
        while position + len(members) < len(evidence):
            following = evidence[position + len(members)]
            if not _belongs(marks, members, following):
                break
            members.append(following)
        appeals += [_headed(marks, appeal, bar) for appeal in _accepted(marks, members, bar)]
        position += len(members)
    return appeals


def strong(mark: Mark, bar: float) -> bool:
    """Whether a rule calls this block boilerplate by itself."""
    return any(rule.role in ("block", "heading") and rule.confidence >= bar for rule in mark.rules)


def _asks(mark: Mark) -> bool:
    return any(rule.category in ASKING and rule.role != "heading" for rule in mark.rules)


def _belongs(marks: Sequence[Mark], members: Sequence[int], following: int) -> bool:
    """Whether the next block with evidence continues the appeal, over the blocks between."""
    gap = [marks[index] for index in range(members[-1] + 1, following)]
    if not _fit(marks, members, following):
        return False
    if not gap:
        return True
    if len(gap) <= 3 and all(mark.short for mark in gap):
        return _same_kind(marks, members, following)
    if _in_letter(marks, members, following):
        return _is_letter_prose(gap)
    return _is_one_appeal(marks[members[-1]], gap, marks[following])


def _is_one_appeal(before: Mark, gap: Sequence[Mark], after: Mark) -> bool:
    """Whether a paragraph or two between two requests for money speak as they do, “we” to “you”."""
    return (
        len(gap) <= _FEW
        and "donation" in _kinds(before) & _kinds(after)
        and sum(mark.words for mark in gap) <= _FEW_WORDS
        and all(mark.addresses and not mark.reports for mark in gap)
    )


def _fit(marks: Sequence[Mark], members: Sequence[int], following: int) -> bool:
    """Whether prose that could be of an appeal stands beside an appeal of its own kind.

    A paragraph in which a director speaks of subscriptions is not continued by the button of an app.
    """
    last, next_ = marks[members[-1]], marks[following]
    if _tells(next_):
        return last.short or _tells(last) or bool(_categories(last) & _kinds(next_))
    if next_.short:
        return True
    telling = [index for index in members if _tells(marks[index])]
    return bool(_kinds(marks[telling[-1] if telling else members[-1]]) & _categories(next_))


def _tells(mark: Mark) -> bool:
    """Whether a rule says of this block by itself that it asks, or opens something that asks."""
    return mark.has("block", "opener")


def _kinds(mark: Mark) -> set[str]:
    """The categories of the rules that say most of a block."""
    telling = {rule.category for rule in mark.rules if rule.role in ("block", "opener")}
    return telling or _categories(mark)


def _same_kind(marks: Sequence[Mark], members: Sequence[int], following: int) -> bool:
    """Whether both ends of a gap are of one appeal: a newsletter box is not continued by a cookie notice."""
    if marks[following].has("part", "closer"):
        return True
    return bool(_categories(marks[members[-1]]) & _categories(marks[following]))


def _in_letter(marks: Sequence[Mark], members: Sequence[int], following: int) -> bool:
    """Whether a letter is open here: it has an opening and no button or sign-off yet."""
    opened = [index for index in members if marks[index].has("opener")]
    if not opened or any(_ends(marks[index]) for index in members if index > opened[0]):
        return False
    words = sum(mark.words for mark in marks[opened[0] : following])
    return words <= _LETTER_WORDS and bool(_categories(marks[following]) & _LETTER)


def _ends(mark: Mark) -> bool:
    return mark.short and mark.has("closer", "part")


def _is_letter_prose(gap: Sequence[Mark]) -> bool:
    """Whether paragraphs without a rule can be the body of a letter."""
    if len(gap) > _GAP_BLOCKS or sum(mark.words for mark in gap) > _GAP_WORDS:
        return False
    if any(mark.reports for mark in gap):
        return False
    prose = [mark for mark in gap if not mark.short]
    return sum(mark.addresses for mark in prose) * 2 >= len(prose)


def _categories(mark: Mark) -> set[str]:
    return {rule.category for rule in mark.rules}


def _accepted(marks: Sequence[Mark], members: Sequence[int], bar: float) -> list[Appeal]:
    """The appeal that these blocks make, if the evidence is enough; else what can stand without the rest."""
    sure = [index for index in members if strong(marks[index], bar)]
    opened = [index for index in members if marks[index].has("opener")]
    if sure:
        return [Appeal(members[0], members[-1], sure[0])]
    if opened and _is_whole(marks, [index for index in members if index > opened[0]], bar):
        return [Appeal(opened[0], members[-1], opened[0])]
    if _is_tail(marks, members):
        return [Appeal(members[0], members[-1], members[0])]
    return _rows(marks, members, bar)


def _headed(marks: Sequence[Mark], appeal: Appeal, bar: float) -> Appeal:
    """The appeal with its heading, where a doubt is enough: a few words, no sentence, over a plea in prose.

    Counter-example: the heading of the article's next part, with a box between it and its text. That is rare.
    """
    first = marks[appeal.first]
    over = marks[appeal.first - 1] if appeal.first and bar <= _DOUBT else None
    if not over or over.rules or over.words > _HEADING_WORDS or is_sentence(over.content):
        return appeal
    if first.short or not _tells(first) or not _categories(first) & _LETTER:
        return appeal
    return appeal._replace(first=appeal.first - 1)


def _is_whole(marks: Sequence[Mark], after: Sequence[int], bar: float) -> bool:
    """Whether an opening is followed by enough of an appeal to be one."""
    if not any(marks[index].has("part", "block") for index in after):
        return False
    return len(after) >= (2 if bar >= 0.9 else 1)


def _is_tail(marks: Sequence[Mark], members: Sequence[int]) -> bool:
    """Whether this is the end of a letter and of the text: a thank-you or a request, then a sign-off."""
    return (
        members[-1] == len(marks) - 1
        and marks[members[-1]].has("closer")
        and any(mark.has("part") and mark.addresses for mark in (marks[index] for index in members[:-1]))
    )


def _rows(marks: Sequence[Mark], members: Sequence[int], bar: float) -> list[Appeal]:
    """Rows of widget lines that only stand together in a widget: “Once”, “Monthly”, “$5”, “Continue”."""
    least = 3 if bar >= 0.9 else 2
    rows: list[list[int]] = []
    for index in members:
        if not (marks[index].short and marks[index].has("part", "closer", "block")):
            continue
        if rows and rows[-1][-1] == index - 1:
            rows[-1].append(index)
        else:
            rows.append([index])
    return [Appeal(row[0], row[-1], row[0]) for row in rows if len(row) >= least]
