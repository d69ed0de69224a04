"""Configuration: found upwards, outweighed by the command line, and never misread in silence."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from textclean.cli import main

TEXT = "“Here,” she said.\n".encode()
STRAIGHT = b'"Here," she said.\n'


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    (tmp_path / "home" / "textclean").mkdir(parents=True)
    (tmp_path / "project" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project" / "deep")
    return tmp_path


def textclean(*args: str, data: bytes = TEXT) -> Result:
    return CliRunner().invoke(main, [*args], input=data)


def test_project_files_are_found_upwards_and_the_command_line_outweighs_them(here: Path) -> None:
    assert textclean("fix").stdout_bytes == STRAIGHT
    (here / "project" / "textclean.toml").write_text('quotes = "keep"\n')
    assert textclean("fix").stdout_bytes == TEXT
    assert textclean("fix", "--no-config").stdout_bytes == STRAIGHT
    assert textclean("fix", "--quotes", "straight").stdout_bytes == STRAIGHT


def test_a_project_outweighs_the_user_key_by_key(here: Path) -> None:
    (here / "home" / "textclean" / "textclean.toml").write_text('quotes = "keep"\nlanguage = "fr"\n')
    (here / "project" / "pyproject.toml").write_text(
        '[tool.textclean]\nlanguage = "de"\n[tool.other]\nx = 1\n'
    )
    known = json.loads(textclean("config", "--json").stdout)
    assert known["quotes"] == {"value": "keep", "source": str(here / "home" / "textclean" / "textclean.toml")}
    assert known["language"] == {"value": "de", "source": str(here / "project" / "pyproject.toml")}
    assert known["repair"] == {"value": "careful", "source": "default"}
    lines = textclean("config").stdout.splitlines()
    assert 'stages = ["repair", "boilerplate", "quotes"]  # default' in lines
    assert f'language = "de"  # {here}/project/pyproject.toml' in lines


def test_a_pyproject_that_says_nothing_of_textclean_is_passed_by(here: Path) -> None:
    (here / "project" / "deep" / "pyproject.toml").write_text('[project]\nname = "x"\n')
    (here / "project" / "textclean.toml").write_text('stages = ["repair"]\n')
    assert textclean("fix").stdout_bytes == TEXT
    assert textclean("fix", "--only", "quotes").stdout_bytes == STRAIGHT


def test_patterns_and_rules_come_from_files_too(here: Path) -> None:
    for name in ("a.txt", "raw.txt", "b.story"):
        Path(name).write_bytes(TEXT)
    (here / "project" / "textclean.toml").write_text('exclude = ["raw.txt"]\nrules = ["own.toml"]\n')
    done = textclean("fix", "--check", ".")
    assert done.exit_code == 2
    assert str(here / "project" / "own.toml") in done.stderr
    (here / "project" / "textclean.toml").write_text('exclude = ["raw.txt"]\n')
    assert textclean("fix", "--check", ".").stdout == "./a.txt\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('quots = "keep"', "quots: no such key"),
        ('quotes = "curly"', "quotes: 'curly' is not one of"),
        ('keep = "ad"', "keep: not a list"),
        ("keep = [1]", "keep: not a list"),
        ("quotes = ", "no valid TOML"),
        ('language = "?"', "language"),
    ],
)
def test_a_wrong_file_is_one_line_that_names_file_and_key(here: Path, text: str, words: str) -> None:
    path = here / "project" / "textclean.toml"
    path.write_text(text)
    for command in (("fix",), ("config",)):
        done = textclean(*command)
        assert done.exit_code == 2
        assert words in done.stderr
        assert str(path) in done.stderr
        assert len(done.stderr.splitlines()) == 1
