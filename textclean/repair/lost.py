"""Lost characters: what a channel took from a text, put back from what survives and from context.

`mistake?€? and` was `mistake” and`: UTF-8 read as cp1252 and stored in a charset that has neither œ nor the
byte 0x9D. No codec gives the mark back; the channel tells what it can have been, its neighbours what it was.
Nothing is done without proof of damage, see `proof`; what stays undecided becomes a notice.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from textclean.edits import Changes, Edit, Notice
from textclean.patterns import compile_pattern
from textclean.repair import context as cx
from textclean.repair.leftovers import leftovers
from textclean.repair.proof import BARE, STUMP, STUMPS, bare_proof, most_proof
from textclean.repair.talk import shows, talks
from textclean.repair.traces import Traces
from textclean.repair.trigger import TRIGGER
from textclean.settings import Options

if TYPE_CHECKING:
    from textclean.repair.channels import Channel
    from textclean.repair.lost_letters import Words
    from textclean.repair.lost_pieces import Choice, Piece
    from textclean.repair.lost_reading import Reader

BAR = 0.52
"""How sure a repair must be to be made unless all are wanted."""
BARE_BAR = 0.75
"""The same where bare question marks are all that is left."""
GAIN = 1.0
"""By how much, as a logarithm, damage must explain a text better than its being right as it stands."""
UNPROVED_GAIN = 4.0
"""The same for a line that has no stump itself, in a text that has some."""
MOJIBAKE = "repair.mojibake"
LOST = "repair.lost-character"

_ODD = compile_pattern("[^\x00-\x7f]|\\?")
_LINE = compile_pattern("[^\n]+")
_LONGEST = 20_000
_SAMPLE = 12
_ADDRESS = compile_pattern(r"://|www\.|@|\?\w+=|\.\w{2,4}\?|/\?")
_AROUND = 60
"""Characters on either side in which it would be seen that a question mark stands in an address."""
_MENTION = {'"': '"', "'": "'", "“": "”", "‘": "’", "`": "`", "„": "“", "«": "»", "(": ")", "[": "]"}
_STAYING = compile_pattern(f"\ufffd+|{STUMP.pattern}", STUMP.flags)
_INSIDE = compile_pattern(rf"{_STAYING.pattern}|(?<=[^\W\d_])\?+(?=[^\W\d_])", STUMP.flags)
_BLANKS = (
    (
        "\ufffd\ufffd",
        compile_pattern("\ufffd+"),
        compile_pattern(r"(?<![\w\ufffd])\ufffd{2,}(?![\w\ufffd])"),
        1,
    ),
    ("??", compile_pattern(r"\?+"), compile_pattern(r"(?<![\w?])(?:\?{2}|\?{4,})(?![\w?])"), 4),
)
"""Signs of loss: their runs, those that can be a whole word, and how many of these prove that they are."""
_BLANK = "Words were lost here of which no letter is left; nothing tells what they were."
_UNDECIDED = "A character was lost here, and nothing tells which."
_TWO = compile_pattern(r"\?\?\d")
"""The only stump of ASCII alone, `(??5`, or more than it."""
_TALKS = "This line talks about characters."


class Span(NamedTuple):
    """A line of the text and where it starts."""

    start: int
    text: str


def may_have_lost(traces: Traces) -> bool:
    """Whether there is any stump, or any question mark that a lost character may have left."""
    if not traces.is_ascii and traces.any_of(STUMPS) and traces.shows(STUMP):
        return True
    return "?" in traces.odd and any(pattern.search(traces.text) for pattern in (_TWO, BARE))


def restore(text: str, options: Options) -> Changes:
    """Put lost characters back where damage is proved; what is too unsure, or undecided, is a notice."""
    blank = find_blank(text)
    if blank >= 0:
        return Changes((), [Notice(blank, text[blank], LOST, _BLANK)])
    strong = STUMP.search(text) is not None
    if not strong and not BARE.search(text):
        return Changes()
    if not strong and most_proof(text) < 1.0:
        return Changes()
    from textclean.repair.lost_letters import language_of, words_of

    lines = [Span(match.start(), match[0]) for match in _LINE.finditer(text) if _worth_reading(match[0])]
    language = language_of(text)
    words = words_of(language)
    readable = [line for line in lines if not leftovers(line.text)]
    sample = _stumps(readable) if strong else _bare(readable, words)
    if not sample:
        return Changes((), list(_left(lines)))
    words = words.with_seen(
        line.text for line in lines if not STUMP.search(line.text) and "?" not in line.text
    )
    return _restore(lines, readable, sample, language, words, options.repair == "bold")


def find_blank(text: str) -> int:
    """Where the first word without a letter stands, in a text in which most damaged words have none; or -1.

    So it is when every letter of a Cyrillic page was replaced. Nothing can tell what such words were, and
    single signs between them are words of one letter, no dashes. Three question marks may be a dash or a
    quotation mark of three bytes, and a few of two stand for themselves.
    """
    for sign, runs, blank, least in _BLANKS:
        if sign in text:
            found = [match.start() for match in blank.finditer(text)]
            if len(found) >= least and 2 * len(found) > sum(1 for _ in runs.finditer(text)):
                return found[0]
    return -1


def _worth_reading(line: str) -> bool:
    return len(line) <= _LONGEST and _ODD.search(line) is not None


def _stumps(lines: list[Span]) -> list[str]:
    """Lines that prove damage by a stump, a sample of them."""
    proofs = ((line.text, [match.span() for match in STUMP.finditer(line.text)]) for line in lines)
    return [line for line, spans in proofs if spans and not (talks(line) and shows(line, spans))][:_SAMPLE]


def _bare(lines: list[Span], words: Words) -> list[str]:
    """Lines that prove damage by bare question marks, a sample of them; none if they prove too little."""
    proofs = [(bare_proof(line.text, words), line.text) for line in lines if BARE.search(line.text)]
    if sum(proof for proof, _ in proofs) < 1.0:
        return []
    return [line for proof, line in proofs if proof > 0][:_SAMPLE]


def _restore(
    lines: list[Span], readable: list[Span], sample: list[str], language: str, words: Words, bold: bool
) -> Changes:
    from textclean.repair.inference import infer
    from textclean.repair.lost_reading import Reader

    bare = not any(STUMP.search(line) for line in sample)
    channel, gain = infer(sample, language, words, bare)
    edits: list[Edit] = []
    notices: list[Notice] = []
    if gain >= GAIN:
        alone = not (channel.pure and any(_spaces_marks(line.text, channel.mark) for line in lines))
        reader, plain = Reader(channel, language, words, alone), Reader(None, language, words)
        read: dict[str, list[Edit]] = {}
        for line in readable:
            if line.text not in read:
                may = _may_be_damaged(line.text, channel)
                read[line.text] = _line_edits(line.text, channel, reader, plain) if may else []
            found = read[line.text]
            if found and talks(line.text) and shows(line.text, [(e.start, e.end) for e in found]):
                notices.append(Notice(line.start, line.text[:80], LOST, _TALKS))
                continue
            for edit in found:
                edit = edit._replace(start=edit.start + line.start)
                if bold or edit.confidence >= (BARE_BAR if channel.pure else BAR):
                    edits.append(edit)
                else:
                    notices.append(_unsure(edit))
    taken = {place for edit in edits for place in range(edit.start - 1, edit.end + 1)}
    taken |= {place for notice in notices for place in range(notice.start, notice.start + len(notice.text))}
    inside = gain >= GAIN and channel.pure and channel.mark == "?"
    notices += [notice for notice in _left(lines, inside) if notice.start not in taken]
    return Changes(edits, sorted(notices))


def _spaces_marks(line: str, mark: str) -> bool:
    """Whether a lost character stands alone where no word does, as « and » between spaces do in French.

    `_ On verra bien _, r_pond la pr_sidente.`: then the one in `promis _ des efforts` may be « as well as à.
    """
    sign = re.escape(mark)
    return re.search(rf"(?:^|[.!…:,;] ){sign} \w|\s{sign}[,;.)]", line) is not None


def _may_be_damaged(line: str, channel: Channel) -> bool:
    """Whether a line has a sign of loss at all; what only is mojibake is another stage's."""
    if channel.mark == "?":
        return "?" in line and (STUMP.search(line) or BARE.search(line)) is not None
    return channel.mark in line if channel.mark else not channel.alphabet.isdisjoint(line)


def _line_edits(line: str, channel: Channel, reader: Reader, plain: Reader) -> list[Edit]:
    """The edits of one line, with offsets in it; none where nothing was lost or the line may be right."""
    score, choices = reader.read_line(line)
    found = [edit for choice in choices for edit in _edits(choice, channel, line)]
    if all(edit.rules == (MOJIBAKE,) for edit in found):
        return []
    gain = score - plain.read_line(line)[0]
    return found if gain >= (GAIN if STUMP.search(line) else UNPROVED_GAIN) else []


def _edits(choice: Choice, channel: Channel, line: str) -> Iterator[Edit]:
    """The edits of one chunk: one for each run of pieces that change."""
    pieces = choice.reading.pieces
    if any(piece.char == "\ufffd" and not piece.role for piece in pieces):
        return  # what explains a part of a word explains nothing
    if TRIGGER.search(choice.reading.text) and _stays_bad(choice.reading.text):
        return
    if _ADDRESS.search("".join(piece.left for piece in pieces)):
        return
    confidence = round(min(0.99, 1 / (1 + math.exp(-min(choice.margin, 30.0)))), 2)
    start = at = choice.start
    run: list[Piece] = []
    for number, piece in enumerate(pieces):
        at += len(piece.left)
        if piece.role:
            run.append(piece)
            if number + 1 < len(pieces) and pieces[number + 1].role:
                continue
            before = line[start:at]
            mention = _MENTION.get(line[start - 1 : start], "none") == line[at : at + 1]
            if not mention:
                rules = tuple(dict.fromkeys(_rule(p, channel) for p in run))
                yield Edit(start, before, "".join(p.char for p in run), rules, confidence)
            run = []
        start = at


def _stays_bad(text: str) -> bool:
    """Whether a reading still is mojibake, as far as ftfy knows it: then it explains nothing either."""
    from ftfy.badness import is_bad

    return bool(is_bad(text))


def _rule(piece: Piece, channel: Channel) -> str:
    if channel.lossless(piece.char) == piece.left:
        return MOJIBAKE
    if piece.char.isalpha():
        return "repair.lost-letter"
    if piece.role in (cx.DASH, cx.ELLIPSIS):
        return "repair.lost-dash"
    return LOST if piece.role == cx.OTHER else "repair.lost-quote"


def _unsure(edit: Edit) -> Notice:
    reason = f"Something was lost here: it may have been {edit.after!r}, too unsure to put it back."
    return Notice(edit.start, edit.before, edit.rules[0], reason)


def _asks_in_address(line: str, match: re.Match[str]) -> bool:
    """Whether question marks belong to an address, `news.example/list?page=2`, where no letter was lost."""
    start, end = match.span()
    before, after = line[max(0, start - _AROUND) : start], line[end : end + _AROUND]
    word = before.rpartition(" ")[2] + match[0] + after.partition(" ")[0]
    return not match[0].strip("?") and _ADDRESS.search(word) is not None


def _left(lines: list[Span], inside: bool = False) -> Iterator[Notice]:
    """Notices for what proves damage and stays, each run one; `inside`: question marks inside words, too."""
    staying = _INSIDE if inside else _STAYING
    for line in lines:
        found = [match for match in staying.finditer(line.text) if not _asks_in_address(line.text, match)]
        if talks(line.text) and shows(line.text, [match.span() for match in found]):
            continue
        for match in found:
            yield Notice(line.start + match.start(), match[0], LOST, _UNDECIDED)
