"""The picture of a terminal that the README opens with shows what the commands print."""

import html
import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_recording_is_what_the_commands_print() -> None:
    spec = importlib.util.spec_from_file_location("recording", ROOT / ".docs" / "recording.py")
    assert spec is not None and spec.loader is not None  # noqa: PT018
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    picture = (ROOT / "samples" / "recording.svg").read_text(encoding="utf-8")
    shown = html.unescape("".join(re.findall(r"<text [^>]*>(.*?)</text>", picture, re.DOTALL)))
    printed = module.recorded().plain
    assert "faithful ship" in printed
    assert "".join(printed.split()) in "".join(shown.split())
