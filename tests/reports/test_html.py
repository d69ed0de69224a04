"""The HTML report: inert whatever it shows, and whole in what it gives back."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.reports.samples import ONE, SUMMARY, result
from textclean import Document, Edit, Notice, Result, apply
from textclean.reports import html


def only_page(*documents: dict[str, Any]) -> str:
    [(path, page)] = html.pages(documents, SUMMARY, "out/r.html")
    assert path == "out/r.html"
    return page


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_parts_give_both_texts() -> None:
    parts = html.document_data(ONE, "a.txt")["parts"]
    assert "".join(p if isinstance(p, str) else p["before"] for p in parts) == ONE.document.text
    assert "".join(p if isinstance(p, str) else p["after"] for p in parts) == ONE.text


def test_the_page_holds_the_figures_of_the_run_and_its_rules() -> None:
    data = data_of(only_page(html.document_data(ONE, "a.txt"), html.failed_data("b.txt", "cannot be read")))
    assert data["totals"] == SUMMARY.as_json()
    assert data["documents"][0]["words"] == 3
    assert data["documents"][0]["rules"]["en.newsletter.sign-up"]["category"] == "newsletter"
    assert data["documents"][1]["error"] == "cannot be read"


class Scripts(HTMLParser):
    """Collects elements and their attributes, as a browser would see them."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]><img src=x onerror=alert(1)>",
    "\u2028alert(1)\u2029",
    "&lt;script&gt;",
    "\x00\x1b[31m\x9b\ud800",
]


def given(text: str, edits: list[Edit], warnings: tuple[Notice, ...] = ()) -> Result:
    """A result of a text given as `str`, which may hold what no file can."""
    return Result(Document(text), apply(text, edits), tuple(edits), warnings)


def shape(text: str) -> list[tuple[str, list[str]]]:
    """The elements of a page that shows `text` wherever it shows any, with the names of their attributes."""
    whole = f"a {text} b"
    edits = [Edit(2, text, f"{text}!", ("quotes.straight",), 1.0, text)]
    shown = html.document_data(given(whole, edits, (Notice(0, text, "repair.x", text),)), text)
    gone = html.document_data(given(whole, [Edit(2, text, "", ("en.ad.x",), 0.9, text)]), text)
    parser = Scripts()
    parser.feed(only_page(shown, gone, html.failed_data(text, text)))
    return [(tag, sorted(attributes)) for tag, attributes in parser.elements]


@pytest.mark.parametrize("hostile", [*HOSTILE, "\"' onload=alert(1) x=", "</noscript><img src=x>"])
def test_hostile_texts_and_names_add_no_element(hostile: str) -> None:
    assert shape(hostile) == shape("harmless")
    page = only_page(html.document_data(given(hostile, []), hostile))
    assert data_of(page)["documents"][0]["name"] == hostile
    page.encode("utf-8")


def test_nothing_comes_from_outside_and_only_its_own_script_runs() -> None:
    page = only_page(html.document_data(ONE, "a.txt"))
    assert "://" not in page.replace("http://www.w3.org/2000/svg", "")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none';")
    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    for source in [*script, *style]:
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy[1]
    assert len(script) == len(style) == 1


def test_a_big_report_is_cut_into_pages_that_link_to_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "PAGE_LIMIT", 2000)
    big = result("x" * 5000 + "“" + "y" * 3000, [Edit(5000, "“", '"', ("quotes.straight",))])
    documents = [html.document_data(ONE, f"{n}.txt") for n in range(4)] + [html.document_data(big, "big.txt")]
    made = list(html.pages(documents, SUMMARY, "out/r.html"))
    names = [Path(path).name for path, _ in made]
    assert names == ["r.html", *[f"r.{n}.html" for n in range(2, len(made) + 1)]]
    assert len(made) > 4
    shown = []
    for path, page in made:
        data = data_of(page)
        assert data["pages"] == names
        assert data["page"] == Path(path).name
        assert data["totals"] == SUMMARY.as_json()
        shown += data["documents"]
    pieces = [document for document in shown if document["path"] == "big.txt"]
    assert [(piece["part"], piece["of"]) for piece in pieces] == [
        (number, len(pieces)) for number in range(1, len(pieces) + 1)
    ]
    assert [part["start"] for piece in pieces for part in piece["parts"] if isinstance(part, dict)] == [5000]
    whole = "".join(
        part if isinstance(part, str) else part["before"]
        for document in shown
        if document["name"].startswith("big.txt")
        for part in document["parts"]
    )
    assert whole == big.document.text
