"""The action for workflows: its last step, run as a workflow runs it."""

import os
import re
import subprocess
from pathlib import Path
from textwrap import dedent

import pytest

from tests.examples import launcher

ROOT = Path(__file__).parents[2]
ACTION = ROOT / ".github" / "actions" / "check" / "action.yml"


def checked(paths: str, options: str, folder: Path) -> subprocess.CompletedProcess[str]:
    script = re.findall(
        r"^      run: \|\n((?:        .*\n)+)", ACTION.read_text(encoding="utf-8"), re.MULTILINE
    )[-1]
    (folder / "textclean").mkdir()
    launcher(folder / "textclean" / "bin")
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", dedent(script)],
        cwd=ROOT / "samples",
        env={**os.environ, "RUNNER_TEMP": str(folder), "PATHS": paths, "OPTIONS": options},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("options", "code"), [("", 1), ("--skip repair,boilerplate,quotes", 0)])
def test_an_article_that_is_not_clean_fails_and_is_noted_beside_its_lines(
    tmp_path: Path, options: str, code: int
) -> None:
    done = checked("ferry.txt choir.txt", options, tmp_path)
    assert done.returncode == code, done.stderr
    assert ("::warning file=ferry.txt,line=" in done.stdout) == bool(code)


def test_no_path_is_read_as_a_command(tmp_path: Path) -> None:
    done = checked(f"$(touch {tmp_path}/made) ; touch {tmp_path}/made", "", tmp_path)
    assert done.returncode == 2
    assert not (tmp_path / "made").exists()
