"""Draw the picture of the HTML report that the README shows.

    python textclean/data/recipes/report_picture.py samples samples/report.png

Cleans every sample, writes the report and takes its picture in headless Chromium (Debian's package, driven by
the Python package playwright).
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from textclean import clean_bytes
from textclean.reports.formats import load
from textclean.reports.summary import Summary, count


def main(samples: str, picture: str, scheme: str = "light") -> None:
    """Write the picture of the report on all texts in the folder `samples`, opened at one of them."""
    form = load("html")
    summary = Summary()
    records = []
    for path in sorted(Path(samples).glob("*.txt")):
        result = clean_bytes(path.read_bytes())
        edits, words = count(result)
        summary.files += 1
        summary.changed += result.changed
        summary.counts.update(edits)
        summary.words.update(words)
        summary.encodings[result.document.encoding] += 1
        records.append(form.record(result, path.name, ()))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        report = Path(folder) / "report.html"
        for name, data in form.assemble(records, summary, str(report)):
            Path(name).write_bytes(data)
        browser = started.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(
            color_scheme="dark" if scheme == "dark" else "light", viewport={"width": 1200, "height": 840}
        ).new_page()
        page.goto(report.as_uri())
        page.click("#files >> text=ferry.txt")
        for _ in range(4):
            page.keyboard.press("j")
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
