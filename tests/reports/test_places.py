"""Offsets as lines, columns and bytes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import cases
from textclean import Cleaner, Document
from textclean.document import Patch
from textclean.reports.formats import load
from textclean.reports.places import Places, byte_offsets, line_ends


@pytest.mark.parametrize(
    ("offset", "line", "column"), [(0, 1, 1), (2, 1, 3), (4, 2, 1), (6, 3, 1), (8, 4, 1), (9, 4, 2)]
)
def test_lines_end_at_every_kind_of_line_end(offset: int, line: int, column: int) -> None:
    assert Places("ab\r\nc\rd\nef").of(offset) == {"line": line, "column": column}


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("", "none"),
        ("a", "none"),
        ("a\nb\n", "lf"),
        ("a\r\nb", "crlf"),
        ("a\rb", "cr"),
        ("a\r\nb\n", "mixed"),
    ],
)
def test_line_ends(text: str, ends: str) -> None:
    assert line_ends(text) == ends


@cases(300)
@given(st.text(max_size=30), st.sampled_from(["utf-8", "utf-16-le", "utf-32-be"]), st.data())
def test_byte_offsets_are_the_lengths_of_what_stands_before(
    text: str, codec: str, data: st.DataObject
) -> None:
    document = Document(text, codec, bom=b"\xef\xbb\xbf")
    offsets = sorted(data.draw(st.lists(st.integers(0, len(text)))))
    wanted = [3 + len(text[:offset].encode(codec)) for offset in offsets]
    assert byte_offsets(document, offsets, len(document.encode())) == wanted


def test_other_bytes_count_as_they_stand() -> None:
    document = Document("aé…b", "utf-8", patches=(Patch(1, 3, b"\xe9\x85"),))
    assert byte_offsets(document, [0, 1, 2, 3, 4], 4) == [0, 1, 1, 3, 4]


def test_a_codec_that_carries_a_state_has_no_byte_offsets() -> None:
    document = Document("a日本b", "iso2022_jp")
    assert byte_offsets(document, [1, 2, 3], len(document.encode())) is None


def test_a_person_sees_an_edit_begin_at_its_words() -> None:
    from textclean.edits import Edit
    from textclean.reports.places import seen

    assert seen(Edit(10, "\n\nTags: tides\n", "", ("en.related.tags",))) == 12
    assert seen(Edit(10, "\r\n", "\n", ("repair.line-end",))) == 10
    assert seen(Edit(10, "", "x", ("repair.lost-letter",))) == 10


def test_all_reports_say_the_same_lines_of_what_went() -> None:
    """The edit begins at the end of the article's last line and takes blank lines along; its words do not."""
    text = "The council of Orrin voted on Monday to close the old bridge, which was built in 1921.\n"
    text += "\nSign up to our newsletter\n\nSubscribe to our newsletter today\n\n"
    result = Cleaner().clean(text)
    (edit,) = result.edits
    assert text[edit.start] == "\n"  # the blank line before goes as well
    assert "a.txt:3:1: removed" in load("explain").record(result, "a.txt", ())
    assert "line=3,endLine=5,col=1," in load("github").record(result, "a.txt", ())
    record = json.loads(load("json").record(result, "a.txt", ()))
    assert (record["edits"][0]["line"], record["edits"][0]["column"]) == (3, 1)
    (found,) = json.loads(load("sarif").record(result, "a.txt", ()))["results"]
    region = found["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["endLine"]) == (3, 5)
    assert "     3  newsletter" in load("terminal").record(result, "a.txt", ())
