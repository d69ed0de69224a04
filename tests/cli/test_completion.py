"""Completion in the shells themselves: each sources the script and is asked what it would offer."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.support import environment, run

BASH = """
eval "$(textclean completion bash)"
compopt() { printf '%s %s %s\\n' compopt "$@"; }
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_textclean_completion textclean
printf '%s\\n' "${COMPREPLY[@]}"
"""
ZSH = """
compdef() { :; }
compadd() { print -l -- "${completions[@]}"; }
_describe() { print -l -- "${completions_with_descriptions[@]}"; }
_path_files() { print -- "compopt -o default"; }
eval "$(textclean completion zsh)"
words=("$@"); CURRENT=$#
_textclean_completion
"""
FISH = "textclean completion fish | source; complete --do-complete (string join ' ' -- $argv)"


def offered(shell: str, *words: str, cwd: Path) -> list[str]:
    """What a shell offers for the last of the words."""
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    (cwd / "bin").mkdir()
    launcher = cwd / "bin" / "textclean"
    launcher.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m textclean "$@"\n')
    launcher.chmod(0o755)
    path = f"{launcher.parent}{os.pathsep}{os.environ['PATH']}"
    command = {
        "bash": ["bash", "--norc", "-c", BASH, "bash"],
        "zsh": ["zsh", "-f", "-c", ZSH, "zsh"],
        "fish": ["fish", "--no-config", "-c", FISH],
    }[shell]
    done = subprocess.run(
        [*command, "textclean", *words],
        cwd=cwd,
        env=environment(PATH=path, HOME=str(cwd)),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["fi"], "fix"),
        (["rules", "wh"], "why"),
        (["fix", "--quotes", "typ"], "typographic"),
        (["fix", "--keep", "ad,coo"], "ad,cookie"),
        (["fix", "--only", "rep"], "repair"),
        (["rules", "show", "en.donation.letter-f"], "en.donation.letter-from"),
    ],
)
def test_names_are_completed(shell: str, words: list[str], expected: str, tmp_path: Path) -> None:
    lines = offered(shell, *words, cwd=tmp_path)
    assert [line.split("\t")[0].split(":")[0] for line in lines] == [expected]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("words", [["fix", "pag"], ["fix", "--report", "pag"], ["rules", "test", "pag"]])
def test_paths_are_left_to_the_shell(shell: str, words: list[str], tmp_path: Path) -> None:
    (tmp_path / "page one.txt").touch()
    lines = [line for line in offered(shell, *words, cwd=tmp_path) if line]
    assert lines == (["page one.txt"] if shell == "fish" else ["compopt -o default"])


def test_a_summary_with_commas_is_whole_in_fish(tmp_path: Path) -> None:
    assert offered("fish", "fix"[:2], cwd=tmp_path) == ["fix\tClean files, folders or standard input."]


def test_what_takes_no_path_is_offered_none(tmp_path: Path) -> None:
    (tmp_path / "de").touch()
    assert [line for line in offered("bash", "fix", "--language", "d", cwd=tmp_path) if line] == []


def test_an_unknown_shell_is_an_error_of_usage() -> None:
    done = run("completion", "csh")
    assert done.returncode == 2
    assert b"'csh' is not one of 'bash', 'zsh', 'fish'" in done.stderr
