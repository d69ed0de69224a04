"""Decisions: what was ticked is what comes out, or one clear line."""

import json
from collections.abc import Collection
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean import Cleaner, Edit, apply, invert
from textclean.errors import DecisionError
from textclean.reports.decisions import Decided, carry_out, parse, whole
from textclean.reports.html import document_data

TEXT = "A “b” c\nSign up to our newsletter\n\x93End\x94 caf\xe9\n"
DATA = TEXT.encode("latin-1", "replace").replace(b"?b?", b"\x93b\x94")
CLEANER = Cleaner()


def saved(data: bytes, kept: Collection[int] = (), path: str = "a.txt", **other: Any) -> dict[str, Any]:
    """A file's object as the page saves it, without the changes of those numbers."""
    known = document_data(CLEANER.clean_bytes(data), path)
    edits = [part for part in known["parts"] if not isinstance(part, str)]
    return {
        **{key: known[key] for key in ("path", "sha256", "text_sha256", "encoding")},
        "done": [edit for number, edit in enumerate(edits) if number not in kept],
        "kept": [edit for number, edit in enumerate(edits) if number in kept],
        **other,
    }


def whole_file(*files: dict[str, Any]) -> bytes:
    return json.dumps({"textclean": "0.1.0", "decisions": 1, "files": files}).encode()


def only(*files: dict[str, Any]) -> Decided:
    [one] = whole(parse(whole_file(*files)))
    assert isinstance(one, Decided)
    return one


@cases(100)
@given(st.sets(st.integers(0, 5)))
def test_any_choice_of_changes_holds_both_ways(kept: set[int]) -> None:
    result = carry_out(DATA, only(saved(DATA, kept)))
    edits = [edit for number, edit in enumerate(CLEANER.clean_bytes(DATA).edits) if number not in kept]
    assert result.text == apply(CLEANER.clean_bytes(DATA).document.text, edits)
    assert apply(result.text, invert(result.edits)) == result.document.text
    assert result.document.encode() == DATA


def test_another_file_is_refused() -> None:
    with pytest.raises(DecisionError, match="changed since the report"):
        carry_out(DATA + b" ", only(saved(DATA)))


def test_edits_that_do_not_fit_are_refused() -> None:
    one = saved(DATA)
    one["done"] = [{"start": 0, "before": "B", "after": ""}]
    with pytest.raises(DecisionError, match="do not fit the text"):
        carry_out(DATA, only(one))


def test_a_text_that_is_read_otherwise_is_refused() -> None:
    with pytest.raises(DecisionError, match="read in another way"):
        carry_out(DATA, only(saved(DATA, text_sha256="0" * 64)))


def test_an_encoding_that_was_told_is_used_again() -> None:
    data = "Žluť “a”".encode("cp1250")
    told = document_data(CLEANER.clean_bytes(data, "cp1251"), "a.txt")
    keys = ("path", "sha256", "text_sha256", "encoding")
    result = carry_out(data, only({**{key: told[key] for key in keys}, "done": [], "kept": []}))
    assert result.text == data.decode("cp1251")


def test_parts_of_a_long_text_become_one() -> None:
    one = saved(DATA)
    first = {**one, "done": one["done"][:1], "part": 1, "of": 2}
    second = {**one, "done": one["done"][1:], "part": 2, "of": 2}
    assert carry_out(DATA, only(second, first)).text == CLEANER.clean_bytes(DATA).text
    [half] = whole(parse(whole_file(second)))
    assert not isinstance(half, Decided)
    assert "only 1 of 2 parts are decided" in half[1]


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ([saved(DATA), saved(DATA)], "decided twice"),
        ([saved(DATA), saved(DATA + b"!")], "two reports that differ"),
    ],
)
def test_a_file_is_decided_once(files: list[dict[str, Any]], why: str) -> None:
    [told] = whole(parse(whole_file(*files)))
    assert not isinstance(told, Decided)
    assert why in told[1]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"decisions": 2, "files": []}',
        b'{"decisions": 1, "files": [1]}',
        b'{"decisions": 1, "files": [{"path": "a"}]}',
        b"[" * 100_000,
        whole_file({**saved(DATA), "path": 7}),
        whole_file(saved(DATA, path="a\0b")),
        whole_file(saved(DATA, path="\ud800")),
        whole_file(saved(DATA, part="1")),
        whole_file(saved(DATA, done=[{"start": -1, "before": "", "after": ""}])),
        whole_file(saved(DATA, done=[{"start": 1, "before": None, "after": ""}])),
    ],
)
def test_what_is_no_decisions_is_refused(data: bytes) -> None:
    with pytest.raises(DecisionError, match="not decisions that a textclean report saved"):
        parse(data)


def test_an_edit_keeps_its_rule_and_confidence() -> None:
    [edit] = only(saved("“a”".encode(), {1})).done
    assert edit == Edit(0, "“", '"', ("quotes.straight",), 1.0, "")
