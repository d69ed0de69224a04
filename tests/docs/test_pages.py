"""The site's pages, each run as its reader would: from top to bottom, in a folder with the samples."""

import importlib
import re
import shutil
from pathlib import Path

import pytest

from tests.examples import ROOT, blocks, commands, fails_as_doctest, launcher, output

FOLDER = ROOT / ".docs" / "pages"
PAGES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.md"))
NEEDS = {
    "how-to/dataframes.md": ("pandas", "polars", "datasets", "pyarrow"),
    "how-to/cluster.md": ("pyarrow", "numpy"),
    "how-to/corpus.md": ("pyarrow",),
}
"""Libraries that a page shows; where one is not installed, the page cannot run."""


def timeless(printed: str) -> str:
    """What a command printed, without the moment and the folder that a run is told by."""
    return re.sub(r"(?m)-\d{8}T\d{6}Z(: .*), \d{4}-\d\d-\d\d \d\d:\d\d, in /.*$", r"\1", printed)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_what_it_says(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for library in NEEDS.get(page, ()):
        pytest.importorskip(library)
    here = tmp_path / "here"
    here.mkdir()
    shutil.copytree(ROOT / "samples", here / "samples", ignore=shutil.ignore_patterns("labelled"))
    monkeypatch.chdir(here)
    programs = launcher(tmp_path / "bin")
    names: dict[str, object] = {}
    for block in blocks((FOLDER / page).read_text(encoding="utf-8")):
        if block.title and "/" not in block.title.replace("textclean/", ""):
            (here / block.title).parent.mkdir(parents=True, exist_ok=True)
            (here / block.title).write_text(block.text, encoding="utf-8")
        for command, printed in commands(block.text) if block.kind == "console" else ():
            assert timeless(output(command, here, programs)) == timeless(printed), command
        if block.kind == "pycon":
            assert not fails_as_doctest(block.text, page, names)


def test_every_page_is_in_the_navigation() -> None:
    text = (ROOT / ".docs" / "mkdocs.yml").read_text(encoding="utf-8")
    generated = {"reference/commands.md", "gallery.md"}
    assert all(f" {page}\n" in f"{text}\n" for page in {*PAGES, *generated})


def test_every_rule_is_on_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("mkdocs")
    from textclean.boilerplate.ruleset import shipped_rules

    monkeypatch.syspath_prepend(ROOT / ".docs")
    text = "\n".join(importlib.import_module("hooks").generated().values())
    assert all(f"## {rule.id} {{" in text for rule in shipped_rules())
    assert "## textclean fix\n" in text or "### textclean fix\n" in text


@pytest.mark.parametrize(
    ("origin", "uses", "url"),
    [
        ("git@github.com:marsh/textclean.git", "marsh/textclean", "https://github.com/marsh/textclean"),
        ("https://github.com/marsh/clean/", "marsh/clean", "https://github.com/marsh/clean"),
        ("ssh://git@forge.example/marsh/clean", "OWNER/textclean", "https://forge.example/marsh/clean"),
        ("/srv/clones/textclean", "OWNER/textclean", "https://github.com/OWNER/textclean"),
        ("", "OWNER/textclean", "https://github.com/OWNER/textclean"),
    ],
)
def test_a_page_has_the_address_of_its_repository(
    origin: str, uses: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("mkdocs")
    monkeypatch.syspath_prepend(ROOT / ".docs")
    page = "uses: OWNER/textclean/.github/actions/check@v0\nrepo: https://github.com/OWNER/textclean\n"
    shown = importlib.import_module("hooks").addressed(page, origin)
    assert shown == f"uses: {uses}/.github/actions/check@v0\nrepo: {url}\n"
