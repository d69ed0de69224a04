r"""Unified diffs of bytes, written from the recorded edits, which `patch -p1` and `git apply` accept.

The diff is between the file's own bytes and the clean UTF-8: patching cp1252 bytes needs cp1252 lines. Each
edit, stray byte and run of characters that UTF-8 spells otherwise is a region with a place in both; regions
grow to whole lines, lines that come out equal at their ends fall away, and what is near another joins it in
one hunk. Nothing is compared line by line, so a diff costs about as much as writing the text.

Lines end at LF and nowhere else, as for patch and git; a lone CR or a form feed is a character of the line.
Each hunk header names the rules at work in it, which both programs ignore:

    @@ -7,5 +7,3 @@ en.donation.letter: Letter that asks for donations
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from textclean.catalogue import ENCODING, describe
from textclean.display import safe
from textclean.document import Document, Patch
from textclean.edits import Edit, apply
from textclean.pipeline import Result
from textclean.reports.summary import is_utf8, marks_and_strays, speaking

CONTEXT = 3
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


class Region(NamedTuple):
    """Bytes `old:old_end` of the original become bytes `new:new_end` of the clean file, for `rules`."""

    old: int
    old_end: int
    new: int
    new_end: int
    rules: tuple[str, ...]


@dataclass(slots=True)
class Block:
    """Neighbouring lines that change: what goes, what comes, and the 0-based line where each begins."""

    old_line: int
    new_line: int
    old: list[bytes]
    new: list[bytes]
    rules: tuple[str, ...]


def unified(
    result: Result, name: str, original: bytes | None = None, rule_files: tuple[str, ...] = ()
) -> bytes:
    """The diff from a result's original bytes to its clean ones; empty where nothing changes.

    `name` is a path as the user knows it; see `patch_name` for what stands in the diff.
    """
    old = result.document.encode() if original is None else original
    new = encode_clean(result)
    if old == new:
        return b""
    blocks = list(_blocks(old, new, regions(result, old, new)))
    shown = patch_name(name)
    before, after = quote_name(b"a/" + shown), quote_name(b"b/" + shown)
    parts = [b"diff --git %s %s\n" % (before, after), b"--- %s\n+++ %s\n" % (_tabbed(before), _tabbed(after))]
    lines = _lines(old)
    for hunk in _hunks(blocks):
        parts += _write_hunk(hunk, lines, result, rule_files)
    return b"".join(parts)


def encode_clean(result: Result) -> bytes:
    """The clean text as bytes: UTF-8 without a byte order mark, line ends as they were."""
    return result.text.encode("utf-8", "surrogatepass")


def regions(result: Result, old: bytes, new: bytes) -> list[Region]:
    """Where original and clean bytes differ, and why; the whole file where a codec cannot be cut in pieces.

    UTF-16 has line feeds in the middle of other characters and ISO-2022 carries its state from line to line:
    the pieces' lengths then do not add up to the file, and one region covers it all.
    """
    found = list(_regions(result))
    tail = found.pop()
    if (tail.old_end, tail.new_end) != (len(old), len(new)) or _is_wide(result.document.encoding):
        rules = [rule for edit in result.edits for rule in edit.rules]
        return [Region(0, len(old), 0, len(new), tuple(dict.fromkeys([ENCODING, *rules])))]
    return found


def _regions(result: Result) -> Iterator[Region]:
    """Regions in order, and a last one without extent that says where both sides end."""
    document = result.document
    old = new = position = 0
    if document.bom:
        old = len(document.bom)
        yield Region(0, old, 0, 0, (ENCODING,))
    for start, end, edits, patches in _clusters(document, result.edits):
        kept = len(document.text[position:start].encode("utf-8", "surrogatepass"))
        old, new = old + kept, new + kept
        before = len(_original(document, start, end, patches))
        moved = [edit._replace(start=edit.start - start) for edit in edits]
        after = len(apply(document.text[start:end], moved).encode("utf-8", "surrogatepass"))
        rules = dict.fromkeys(rule for edit in edits for rule in speaking(edit)) or {ENCODING: None}
        yield Region(old, old + before, new, new + after, tuple(rules))
        old, new, position = old + before, new + after, end
    kept = len(document.text[position:].encode("utf-8", "surrogatepass"))
    yield Region(old + kept, old + kept, new + kept, new + kept, ())


def _clusters(
    document: Document, edits: Sequence[Edit]
) -> Iterator[tuple[int, int, list[Edit], list[Patch]]]:
    """Spans of the text that do not go over byte for byte, with their edits and patches; they never touch."""
    spans: list[tuple[int, int, Edit | Patch | None]] = [(edit.start, edit.end, edit) for edit in edits]
    spans += [(patch.start, patch.end, patch) for patch in document.patches]
    if not is_utf8(document.encoding):
        spans += [(*match.span(), None) for match in _NOT_ASCII.finditer(document.text)]
    spans.sort(key=lambda span: span[:2])
    start = end = -1
    inside: list[Edit] = []
    patches: list[Patch] = []
    for low, high, what in spans:
        if start < 0 or low > end:
            if start >= 0:
                yield start, end, inside, patches
            start, end, inside, patches = low, high, [], []
        end = max(end, high)
        if isinstance(what, Edit):
            inside.append(what)
        elif what is not None:
            patches.append(what)
    if start >= 0:
        yield start, end, inside, patches


def _original(document: Document, start: int, end: int, patches: Iterable[Patch]) -> bytes:
    """The original bytes of the characters `start:end`, in which some patches stand."""
    moved = tuple(patch._replace(start=patch.start - start, end=patch.end - start) for patch in patches)
    return Document(document.text[start:end], document.encoding, patches=moved).encode()


def _is_wide(encoding: str) -> bool:
    return encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32", "utf16", "utf32"))


def _lines(data: bytes) -> list[bytes]:
    """Lines with their LF; unlike bytes.splitlines, CR is no end."""
    parts = data.split(b"\n")
    last = parts.pop()
    lines = [part + b"\n" for part in parts]
    return [*lines, last] if last else lines


def _blocks(old: bytes, new: bytes, found: Iterable[Region]) -> Iterator[Block]:
    """Regions grown to whole lines; those that meet in a line become one block."""
    line = new_line = position = new_position = 0
    for region in _grown(old, new, found):
        kept = old.count(b"\n", position, region.old)
        line, new_line = line + kept, new_line + new.count(b"\n", new_position, region.new)
        before, after = _lines(old[region.old : region.old_end]), _lines(new[region.new : region.new_end])
        head = _shared(before, after)
        tail = _shared(before[head:][::-1], after[head:][::-1])
        gone, come = before[head : len(before) - tail], after[head : len(after) - tail]
        if gone or come:
            yield Block(line + head, new_line + head, gone, come, region.rules)
        line += old.count(b"\n", region.old, region.old_end)
        new_line += new.count(b"\n", region.new, region.new_end)
        position, new_position = region.old_end, region.new_end


def _grown(old: bytes, new: bytes, found: Iterable[Region]) -> Iterator[Region]:
    current: Region | None = None
    for region in found:
        if current is not None and region.old_end < current.old_end:  # in its last line, which is long enough
            rest = current.old_end - region.old_end
            grown = region._replace(old_end=current.old_end, new_end=region.new_end + rest)
        else:
            grown = _grow(old, new, region)
        if current is None:
            current = grown
        elif grown.old <= current.old_end:
            rules = tuple(dict.fromkeys((*current.rules, *grown.rules)))
            current = Region(current.old, grown.old_end, current.new, grown.new_end, rules)
        else:
            yield current
            current = grown
    if current is not None:
        yield current


def _grow(old: bytes, new: bytes, region: Region) -> Region:
    """A region from line start to line end; what it takes in on either side is the same in both files."""
    before = region.old - (old.rfind(b"\n", 0, region.old) + 1)
    after = 0
    ends_line = _at_line_start(old, region.old_end) and _at_line_start(new, region.new_end)
    if not ends_line:
        stop = old.find(b"\n", region.old_end)
        after = (len(old) if stop < 0 else stop + 1) - region.old_end
    return Region(
        region.old - before,
        region.old_end + after,
        region.new - before,
        region.new_end + after,
        region.rules,
    )


def _at_line_start(data: bytes, position: int) -> bool:
    return position == 0 or data[position - 1 : position] == b"\n"


def _shared(first: Sequence[bytes], second: Sequence[bytes]) -> int:
    """How many lines two lists share at their start."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count


def _hunks(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks with at most twice the context between them share a hunk."""
    if not blocks:
        return
    hunk = [blocks[0]]
    for previous, block in pairwise(blocks):
        if block.old_line - (previous.old_line + len(previous.old)) > 2 * CONTEXT:
            yield hunk
            hunk = []
        hunk.append(block)
    yield hunk


def _write_hunk(
    hunk: Sequence[Block], lines: Sequence[bytes], result: Result, rule_files: tuple[str, ...]
) -> list[bytes]:
    first, last = hunk[0], hunk[-1]
    start = max(0, first.old_line - CONTEXT)
    end = min(len(lines), last.old_line + len(last.old) + CONTEXT)
    new_start = first.new_line - (first.old_line - start)
    grows = sum(len(block.new) - len(block.old) for block in hunk)
    rules = dict.fromkeys(rule for block in hunk for rule in block.rules)
    label = "; ".join(_label(rule, result, rule_files) for rule in rules)
    ranges = f"@@ -{_range(start, end - start)} +{_range(new_start, end - start + grows)} @@"
    parts = [f"{ranges} {label}\n".encode("utf-8", "backslashreplace")]
    position = start
    for block in hunk:
        parts += [_line(b" ", line) for line in lines[position : block.old_line]]
        parts += [_line(b"-", line) for line in block.old]
        parts += [_line(b"+", line) for line in block.new]
        position = block.old_line + len(block.old)
    return parts + [_line(b" ", line) for line in lines[position:end]]


def _range(start: int, count: int) -> str:
    """A hunk's range as patch wants it: 1-based, and the line before where it is empty."""
    if count == 1:
        return str(start + 1)
    return f"{start + 1 if count else start},{count}"


def _line(sign: bytes, line: bytes) -> bytes:
    return sign + line if line.endswith(b"\n") else sign + line + b"\n\\ No newline at end of file\n"


def _label(rule: str, result: Result, rule_files: tuple[str, ...]) -> str:
    if rule == ENCODING:
        return f"{ENCODING}: {_encoding_label(result.document)}"
    return f"{safe(rule)}: {safe(describe(rule, rule_files).title)}"


def _encoding_label(document: Document) -> str:
    """What happens to bytes that no rule touches."""
    if not is_utf8(document.encoding):
        return f"{safe(document.encoding)} written as UTF-8"
    return marks_and_strays(document)


def patch_name(name: str) -> bytes:
    """The name of a file for `patch -p1` in the folder one stands in.

    Below the current folder it is relative to it. Above it patch and git refuse `..`, so the path goes from
    the root: `patch -p1 -d /` applies it.
    """
    if name == "-":
        return b"stdin"
    path = os.path.relpath(name)
    if path.startswith(os.pardir):
        path = os.path.relpath(name, "/")
    return os.fsencode(path.replace(os.sep, "/"))


def quote_name(name: bytes) -> bytes:
    r"""A file name as git quotes it: `"a/caf\303\251.txt"` where it holds more than plain ASCII."""
    if not _QUOTED.search(name):
        return name
    return b'"' + b"".join(_quoted_byte(byte) for byte in name) + b'"'


_QUOTED = re.compile(rb'[\x00-\x1f"\\\x7f-\xff]')
_SHORT = {7: b"a", 8: b"b", 9: b"t", 10: b"n", 11: b"v", 12: b"f", 13: b"r", 34: b'"', 92: b"\\"}


def _quoted_byte(byte: int) -> bytes:
    if byte in _SHORT:
        return b"\\" + _SHORT[byte]
    return bytes([byte]) if 0x20 <= byte < 0x7F else b"\\%03o" % byte


def _tabbed(name: bytes) -> bytes:
    """git ends a name that holds spaces with a tab, so that patch sees where it stops."""
    return name + b"\t" if b" " in name and not name.startswith(b'"') else name
