"""What who is new types: commands that are none, and the options that other tools have as well."""

import shutil
import webbrowser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from textclean.cli import main

BROKEN = "It wasnâ€™t late, said Ada Quill.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    Path("a.txt").write_text(BROKEN, encoding="utf-8")
    Path("right.txt").write_text("Plain and right.\n", encoding="utf-8")
    return tmp_path


def textclean(*args: str, data: str = "") -> Result:
    return CliRunner().invoke(main, [*args], input=data)


@pytest.mark.parametrize(
    ("args", "meant"),
    [
        (("a.txt",), "did you mean `textclean fix a.txt`?"),
        (("a.txt", "-o", "my b.txt"), "did you mean `textclean fix a.txt -o 'my b.txt'`?"),
        ((".",), "did you mean `textclean fix .`?"),
        (("-",), "did you mean `textclean fix -`?"),
        (("dtect", "a.txt"), "did you mean `textclean detect a.txt`?"),
        (("missing.txt",), "no such command, and no such file: missing.txt; there are fix, "),
        (("x" * 5_000,), "no such command, and no such file: "),
    ],
)
def test_a_word_that_is_no_command_is_answered_with_what_may_be_meant(
    here: Path, args: tuple[str, ...], meant: str
) -> None:
    done = textclean(*args)
    assert done.exit_code == 2
    assert meant in done.stderr


def test_a_form_of_diff_that_there_is_not_is_named_as_it_was_typed(here: Path) -> None:
    done = textclean("fix", "--diff=foo", "a.txt")
    assert done.exit_code == 2
    assert "Invalid value for '--diff': 'foo' is not one of 'unified', 'report'." in done.stderr


def test_a_dry_run_says_what_would_change_and_writes_nothing(here: Path) -> None:
    for flag in ("-n", "--dry-run"):
        done = textclean("fix", flag, "a.txt", "right.txt")
        assert (done.exit_code, done.stdout) == (0, "a.txt: 1 change (repair 1)\n")
    assert Path("a.txt").read_text(encoding="utf-8") == BROKEN
    assert "exclude each other" in textclean("fix", "-n", "-i", "a.txt").stderr


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("He went to the café today.\n".encode("cp1252"), "re-encoded, read as cp1252"),
        ("He went to the café today.\n".encode("utf-16"), "re-encoded, read as utf-16-le"),
        (b"\xef\xbb\xbfPlain and right.\n", "byte order mark left out"),
        ("\ufeffShe said “no”.\n".encode(), "2 changes (quotes 2), byte order mark left out"),
        ("Ein Café, “früh”. ".encode() + b"Sp\xe4t\n", "2 changes (quotes 2), stray bytes written as UTF-8"),
    ],
)
def test_bytes_that_change_without_an_edit_are_a_change(here: Path, data: bytes, line: str) -> None:
    Path("a.txt").write_bytes(data)
    assert textclean("fix", "-n", "a.txt").stdout == f"a.txt: {line}\n"
    assert textclean("fix", "--check", "a.txt").stdout == "a.txt\n"
    assert textclean("fix", "-i", "-v", "a.txt").stderr == f"textclean: a.txt: {line}\n"
    assert Path("a.txt").read_bytes() != data
    assert textclean("fix", "-n", "a.txt").stdout == ""


def test_the_form_of_a_diff_can_be_chosen(here: Path) -> None:
    assert textclean("fix", "--diff=unified", "a.txt").stdout.startswith("diff --git a/a.txt b/a.txt\n")
    report = textclean("fix", "--diff=report", "a.txt").stdout
    assert "diff --git" not in report
    assert "a.txt" in report
    assert textclean("fix", "--diff", "a.txt").stdout.startswith("diff --git")
    assert "'word' is not one of 'unified', 'report'" in textclean("fix", "--diff=word", "a.txt").stderr


def test_after_two_dashes_a_diff_is_a_file(here: Path) -> None:
    Path("--diff=unified").write_text(BROKEN, encoding="utf-8")
    assert textclean("fix", "--check", "--", "--diff=unified").stdout == "--diff=unified\n"


@pytest.mark.parametrize(("wish", "is_coloured"), [("always", True), ("never", False), ("auto", False)])
def test_colour_is_as_wished(here: Path, wish: str, is_coloured: bool) -> None:
    done = CliRunner().invoke(main, ["fix", "--diff=report", "--color", wish, "a.txt"], color=True)
    assert ("\x1b[" in done.stdout) == is_coloured


def test_one_configuration_file_holds_alone(here: Path) -> None:
    Path("textclean.toml").write_text('stages = ["quotes"]\n', encoding="utf-8")
    Path("other.toml").write_text('quotes = "typographic"\nlanguage = "de"\n', encoding="utf-8")
    text = '„Ja”, said she. "Nein!"\n'
    assert textclean("fix", "--config", "other.toml", data=text).stdout == "„Ja“, said she. „Nein!“\n"
    assert textclean("fix", data=text).stdout == '"Ja", said she. "Nein!"\n'
    assert "exclude each other" in textclean("fix", "--config", "other.toml", "--no-config").stderr
    assert "no.toml: no such file" in textclean("fix", "--config", "no.toml").stderr


def test_standard_input_can_have_a_name(here: Path) -> None:
    Path("textclean.toml").write_text('[[overrides]]\nfiles = ["keep/"]\nquotes = "keep"\n', encoding="utf-8")
    text = "She said “no”.\n"
    assert textclean("fix", "--stdin-filename", "keep/b.txt", data=text).stdout == text
    assert textclean("fix", "--stdin-filename", "c.txt", data=text).stdout == 'She said "no".\n'
    diff = textclean("fix", "--stdin-filename", "c.txt", "--diff", data=text).stdout
    assert diff.startswith("diff --git a/c.txt b/c.txt\n")
    assert "which is not read here" in textclean("fix", "--stdin-filename", "c.txt", "a.txt").stderr


def test_verbose_says_what_changed_where_nobody_is_looking(here: Path) -> None:
    done = textclean("fix", "-i", "-v", "a.txt", "right.txt")
    assert (done.exit_code, done.stderr) == (0, "textclean: a.txt: 1 change (repair 1)\n")
    assert "exclude each other" in textclean("fix", "-v", "-q", "a.txt").stderr


def test_open_shows_the_report_in_the_browser(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def browser(url: str) -> bool:
        opened.append(url)
        return len(opened) == 1

    monkeypatch.setattr(webbrowser, "open", browser)
    done = textclean("fix", "--open", "a.txt", "right.txt")
    assert (done.exit_code, done.stdout) == (0, "")
    path = Path(opened[0].removeprefix("file://"))
    assert "opened " in done.stderr
    assert "It wasn" in path.read_text(encoding="utf-8")
    assert path.parent.stat().st_mode & 0o077 == 0
    assert Path("a.txt").read_text(encoding="utf-8") == BROKEN
    assert "open it by hand" in textclean("fix", "--open", "a.txt").stderr
    assert "leave --report" in textclean("fix", "--open", "--report", "r.html", "a.txt").stderr
    for url in opened:
        shutil.rmtree(Path(url.removeprefix("file://")).parent)


def test_statistics_count_by_rule_in_texts_and_records(here: Path) -> None:
    Path("a.jsonl").write_text('{"text": "It wasnâ€™t “so”."}\n{"text": "Ada’s."}\n', encoding="utf-8")
    done = textclean("fix", "-n", "--statistics", "--no-config", "--field", "text", "a.txt", "a.jsonl")
    assert done.exit_code == 0
    counted = [line.split("  ")[-2:] for line in done.stderr.splitlines()]
    assert [int(line.split()[0]) for line in done.stderr.splitlines()] == [5, 2]
    assert counted[0] == ["quotes.straight", "Typographic or damaged quotation mark made straight"]
    assert counted[1] == ["repair.mojibake", "Text decoded with the wrong codec"]
