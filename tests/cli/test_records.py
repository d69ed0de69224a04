"""`textclean fix` on files that are packed or hold many texts."""

import bz2
import csv
import gzip
import io
import json
import lzma
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from tests.cli.support import environment, run
from textclean.cli import main
from textclean.files import journal

GOOD = '{"id": 1.50, "text": "A “fair” day.", "note": "“as it was”"}\n'
RIGHT = '{"text": "Plain and right."}\n'
BROKEN = '{"text": null}\n{"text": \n'
PAGE = "<!DOCTYPE html>\n<html><body><p>A “fair” day.</p></body></html>\n"
CLEAN = GOOD.replace("A “fair” day.", 'A \\"fair\\" day.')


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fix(*args: str, data: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["fix", *args], input=data)


@pytest.mark.parametrize("suffix", ["gz", "bz2", "xz", "zst"])
def test_a_packed_text_is_written_in_kind(here: Path, suffix: str) -> None:
    from textclean.files.containers.compressed import decompressed, packed

    Path(f"a.txt.{suffix}").write_bytes(packed("A “fair” day.\n".encode(), suffix))
    assert fix("-i", f"a.txt.{suffix}").exit_code == 0
    again = Path(f"a.txt.{suffix}").read_bytes()
    assert decompressed(io.BytesIO(again), suffix).read() == b'A "fair" day.\n'
    assert fix("--check", f"a.txt.{suffix}").exit_code == 0


def test_other_programs_read_it(here: Path) -> None:
    for name, module in (("a.txt.gz", gzip), ("a.txt.bz2", bz2), ("a.txt.xz", lzma)):
        Path(name).write_bytes(module.compress("A “fair” day.\n".encode()))
        done = fix(name)
        assert module.decompress(done.stdout_bytes) == b'A "fair" day.\n'


def test_the_output_files_name_says_how_it_is_packed(here: Path) -> None:
    Path("a.txt.gz").write_bytes(gzip.compress("A “fair” day.\n".encode()))
    Path("a.jsonl").write_text(GOOD)
    assert fix("a.txt.gz", "-o", "a.txt").exit_code == 0
    assert Path("a.txt").read_bytes() == b'A "fair" day.\n'
    assert fix("a.jsonl", "-o", "a.jsonl.gz").exit_code == 0
    assert gzip.decompress(Path("a.jsonl.gz").read_bytes()) == CLEAN.encode()


def test_only_the_text_of_a_record_changes(here: Path) -> None:
    Path("a.jsonl").write_text(GOOD + RIGHT)
    assert fix("a.jsonl").stdout_bytes == (CLEAN + RIGHT).encode()
    assert fix("--type", "jsonl", data=GOOD.encode()).stdout_bytes == CLEAN.encode()
    packed = fix("--type", "jsonl.gz", "-", data=gzip.compress(GOOD.encode())).stdout_bytes
    assert gzip.decompress(packed) == CLEAN.encode()


def test_a_pipe_gets_its_records_while_more_are_to_come(here: Path) -> None:
    done = run("fix", "--type", "jsonl", data=(GOOD * 3000).encode())
    assert (done.returncode, done.stdout, done.stderr) == (0, (CLEAN * 3000).encode(), b"")


def test_broken_records_are_kept_and_named_and_the_code_says_so(here: Path) -> None:
    Path("a.jsonl").write_text(GOOD + BROKEN + RIGHT)
    done = fix("a.jsonl", "-i")
    assert Path("a.jsonl").read_text() == CLEAN + BROKEN + RIGHT
    assert done.stderr.splitlines() == [
        "textclean: a.jsonl: line 2: field 'text' is null, not a string",
        "textclean: a.jsonl: line 3: not valid JSON",
    ]
    assert done.exit_code == 2


def test_broken_records_can_be_allowed(here: Path) -> None:
    Path("a.jsonl").write_text(GOOD + BROKEN)
    done = fix("a.jsonl", "-i", "--allow-broken")
    assert done.exit_code == 0
    assert "line 3: not valid JSON" in done.stderr


def test_reports_count_the_records_that_stay_as_they_were(here: Path) -> None:
    page = json.dumps({"text": PAGE}) + "\n"
    Path("a.jsonl").write_text(GOOD + BROKEN + page + page, encoding="utf-8")
    for name in ("r.json", "r.jsonl", "r.sarif", "r.html"):
        assert fix("--check", "--report", name, "a.jsonl").exit_code == 2
    left = {"HTML": 2, "broken": 1, "null": 1}
    assert json.loads(Path("r.json").read_text())["summary"]["broken"] == left
    assert json.loads(Path("r.jsonl").read_text().splitlines()[-1])["summary"]["broken"] == left
    assert "0 failed, 4 records left as before" in Path("r.html").read_text()
    explained = fix("--check", "--explain", "a.jsonl").stdout.splitlines()
    assert explained[-1].startswith("1 file, 1 changed, 4 records left as before (quotes 2)")


def test_a_report_has_the_same_form_for_one_record_as_for_many(here: Path) -> None:
    Path("a.jsonl").write_text(BROKEN.splitlines(keepends=True)[0], encoding="utf-8")
    assert fix("a.jsonl", "--report", "-", "--format", "json").exit_code == 2
    report = json.loads(fix("a.jsonl", "--report", "-", "--format", "json").stdout)
    assert report["summary"]["broken"] == {"null": 1}
    assert [record["record"] for record in report["files"]] == [{"number": 1, "line": 1}]


@pytest.mark.parametrize(
    ("args", "level", "kind"), [([], "error", "error"), (["--allow-broken"], "note", "notice")]
)
def test_annotations_tell_of_records_that_stay_as_they_were(
    here: Path, args: list[str], level: str, kind: str
) -> None:
    Path("a.jsonl").write_text(GOOD + BROKEN, encoding="utf-8")
    code = fix(*args, "a.jsonl", "-o", "b.jsonl", "--report", "r.sarif").exit_code
    [log] = json.loads(Path("r.sarif").read_text())["runs"]
    [invocation] = log["invocations"]
    assert invocation["executionSuccessful"] is (code == 0) is bool(args)
    notifications = invocation["toolExecutionNotifications"]
    assert [(each["level"], each["message"]["text"]) for each in notifications] == [
        (level, "record 2: field 'text' is null, not a string"),
        (level, "record 3: not valid JSON"),
    ]
    assert notifications[1]["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "a.jsonl"}, "region": {"startLine": 3}}}
    ]
    assert log["properties"]["summary"]["broken"] == {"broken": 1, "null": 1}
    shown = fix(*args, "a.jsonl", "--report", "-", "--format", "github").stdout
    assert f"::{kind} file=a.jsonl,line=3::record 3: not valid JSON\n" in shown


def test_of_very_many_broken_records_the_first_are_named(here: Path) -> None:
    Path("a.jsonl").write_text("{\n" * 500)
    lines = fix("--check", "a.jsonl").stderr.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "textclean: a.jsonl: 480 more records left as they were"


def test_files_that_need_no_change_are_not_touched(here: Path) -> None:
    packed = gzip.compress(RIGHT.encode(), 1)
    Path("a.jsonl.gz").write_bytes(packed)
    before = Path("a.jsonl.gz").stat()
    assert fix("-i", "a.jsonl.gz").exit_code == 0
    assert Path("a.jsonl.gz").stat() == before
    assert fix("a.jsonl.gz", "-o", "b.jsonl.gz").exit_code == 0
    assert Path("b.jsonl.gz").read_bytes() == packed
    assert sorted(path.name for path in here.iterdir()) == ["a.jsonl.gz", "b.jsonl.gz"]


def test_undo_gives_back_the_very_bytes(here: Path) -> None:
    files = {
        "a.jsonl": GOOD.encode(),
        "b.jsonl.gz": gzip.compress(GOOD.encode(), 3),
        "c.txt.gz": gzip.compress("A “fair” day.\n".encode()),
    }
    for name, data in files.items():
        Path(name).write_bytes(data)
        Path(name).chmod(0o640)
    assert fix("-i", *files).exit_code == 0
    assert all(Path(name).read_bytes() != data for name, data in files.items())
    done = CliRunner().invoke(main, ["undo", "--yes"])
    assert (done.exit_code, done.stderr.splitlines()[1:]) == (
        0,
        ["  a.jsonl", "  b.jsonl.gz", "  c.txt.gz", "textclean: 3 files have their original bytes again"],
    )
    assert all(Path(name).read_bytes() == data for name, data in files.items())
    assert all(Path(name).stat().st_mode & 0o777 == 0o640 for name in files)


def test_undo_leaves_what_changed_since(here: Path) -> None:
    Path("a.jsonl").write_text(GOOD)
    fix("-i", "a.jsonl")
    Path("a.jsonl").write_text("mine\n")
    done = CliRunner().invoke(main, ["undo", "--yes"])
    assert done.exit_code == 2
    assert "a.jsonl: changed since it was cleaned, left as it is" in done.stderr
    assert Path("a.jsonl").read_text() == "mine\n"


def test_what_is_too_large_to_be_undone_is_not_written(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "BYTES", 10)
    Path("a.jsonl").write_text(GOOD)
    done = fix("-i", "a.jsonl")
    assert (done.exit_code, Path("a.jsonl").read_text()) == (2, GOOD)
    assert "too large to be kept for undo" in done.stderr
    assert fix("-i", "--no-journal", "--backup", "~", "a.jsonl").exit_code == 0
    assert Path("a.jsonl~").read_text() == GOOD
    assert sorted(path.name for path in here.iterdir()) == ["a.jsonl", "a.jsonl~"]


def test_a_folder_into_another(here: Path) -> None:
    (here / "in/deep").mkdir(parents=True)
    Path("in/a.txt.gz").write_bytes(gzip.compress("A “fair” day.\n".encode()))
    Path("in/deep/b.jsonl").write_text(GOOD)
    Path("in/deep/prices.csv").write_text("id,price\n1,2\n")
    assert fix("in", "-o", "plain").exit_code == 0
    assert [path.name for path in Path("plain").rglob("*")] == ["a.txt.gz"]
    done = fix("in", "-o", "out", "--field", "text")
    assert done.exit_code == 2
    assert "prices.csv: no column 'text'; there are id, price" in done.stderr
    assert Path("out/deep/b.jsonl").read_text() == CLEAN
    assert sorted(path.name for path in Path("out").rglob("*")) == ["a.txt.gz", "b.jsonl", "deep"]
    assert fix("in", "-o", "two", "--field", "text", "--exclude", "prices.csv", "-j", "2").exit_code == 0


def test_records_that_a_folder_holds_are_passed_over_in_one_line(here: Path) -> None:
    Path("in/deep").mkdir(parents=True)
    for name in ("a.csv", "b.jsonl.gz", "deep/c.tsv"):
        Path("in", name).write_text(GOOD)
    Path("in/a.txt").write_text("Plain.\n")
    done = fix("-o", "out", "in")
    assert done.exit_code == 0
    assert done.stderr == (
        "textclean: in/a.csv and 2 more: records, skipped in a folder; "
        "to clean them name the field that holds texts: --field text\n"
    )
    assert [path.name for path in Path("out").iterdir()] == ["a.txt"]
    for args in (["-q", "in"], ["--exclude", "*.csv", "--exclude", "*.jsonl.*", "--exclude", "c.*", "in"]):
        assert fix("--check", *args).stderr == ""
    assert fix("--check", "--include", "*.txt", "in").stderr == "", "who names what to take knows the rest"


def test_several_fields_in_a_table(here: Path) -> None:
    Path("a.csv").write_text('id;title;body\n1;"A “fair” title";A “fair” day.\n', newline="")
    done = fix("a.csv", "--field", "title", "--field", "body", "--url-field", "id")
    assert done.stdout == 'id;title;body\n1;"A ""fair"" title";"A ""fair"" day."\n'
    rows = list(csv.reader(io.StringIO(done.stdout), delimiter=";"))
    assert rows[1] == ["1", 'A "fair" title', 'A "fair" day.']


def test_parquet(here: Path) -> None:
    pq.write_table(pa.table({"id": [1, 2], "body": ["A “fair” day.", "Right."]}), "a.parquet")
    before = Path("a.parquet").read_bytes()
    assert fix("-i", "a.parquet", "--field", "body").exit_code == 0
    assert pq.read_table("a.parquet").to_pydict() == {"id": [1, 2], "body": ['A "fair" day.', "Right."]}
    done = fix("--type", "parquet", "--field", "body", data=before)
    assert pq.read_table(io.BytesIO(done.stdout_bytes)) == pq.read_table("a.parquet")
    assert CliRunner().invoke(main, ["undo", "--yes"]).exit_code == 0
    assert Path("a.parquet").read_bytes() == before


def test_a_report_says_where_each_record_stands(here: Path) -> None:
    Path("a.jsonl").write_text(RIGHT + GOOD + BROKEN)
    fix("a.jsonl", "-o", "b.jsonl", "--report", "r.jsonl")
    from textclean.reports import json_lines

    schema = json.loads(
        (Path(json_lines.__file__).parents[1] / "data/report/report.schema.json").read_text(encoding="utf-8")
    )
    *records, last = [json.loads(line) for line in Path("r.jsonl").read_text().splitlines()]
    for record in (*records, last):
        jsonschema.validate(record, schema)
    assert [record["record"] for record in records] == [
        {"number": 2, "line": 2, "field": "text"},
        {"number": 3, "line": 3},
        {"number": 4, "line": 4},
    ]
    assert [edit["before"] for edit in records[0]["edits"]] == ["“", "”"]
    assert last["summary"]["edits"] == {"quotes": 2}
    done = CliRunner().invoke(main, ["restore", "b.jsonl", "r.jsonl"])
    assert done.exit_code == 2
    assert "reports on records, which restore cannot put back; `textclean undo`" in done.stderr


@pytest.mark.parametrize("form", ["terminal", "explain", "html", "sarif", "github", "diff", "json"])
def test_all_reports_name_the_record(here: Path, form: str) -> None:
    Path("a.jsonl").write_text(RIGHT * 6 + GOOD)
    done = fix("a.jsonl", "--report", "out.x", "--format", form, "-o", "b.jsonl")
    assert done.exit_code == 0
    text = Path("out.x").read_text()
    assert any(place in text for place in ("a.jsonl:7", '"line": 7', '"startLine": 7', "a.jsonl,line=7,"))


def test_annotations_name_files_that_are_there(here: Path) -> None:
    cell = '"Plain\nand right."'
    Path("a.csv").write_text(f"id,text\n1,{cell}\n2,A “fair” day.\n", encoding="utf-8")
    pq.write_table(pa.table({"text": ["Right.", "A “fair” day."]}), "b.parquet")
    done = fix("--check", "--report", "r.sarif", "a.csv", "b.parquet")
    assert done.exit_code == 1
    [log] = json.loads(Path("r.sarif").read_text())["runs"]
    places = [found["locations"][0]["physicalLocation"] for found in log["results"]]
    assert places == [
        *[{"artifactLocation": {"uri": "a.csv"}, "region": {"startLine": 4}}] * 2,
        *[{"artifactLocation": {"uri": "b.parquet"}}] * 2,
    ]
    assert {found["message"]["text"].partition(": ")[0] for found in log["results"]} == {
        "record 2, field 'text'"
    }
    lines = fix("--check", "--report", "-", "--format", "github", "a.csv", "b.parquet").stdout.splitlines()
    assert [line.partition(",title=")[0] for line in lines[:4]] == [
        *["::warning file=a.csv,line=4"] * 2,
        *["::warning file=b.parquet"] * 2,
    ]


def test_reports_give_standard_input_the_name_that_it_was_given(here: Path) -> None:
    args = ("--type", "jsonl", "--stdin-filename", "sea.jsonl", "--report", "r.jsonl", "-o", "b.jsonl")
    fix(*args, "-", data=(GOOD + BROKEN).encode())
    *records, _ = [json.loads(line) for line in Path("r.jsonl").read_text().splitlines()]
    assert [record["file"] for record in records] == ["sea.jsonl"] * 3


def test_a_diff_is_of_the_texts(here: Path) -> None:
    Path("a.jsonl").write_text(RIGHT + GOOD)
    done = fix("--diff", "a.jsonl")
    assert "+++ b/a.jsonl:2\n" in done.stdout
    assert '-A “fair” day.\n\\ No newline at end of file\n+A "fair" day.\n' in done.stdout


def test_marked_texts(here: Path) -> None:
    Path("a.jsonl").write_text(json.dumps({"text": "Plain.\n\nSign up to our newsletter\n"}) + "\n")
    text = json.loads(fix("--mark", "a.jsonl").stdout)["text"]
    assert "Sign up to our newsletter" in text
    assert "newsletter" in text.replace("Sign up to our newsletter", "")


def test_resume_leaves_what_is_done(here: Path) -> None:
    Path("a.jsonl").write_text(GOOD)
    Path("b.jsonl").write_text(GOOD)
    fix("-i", "a.jsonl")
    assert fix("-i", "a.jsonl", "--resume").exit_code == 0
    assert Path("a.jsonl").read_text() == CLEAN


def test_a_bomb_stops_at_the_limit_and_leaves_nothing(here: Path) -> None:
    for name in ("a.txt.gz", "a.jsonl.gz"):
        Path(name).write_bytes(gzip.compress(b"word " * 500_000))
        done = fix(name, "-o", "out", "--limit", "1M")
        assert (done.exit_code, done.stderr) == (
            2,
            f"textclean: {name}: holds more than 1 MiB; raise --limit if it is not a bomb\n",
        )
    assert sorted(path.name for path in here.iterdir()) == ["a.jsonl.gz", "a.txt.gz"]
    assert "is no size such as 500M" in fix("--limit", "much", "a.txt").stderr


def test_damage_is_named_and_nothing_is_written(here: Path) -> None:
    Path("a.jsonl.gz").write_bytes(gzip.compress(GOOD.encode() * 1000)[:-9])
    before = Path("a.jsonl.gz").read_bytes()
    done = fix("-i", "a.jsonl.gz")
    assert done.stderr == "textclean: a.jsonl.gz: the .gz data is cut off; fetch the file again\n"
    assert done.exit_code == 2
    assert Path("a.jsonl.gz").read_bytes() == before
    assert [path.name for path in here.iterdir()] == ["a.jsonl.gz"]


def test_html_is_named_and_not_mangled(here: Path) -> None:
    Path("a.html").write_text(PAGE)
    done = fix("-i", "a.html")
    assert (done.exit_code, Path("a.html").read_text()) == (2, PAGE)
    assert "a.html: HTML, not text: extract the article first, such as with `trafilatura" in done.stderr
    assert "standard input: HTML, not text" in fix(data=PAGE.encode()).stderr
    assert fix("--type", "text", "a.html").exit_code == 0


def test_html_in_a_record_is_named_and_not_mangled(here: Path) -> None:
    line = json.dumps({"text": PAGE}) + "\n"
    done = fix("--type", "jsonl", data=(line + GOOD).encode())
    assert (done.exit_code, done.stdout) == (2, line + CLEAN)
    assert "standard input: line 1: HTML, not text; extract the article first" in done.stderr


def test_json_that_is_no_text(here: Path) -> None:
    Path("a.json").write_text('{"text": "A “fair” day."}')
    done = fix("a.json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "JSON, not text: make it one object a line" in done.stderr


def test_a_type_that_there_is_not() -> None:
    done = fix("--type", "xml", data=b"")
    assert done.exit_code == 2
    assert "type: 'xml' is not one of text, jsonl, csv" in done.stderr


def test_a_plain_text_imports_nothing_of_this() -> None:
    code = (
        "import sys, io; from textclean.cli import main; sys.argv = ['textclean', 'fix', '-q']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, input=b"Fair.\n", capture_output=True, env=environment(), check=False)
    assert b"pyarrow" not in done.stderr
    assert b"textclean.files.containers.records" not in done.stderr
    assert b"textclean.files.containers.kinds" in done.stderr


@pytest.mark.parametrize("suffix", ["jsonl", "jsonl.gz", "csv", "parquet"])
@pytest.mark.parametrize("command", ["fix", "batch"])
def test_a_field_named_twice_is_cleaned_and_written_once(here: Path, suffix: str, command: str) -> None:
    rows = [
        {"id": 1, "text": "A “fair” day.", "note": "“as it was”"},
        {"id": 2, "text": "Right.", "note": ""},
    ]
    Path("raw").mkdir()
    for name in ("once", "twice"):
        write_rows(Path(f"raw/{name}.{suffix}"), rows)
    for name, wish in (("once", ["--field", "text"]), ("twice", ["--field", "text"] * 2)):
        ends = ["--include", f"{name}.*", "-o", name] if command == "fix" else ["-j", "1"]
        places = ["raw"] if command == "fix" else ["raw", name]
        assert CliRunner().invoke(main, [command, *places, *wish, *ends]).exit_code == 0
    assert Path(f"twice/twice.{suffix}").read_bytes() == Path(f"once/once.{suffix}").read_bytes()
    assert read_rows(Path(f"twice/twice.{suffix}")) == [{**rows[0], "text": 'A "fair" day.'}, rows[1]]


def write_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    """A file of records in the form that its name says."""
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
        return
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if path.suffix == ".csv":
        lines = io.StringIO()
        table = csv.DictWriter(lines, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
        text = lines.getvalue()
    path.write_bytes(gzip.compress(text.encode(), mtime=0) if path.suffix == ".gz" else text.encode())


def read_rows(path: Path) -> list[dict[str, Any]]:
    """What `write_rows` wrote, as it stands there now."""
    if path.suffix == ".parquet":
        found: list[dict[str, Any]] = pq.read_table(path).to_pylist()
        return found
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    if path.suffix == ".csv":
        return [{**row, "id": int(row["id"])} for row in csv.DictReader(io.StringIO(text))]
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("suffix", ["jsonl", "jsonl.gz", "csv", "parquet"])
@pytest.mark.parametrize("command", ["fix", "batch"])
def test_a_file_that_lost_a_record_replaces_nothing(
    here: Path, suffix: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The count of records is wrong by one, as if one had got lost on its way to the disk."""
    from textclean.files.containers import proof

    rows = [{"id": 1, "text": "A “fair” day."}, {"id": 2, "text": "Right."}]
    Path("raw").mkdir()
    name = Path(f"raw/a.{suffix}")
    write_rows(name, rows)
    before = name.read_bytes()
    for counter in ("_records", "_rows"):
        monkeypatch.setattr(proof, counter, lambda *_: 1)
    if command == "fix":
        done = fix("-i", str(name))
    else:
        from textclean.errors import ContainerError
        from textclean.scale.shard import clean_shard

        with pytest.raises(ContainerError, match="1 instead of 2 records"):
            clean_shard(str(here / name), str(here / "out" / name.name))
        assert not (here / "out" / name.name).exists()
        return
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "1 instead of 2 records" in done.stderr
    assert name.read_bytes() == before
    assert sorted(path.name for path in Path("raw").iterdir()) == [name.name]


@pytest.mark.parametrize("codec", ["cp1252", "utf-16"])
def test_a_table_from_excel_is_cleaned_in_place_in_its_encoding(here: Path, codec: str) -> None:
    table = "id\ttext\r\n1\tLe garçon a dit “non”.\r\n2\tPrès de la fenêtre, déjà.\r\n"
    Path("a.tsv").write_bytes(table.encode(codec))
    assert fix("-i", "a.tsv").exit_code == 0
    assert Path("a.tsv").read_bytes() == table.replace("“non”", '"non"').encode(codec)
