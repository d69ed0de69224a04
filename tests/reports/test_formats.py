"""Formats by suffix and name, and the same figures in each."""

import json
from pathlib import Path

import pytest

from tests.reports.samples import ONE, SUMMARY
from textclean import Edit
from textclean.errors import OptionError
from textclean.reports import formats
from textclean.reports.json_lines import report
from textclean.reports.summary import Summary, category_of, count, kind_of

FIGURES = ["2 files", "1 changed", "1 failed"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("r.json", "json"),
        ("R.JSONL", "jsonl"),
        ("x/r.html", "html"),
        ("r.htm", "html"),
        ("r.sarif", "sarif"),
        ("r.diff", "diff"),
        ("r.patch", "diff"),
        ("-", "terminal"),
    ],
)
def test_the_suffix_tells_the_format(path: str, name: str) -> None:
    assert formats.format_for(path) == name
    assert formats.format_for(path, "github") == "github"


def test_an_unknown_suffix_names_the_known_ones() -> None:
    with pytest.raises(OptionError, match=r"\.json, \.jsonl, \.html, \.sarif"):
        formats.format_for("r.pdf")


@pytest.mark.parametrize("name", [name for name in formats.NAMES if name not in ("json", "diff")])
def test_every_format_holds_the_figures_of_the_run(name: str) -> None:
    form = formats.load(name)
    records = [form.record(ONE, "a.txt", ()), form.failure("b.txt", "b.txt: cannot be read")]
    files = list(form.assemble([record for record in records if record], SUMMARY, "r"))
    whole = b"".join(data for _, data in files).decode()
    as_json = json.dumps(SUMMARY.as_json())
    flat = whole.replace(" ", "").replace("\n", "")
    assert as_json.replace(" ", "") in flat or all(figure.replace(" ", "") in flat for figure in FIGURES)


def test_one_file_in_json_is_one_object_and_several_have_a_summary() -> None:
    form = formats.load("json")
    record = form.record(ONE, "a.txt", ())
    [(_, one)] = form.assemble([record], SUMMARY, "r.json")
    assert json.loads(one)["file"] == "a.txt"
    [(_, several)] = form.assemble([record, form.failure("b", "b: gone")], SUMMARY, "r.json")
    loaded = json.loads(several)
    assert loaded["summary"] == SUMMARY.as_json()
    assert loaded["files"][1] == {"version": 1, "file": "b", "error": "b: gone"}


def test_json_follows_its_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    path = Path(formats.__file__).parent.parent / "data" / "report" / "report.schema.json"
    schema = json.loads(path.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    written = report(ONE, "a.txt")
    validator.validate(json.loads(json.dumps(written)))
    for key in ("version", "file", "sha256", "edits"):
        assert list(validator.iter_errors({name: value for name, value in written.items() if name != key}))


def test_an_edit_counts_once_and_a_removal_as_a_removal() -> None:
    assert kind_of(Edit(0, "â€™", "'", ("repair.mojibake", "quotes.straight"))) == "repair"
    assert kind_of(Edit(0, "â€™", "", ("repair.mojibake", "en.donation.x"))) == "donation"
    assert count(ONE) == ({"quotes": 2, "newsletter": 1}, {"newsletter": 3})
    assert [category_of(rule) for rule in ("repair.x", "quotes.y", "en.ad.z", "own.thing")] == [
        "repair",
        "quotes",
        "ad",
        "own",
    ]


def test_the_line_of_figures() -> None:
    assert SUMMARY.line() == "2 files, 1 changed, 1 failed (quotes 2, newsletter 1)"
    assert (
        Summary(files=1, warnings=1, skipped=3).line("would change")
        == "1 file, 0 would change, 3 skipped, 1 warning"
    )
