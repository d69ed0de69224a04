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


def test_patterns_of_the_command_line_leave_out_more_than_the_configured_ones(here: Path) -> None:
    files(here / "project")
    (here / "project" / "textclean.toml").write_text(
        'exclude = ["archive/"]\ninclude = ["*.txt", "*.story"]\n'
    )
    Path("b.story").write_bytes(TEXT)
    assert checked("--exclude", "new.txt", ".") == ["./b.story"]
    assert checked("--exclude", "!archive/", "--exclude", "*.story", ".") == [
        "./new.txt",
        "./archive/old.txt",
    ]
    assert checked("--include", "*.txt", ".") == ["./new.txt"]
    assert "./archive/old.txt" in checked("--no-config", "--exclude", "new.txt", ".")


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


def files(project: Path) -> None:
    for name in ("deep/new.txt", "deep/archive/old.txt", "deep/archive/press/note.md"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_bytes(TEXT)


def checked(*args: str) -> list[str]:
    """Which files would change."""
    done = textclean("fix", "--check", *args)
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_overrides_hold_for_the_files_that_they_name(here: Path) -> None:
    files(here / "project")
    config = here / "project" / "pyproject.toml"
    config.write_text('[[tool.textclean.overrides]]\nfiles = ["deep/archive/"]\nquotes = "keep"\n')
    assert checked(".") == ["./new.txt"]
    assert checked("archive/old.txt", str(here / "project/deep/new.txt")) == [
        str(here / "project/deep/new.txt")
    ]
    assert textclean("fix").stdout_bytes == STRAIGHT
    assert len(checked("--no-config", ".")) == 3
    assert len(checked("--quotes", "straight", ".")) == 3


def test_a_folder_is_shown_with_what_holds_in_it(here: Path) -> None:
    files(here / "project")
    config = here / "project" / "pyproject.toml"
    config.write_text('[[tool.textclean.overrides]]\nfiles = ["deep/archive/"]\nquotes = "keep"\n')
    for name in ("archive", "archive/", "archive/old.txt"):
        assert f'quotes = "keep"  # {config}' in textclean("config", name).stdout
    assert 'quotes = "straight"  # default' in textclean("config", ".").stdout


def test_the_last_override_has_its_way_key_by_key(here: Path) -> None:
    files(here / "project")
    (here / "project" / "textclean.toml").write_text(
        '[[overrides]]\nfiles = ["*.txt", "*.md"]\nquotes = "keep"\nlanguage = "de"\n'
        '[[overrides]]\nfiles = ["*.md", "!archive/"]\nquotes = "straight"\n'
    )
    assert checked(".") == ["./archive/press/note.md"]
    known = json.loads(textclean("config", "--json", "archive/press/note.md").stdout)
    assert known["language"] == {"value": "de", "source": str(here / "project" / "textclean.toml")}
    assert known["quotes"]["value"] == "straight"
    assert "overrides" not in known


def test_worker_processes_heed_overrides(here: Path) -> None:
    from textclean.files.config import settings
    from textclean.files.find import Input
    from textclean.files.pool import together
    from textclean.files.work import Job
    from textclean.settings import Options

    files(here / "project")
    (here / "project" / "textclean.toml").write_text('[[overrides]]\nfiles = ["*.md"]\nquotes = "keep"\n')
    job = Job(Options(), overrides=settings().overrides)
    inputs = [Input("new.txt", "new.txt"), Input("archive/press/note.md", "note.md")]
    assert [outcome.clean for outcome in together(job, inputs, 1)] == [STRAIGHT, TEXT]


def test_a_project_outweighs_the_users_overrides(here: Path) -> None:
    files(here / "project")
    user = here / "home" / "textclean" / "textclean.toml"
    user.write_text('[[overrides]]\nfiles = ["*.md"]\nquotes = "keep"\nlanguage = "fr"\n')
    assert "./archive/press/note.md" not in checked(".")
    (here / "project" / "textclean.toml").write_text('quotes = "straight"\n')
    assert "./archive/press/note.md" in checked(".")
    assert json.loads(textclean("config", "--json", "x.md").stdout)["language"]["value"] == "fr"


def test_config_shows_overrides_as_toml(here: Path) -> None:
    import tomllib

    path = here / "project" / "textclean.toml"
    path.write_text('[[overrides]]\nfiles = ["archive/"]\nquotes = "keep"\nkeep = ["ad"]\n')
    shown = textclean("config").stdout
    assert f"\n[[overrides]]  # {path}\n" in shown
    assert tomllib.loads(shown)["overrides"] == [{"files": ["archive/"], "quotes": "keep", "keep": ["ad"]}]
    known = json.loads(textclean("config", "--json").stdout)
    assert known["overrides"] == [
        {"files": ["archive/"], "values": {"quotes": "keep", "keep": ["ad"]}, "source": str(path)}
    ]


def test_rule_files_of_an_override_are_looked_at_before_any_input(here: Path) -> None:
    files(here / "project")
    path = here / "project" / "textclean.toml"
    path.write_text('[[overrides]]\nfiles = ["archive/"]\nrules = ["own.toml"]\n')
    assert str(here / "project" / "own.toml") in textclean("fix", "-i", ".").stderr
    (here / "project" / "own.toml").write_text('[ad.x]\ntitle = "X"\n')
    done = textclean("fix", "-i", ".")
    assert done.exit_code == 2
    assert "own.toml" in done.stderr
    assert Path("new.txt").read_bytes() == TEXT


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[overrides]]\nfiles = ["a/"]\nquots = "keep"', "overrides, table 1: quots: no such key"),
        ('[[overrides]]\nfiles = ["a/"]\nexclude = ["b"]', "overrides, table 1: exclude: no such key"),
        ('[[overrides]]\nfiles = ["a/"]\n[[overrides]]\nquotes = "keep"', "overrides, table 2: no files"),
        ('[[overrides]]\nfiles = "a/"', "overrides, table 1: files: not a list"),
        ('[[overrides]]\nfiles = ["a/"]\nquotes = "curly"', "overrides, table 1: quotes: 'curly'"),
        ('[[overrides]]\nfiles = ["a/", "!"]', "overrides, table 1: files: "),
        ('[overrides]\nfiles = ["a/"]', "overrides: not a list of tables; write [[overrides]]"),
    ],
)
def test_a_wrong_override_is_one_line_that_names_file_and_key(here: Path, text: str, words: str) -> None:
    path = here / "project" / "textclean.toml"
    path.write_text(text)
    for command in (("fix",), ("config",)):
        done = textclean(*command)
        assert done.exit_code == 2
        assert words in done.stderr
        assert str(path) in done.stderr
        assert len(done.stderr.splitlines()) == 1
