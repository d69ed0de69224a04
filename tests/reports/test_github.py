"""Annotations that a workflow's log turns into notes."""

import re

from tests.reports.samples import HOSTILE, ONE, RAW, SUMMARY, result
from textclean import Edit
from textclean.reports import github
from textclean.reports.places import Within


def test_one_annotation_for_each_change_and_notice() -> None:
    lines = github.record(ONE, "dir/a,b:c.txt").splitlines()
    assert [line.split(" ", 1)[0] for line in lines] == ["::warning", "::warning", "::warning", "::notice"]
    assert lines[2].startswith("::warning file=dir/a%2Cb%3Ac.txt,line=2,endLine=2,col=1,title=")
    assert "::removed ‹Sign up now›: " in lines[2]


def test_a_record_is_noted_in_its_file_at_the_line_where_it_begins() -> None:
    lines = github.record(ONE, "a.csv", (), Within(3, 7, "body")).splitlines()
    assert len(lines) == 4
    for line in lines:
        assert re.match(r"::(warning|notice) file=a\.csv,line=7,title=[^:]+::record 3, field 'body': ", line)
    for line in github.record(ONE, "a.parquet", (), Within(3, 0, "body")).splitlines():
        assert re.match(r"::(warning|notice) file=a\.parquet,title=[^:]+::record 3, field 'body': ", line)


def test_text_from_outside_cannot_start_a_command_of_its_own() -> None:
    made = result(HOSTILE, [Edit(0, HOSTILE, "", (f"en.ad.{HOSTILE}",), 1.0, HOSTILE)])
    shown = github.record(made, HOSTILE) + github.failure(HOSTILE, HOSTILE)
    assert len(shown.splitlines()) == 2
    assert all(re.match(r"::(warning|error) file=[^,:\n]+(,|::)", line) for line in shown.splitlines())
    assert not set(RAW) & set(shown)


def test_the_figures_come_last() -> None:
    [(_, data)] = github.assemble([], SUMMARY, "-")
    assert data.decode().startswith("::notice title=textclean::2 files, 1 changed, 1 failed")
