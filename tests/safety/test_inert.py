"""Nothing calls out, starts a program or runs what a file says; reports are valid whatever is in the text."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import textclean
from tests.cli.support import environment
from tests.support import cases
from textclean.reports import json_lines
from textclean.reports.formats import NAMES, load

PACKAGE = Path(textclean.__file__).parent
OURS = [
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if "recipes" not in path.parts and "scale" not in path.parts
]
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "breakpoint"}
FORBIDDEN_IMPORTS = {
    "pickle",
    "marshal",
    "shelve",
    "ctypes",
    "requests",
    "socket",
    "ssl",
    "http",
    "urllib.request",
}

KEPT = {("patterns.py", "marshal"), ("ruleset.py", "marshal")}
"""The package's own compiled patterns and rules; who can write there can change the code as well."""

WATCHED = """
import sys
import numpy  # which asks ctypes for symbols of its own when it is loaded
forbidden = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "pickle.",
             "urllib.", "ctypes.", "webbrowser.", "ftplib.", "smtplib.")
def refuse(event, args):
    if event.startswith(forbidden):
        raise SystemExit(f"forbidden: {event} {args}")
sys.addaudithook(refuse)
from click.testing import CliRunner
from textclean.cli import main
for call in CALLS:
    done = CliRunner().invoke(main, call)
    assert done.exit_code in (0, 1), (call, done.output, done.exception)
"""
CALLS = [
    ["fix", "page.txt"],
    ["fix", "--quotes", "typographic", "--repair", "bold", "--boilerplate", "thorough", "page.txt"],
    *(["fix", "page.txt", "-o", "out.txt", "--report", f"r.{form}", "--format", form] for form in NAMES),
    ["fix", "-i", "--jobs", "1", "in"],
    ["undo", "--yes"],
    ["fix", "--repeats", "--jobs", "1", "in", "-o", "out"],
    ["fix", "--rules", "site.toml", "--diff", "page.txt"],
    ["restore", "out.txt", "r.json"],
    ["detect", "page.txt"],
    ["config"],
    ["learn", "in"],
    ["rules", "list"],
]
RULE = """[ad.seen]
title = "x"
pattern = '''never seen'''
removes = ["Never seen."]
keeps = ["Seen."]
"""


def test_no_command_calls_out_or_starts_a_program(tmp_path: Path) -> None:
    text = (
        "She said “no” and â€œyesâ€\x9d &amp; don?t.\n\nSign up to our newsletter\nhttps://orrin.example/x\n"
    )
    (tmp_path / "page.txt").write_text(text, encoding="utf-8")
    (tmp_path / "site.toml").write_text(RULE, encoding="utf-8")
    (tmp_path / "in").mkdir()
    for number in range(4):
        (tmp_path / "in" / f"{number}.txt").write_text(f"{text}{number}\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", f"CALLS = {CALLS!r}\n{WATCHED}"],
        cwd=tmp_path,
        env=environment(XDG_STATE_HOME=str(tmp_path / "state"), XDG_CONFIG_HOME=str(tmp_path / "config")),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_can_run_code_from_a_file_or_reach_the_network(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in FORBIDDEN_CALLS, f"{path.name}:{node.lineno}"
        if isinstance(node, ast.Import):
            names = {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {node.module or ""}
        else:
            continue
        found = names | {name.split(".")[0] for name in names}
        assert not {name for name in found & FORBIDDEN_IMPORTS if (path.name, name) not in KEPT}


ANY = st.text(
    st.characters() | st.sampled_from('\x00\x1b\u2028\ud800\udfff\ufffe\U0010ffff"\\</“”'), max_size=80
)


@cases(500)
@given(ANY, ANY)
def test_json_and_sarif_are_valid_with_any_text(text: str, name: str) -> None:
    result = textclean.clean(text)
    record = json_lines.dumps(json_lines.report(result, name))
    assert json.loads(record.encode())["file"] == name
    files = load("sarif").assemble([sarif_record(result, name)], summary(), "r.sarif")
    for _, data in files:
        whole: dict[str, Any] = json.loads(data)
        assert whole["version"] == "2.1.0"


def sarif_record(result: textclean.Result, name: str) -> str:
    return load("sarif").record(result, name, ())


def summary() -> Any:
    from textclean.reports.summary import Summary

    return Summary()


@pytest.mark.parametrize(
    "start", ["=1+1", "+1", "-1", "@SUM(1)", '=HYPERLINK("https://a.example")', "=cmd|' /C x'!A0"]
)
def test_formulas_are_text_and_stay(start: str) -> None:
    assert textclean.clean(f"{start}\n").text == f"{start}\n"
