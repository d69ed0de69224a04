"""Write the golden reports anew, after a change of rules that was meant; read what differs before committing.

python -m tests.golden.write
"""

import json
from pathlib import Path
from typing import Any

from textclean import clean_bytes
from textclean.reports.json_lines import report

GOLDEN = Path(__file__).parent
SAMPLES = sorted((GOLDEN.parent.parent / "samples").glob("*.txt"))


def report_of(sample: Path) -> dict[str, Any]:
    """The report on a sample under its plain name."""
    return report(clean_bytes(sample.read_bytes()), sample.name)


if __name__ == "__main__":
    for path in SAMPLES:
        text = json.dumps(report_of(path), ensure_ascii=False, indent=1) + "\n"
        (GOLDEN / f"{path.stem}.report.json").write_text(text, encoding="utf-8")
