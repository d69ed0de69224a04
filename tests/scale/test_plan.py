"""The plan for 100 TB: what the page shows is what the script says."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / ".docs" / "scripts" / "plan_100tb.py"


def said(*args: str) -> str:
    return subprocess.run([sys.executable, SCRIPT, *args], capture_output=True, text=True, check=True).stdout


def test_the_page_shows_what_the_script_says() -> None:
    page = (ROOT / ".docs" / "pages" / "how-to" / "hundred-terabytes.md").read_text(encoding="utf-8")
    assert f"```text\n{said()}```" in page


def test_twice_the_rate_is_half_the_time() -> None:
    lines = [said("--rate", rate, "--ray", "1") for rate in ("10", "20")]
    hours = [float(line.partition("core-hours")[2].split()[0].replace(",", "")) for line in lines]
    assert hours == [2778, 1389]
