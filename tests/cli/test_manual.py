"""The manual: every command, every option, as `man` reads it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from textclean.cli import COMMANDS, main
from textclean.cli.manual import man_pages, markdown, page

PAGES = man_pages("1.2.3")


def rendered(path: Path) -> subprocess.CompletedProcess[str]:
    if not shutil.which("man"):
        pytest.skip("man is not installed")
    return subprocess.run(
        ["man", "--warnings", "-P", "cat", "-l", str(path)],
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MANWIDTH": "120", "MANROFFOPT": "-c"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_command_has_a_page() -> None:
    assert set(PAGES) == {"textclean.1", *(f"textclean-{name}.1" for name in COMMANDS)}


@pytest.mark.parametrize("name", PAGES)
def test_man_reads_every_page_without_a_warning(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(PAGES[name], encoding="utf-8")
    done = rendered(path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "textclean 1.2.3" in done.stdout


def test_what_help_says_stands_in_the_page_as_it_is_typed(tmp_path: Path) -> None:
    path = tmp_path / "textclean-fix.1"
    path.write_text(PAGES["textclean-fix.1"], encoding="utf-8")
    text = rendered(path).stdout
    for words in (
        "SYNOPSIS",
        "textclean fix [OPTIONS] [PATHS]...",
        "-i, --in-place",
        "find . -mtime -1 -print0 | textclean fix -i --files-from - -0",
        "EXIT STATUS",
        "such as „“‚‘.",
        "`textclean undo` undoes it",
    ):
        assert words in text


def test_the_reference_holds_every_command_and_option() -> None:
    text = markdown(page(main, "textclean"))
    top = page(main, "textclean")
    inner = [each for command in top.commands for each in (command, *command.commands)]
    for each in inner:
        assert f"# {each.path}\n" in text
        for flags, _ in each.options:
            assert flags.replace("|", "\\|") in text


def test_prose_is_no_markup_and_code_stays() -> None:
    from textclean.cli.manual import Page, Section

    text = markdown(Page("x", "", "x", [Section("", "a_b *c* <d> `e_f` [g]", False)], [], []))
    assert "a\\_b \\*c\\* \\<d> `e_f` \\[g\\]" in text
