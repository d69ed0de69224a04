"""Holes: UTF-8 read as cp1252, in scripts other than Latin, whose undefined bytes were lost on the way.

`à¤¹à¤¿à¤¨à¥�à¤¦à¥€` was हिन्दी: of one character of six a byte is gone. Undone piece by piece, what is left
whole comes back beside Latin letters that are no letters; so the line is read as one. That all its
characters outside ASCII fit into UTF-8 is the proof; see `sequences` for that and `hole_filling` for what
then stands in the holes. Latin lines are left to the repair of lost characters, which knows their words.
"""

from __future__ import annotations

from textclean.edits import Changes, Edit, Notice
from textclean.patterns import compile_pattern
from textclean.repair.lines import lines_of, trimmed
from textclean.repair.proof import CONTINUES
from textclean.repair.talk import shows, talks
from textclean.repair.traces import Traces
from textclean.settings import Options
from textclean.stages import Stage

MOJIBAKE = "repair.mojibake"
LETTER, CHARACTER = "repair.lost-letter", "repair.lost-character"
SEQUENCE = compile_pattern(f"[\xcc-\xf4][{CONTINUES}\ufffd]")
"""The beginning of a character of another script than Latin; rare in right text: `à”`."""
_TALKS = "This line talks about characters."


def may_have_holes(traces: Traces) -> bool:
    """Whether there is any sign of UTF-8 of another script than Latin."""
    return not traces.is_ascii and traces.shows(SEQUENCE)


def holes_stage(options: Options) -> Stage:
    """Read the lines that are UTF-8 with holes."""

    def repair(text: str) -> Changes:
        edits: list[Edit] = []
        notices: list[Notice] = []
        for start, end in lines_of(text, SEQUENCE):
            line = text[start:end]
            found = read(line)
            if found and talks(line) and shows(line, [(edit.start, edit.end) for edit in found]):
                notices.append(Notice(start, line[:80], MOJIBAKE, _TALKS))
                continue
            edits += [edit._replace(start=edit.start + start) for edit in found]
        return Changes(edits, notices)

    return repair


def read(line: str) -> list[Edit]:
    """The edits of one line; none where it is not UTF-8 with holes as a whole."""
    from textclean.repair.hole_filling import fill, script
    from textclean.repair.sequences import plan

    found = plan(line)
    if found is None:
        return []
    edits: list[Edit] = []
    filled = list(fill(found))
    if not any(script(char) not in ("", "LATIN") for part in filled for char in part.text):
        return []  # nothing of the script that made it a line of its own
    for start, raw, text, is_hole in filled:
        rule = (LETTER if text[:1].isalpha() else CHARACTER) if is_hole else MOJIBAKE
        edits += trimmed(start, raw, text, rule, 0.95)
    return edits
