"""`textclean rules`: list, show, test and why, as people use them."""

from pathlib import Path

import pytest

from tests.cli.support import run

GOOD = """
[ad.slogan]
title = "Slogan"
pattern = '''^light for the marshes'''
removes = ["Light for the marshes!"]
keeps = ["It is light for the marshes."]
"""


def test_list_by_category_and_language() -> None:
    done = run("rules", "list", "--category", "newsletter", "--language", "en")
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0
    assert lines
    assert all(line.startswith("en.newsletter.") for line in lines)


def test_show_gives_title_pattern_and_examples() -> None:
    done = run("rules", "show", "en.newsletter.sign-up")
    page = done.stdout.decode()
    assert done.returncode == 0
    assert all(
        word in page for word in ("Invitation to sign up", "pattern ", "unless ", "removes ", "keeps ")
    )


def test_what_the_model_removes_is_listed_and_shown_too() -> None:
    listed = run("rules", "list", "--category", "donation").stdout.decode().splitlines()
    assert listed[-1].split(maxsplit=1) == ["model.donation.page", "Appeal for donations"]
    shown = run("rules", "show", "model.donation.page")
    assert shown.returncode == 0
    assert b"--keep donation" in shown.stdout


def test_repairs_and_quotes_are_listed_and_shown_with_their_examples() -> None:
    listed = run("rules", "list", "--category", "quotes").stdout.decode().splitlines()
    assert listed[0].split(maxsplit=1)[0] == "quotes.straight"
    shown = run("rules", "show", "repair.mojibake", "repair.soft-hyphen", "quotes.unbalanced")
    page = shown.stdout.decode()
    assert shown.returncode == 0
    assert "  before   The cafÃ© wasnâ€™t open.\n  after    The café wasn’t open.\n  keeps    “É UMA" in page
    assert "--keep repair.mojibake" in page
    assert "har\\xadbour" in page, "what cannot be seen is shown"
    assert "a warning" in page


def test_show_suggests_the_nearest() -> None:
    done = run("rules", "show", "en.newsletter.sgn-up")
    assert done.returncode == 2
    assert b"did you mean en.newsletter.sign-up?" in done.stderr


def test_test_runs_the_examples_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_text(GOOD, encoding="utf-8")
    done = run("rules", "test", str(path))
    assert (done.returncode, b"1 rule, 2 examples, no failures" in done.stdout) == (0, True)
    path.write_text(GOOD.replace("Light for the marshes!", "Dark"), encoding="utf-8")
    done = run("rules", "test", str(path))
    assert (done.returncode, b"should take 'Dark'" in done.stdout) == (1, True)
    path.write_text("[ad.slogan]\n", encoding="utf-8")
    done = run("rules", "test", str(path))
    assert (done.returncode, b"[slogan] title: missing" in done.stderr) == (2, True)


def test_why_tells_of_one_line_or_of_all(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("A goat was found.\n\nSign up for our newsletter!\n", encoding="utf-8")
    done = run("rules", "why", f"{path}:3")
    said = done.stdout.decode()
    assert done.returncode == 0
    assert said.startswith("3: goes (")
    assert "en.newsletter.sign-up" in said
    assert "1: stays: reads like the article" in run("rules", "why", str(path)).stdout.decode()
    done = run("rules", "why", f"{path}:2")
    assert (done.returncode, done.stdout) == (0, b"nothing there: the line is blank\n")


@pytest.mark.parametrize("line", [0, 4, 999])
def test_why_of_a_line_that_there_is_not_is_refused(tmp_path: Path, line: int) -> None:
    (tmp_path / "page.txt").write_text("A goat was found.\n\nNobody missed it.\n", encoding="utf-8")
    done = run("rules", "why", f"page.txt:{line}", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"page.txt has 3 lines, counted from 1; there is no line {line}".encode() in done.stderr


def test_a_language_without_rules_is_named_with_those_that_have_some() -> None:
    done = run("rules", "list", "--language", "xx")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"no rules for xx; there are some for cs, de, el, en, " in done.stderr


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a rule file and a configuration file that names it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-site.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "textclean.toml").write_text(
        'rules = ["my-site.toml"]\n[[overrides]]\nfiles = ["kept/"]\nkeep = ["ad"]\n', encoding="utf-8"
    )
    (tmp_path / "kept").mkdir()
    for name in ("a.txt", "kept/a.txt"):
        (tmp_path / name).write_text("Light for the marshes!\n\nA goat was found.\n", encoding="utf-8")
    return tmp_path


def test_why_knows_the_settings_that_hold_for_the_file(configured: Path) -> None:
    def why(*args: str) -> str:
        return run("rules", "why", *args).stdout.decode().partition("\n")[0]

    assert why("a.txt:1") == "1: goes (95%): a rule says so"
    assert why("kept/a.txt:1").startswith("1: stays")
    assert why("--keep", "ad", "a.txt:1").startswith("1: stays")
    assert why("--no-config", "a.txt:1").startswith("1: stays")
    assert why("--no-config", "--rules", "my-site.toml", "a.txt:1").startswith("1: goes")
    done = run("rules", "why", "--skip", "boilerplate", "a.txt:1")
    assert (done.returncode, b"every line stays" in done.stderr) == (2, True)


def test_why_looks_at_what_was_repaired_and_tells_of_the_file_s_own_lines(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    text = "A goat was found, the =\r\nof=EF=AC=81ce said, on the ferry=E2=80=99s deck.\r\n\r\n"
    path.write_text(text + "Sign up for our newsletter&excl;\r\n", encoding="utf-8", newline="")
    said = run("rules", "why", str(path)).stdout.decode().splitlines()
    assert "of=EF" not in said[1]
    assert [line.partition(":")[0] for line in said if "goes (" in line] == ["4"]
    assert run("rules", "why", f"{path}:4").stdout.startswith(b"4: goes (")


def test_own_rules_are_listed_and_shown(configured: Path) -> None:
    listed = run("rules", "list", "--category", "ad").stdout.decode().splitlines()
    assert listed[0].split(maxsplit=1) == ["my-site.ad.slogan", "Slogan"]
    shown = run("rules", "show", "my-site.ad.slogan")
    assert b"keeps    It is light for the marshes." in shown.stdout
    assert run("rules", "show", "--no-config", "my-site.ad.slogan").returncode == 2
    named = run("rules", "show", "--no-config", "--rules", "my-site.toml", "my-site.ad.slogan")
    assert named.stdout == shown.stdout
    assert b"textclean learn" in run("rules", "show", "learned-site.ad.slogan").stderr


def test_why_of_a_missing_file_is_one_line() -> None:
    done = run("rules", "why", "nowhere.txt:3")
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1


def test_test_takes_files_in_the_form_that_textclean_brings(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "textclean" / "data" / "rules" / "en" / "app.toml"
    assert b"1 rule, " in run("rules", "test", str(shipped)).stdout
    path = tmp_path / "en" / "ad.toml"
    path.parent.mkdir()
    path.write_text(GOOD.replace("[ad.slogan]", "[slogan]"), encoding="utf-8")
    done = run("rules", "test", str(path))
    assert (done.returncode, done.stdout.decode()) == (0, f"{path}: 1 rule, 2 examples, no failures\n")
    path.write_text(
        GOOD.replace("[ad.slogan]", "[slogan]").replace("Light for", "Dark for"), encoding="utf-8"
    )
    done = run("rules", "test", str(path))
    assert done.returncode == 1
    assert b"en.ad.slogan should take" in done.stdout


def test_the_rule_in_contributing_holds(tmp_path: Path) -> None:
    import re
    from textwrap import dedent

    page = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    block = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert block is not None
    path = tmp_path / "my-paper.toml"
    path.write_text(dedent(block[1]), encoding="utf-8")
    assert run("rules", "test", str(path)).returncode == 0
    assert "--rules my-paper.toml" in page
