import json
import lzma
from pathlib import Path

import pytest

from textclean.data.recipes.page_model.labelled import (
    BOILERPLATE,
    CONTENT,
    FOLDS,
    UNKNOWN,
    Choice,
    added,
    fold_of,
    outlet_of,
    read_kit,
    source_of,
)

ROOT = Path(__file__).parents[2]
PAGE = (
    "navigation\tHome / Harbour\nC\tThe ferry that nobody ordered\n"
    "M\tBy Ida Holm\n_\ndonation\tGive £5 →\n_\t\n"
)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_rows(path: Path, *rows: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path.write_bytes(lzma.compress(data) if path.suffix == ".xz" else data)


def test_a_labelled_page(tmp_path: Path) -> None:
    write(tmp_path / "bote" / "001-de-ferry.tsv", PAGE)
    (page,) = added(tmp_path)
    assert (page.set, page.language, page.group) == ("added", "de", "hand:bote")
    assert [line.label for line in page.lines if line.text] == [BOILERPLATE, CONTENT, UNKNOWN, BOILERPLATE]
    assert [line.tag for line in page.lines if line.text] == ["navigation", "article", "", "donation"]
    assert [line.kind for line in page.lines if line.text] == [13, 0, -1, 2]


def test_a_wrong_tag_is_named_with_its_place(tmp_path: Path) -> None:
    write(tmp_path / "001-en-ferry.tsv", "C\tThe ferry\nnewletter\tSign up\n")
    with pytest.raises(ValueError, match=r"001-en-ferry\.tsv:2: 'newletter' is no tag"):
        list(added(tmp_path))


def test_every_form_of_a_kit(tmp_path: Path) -> None:
    write(tmp_path / "pages" / "en-z" / "001-en-ferry.tsv", PAGE)
    write(tmp_path / "articles" / "01-fr-bac.tsv", PAGE)
    write(tmp_path / "news" / "001-de-westmarkbote-2024-05-03.tsv", PAGE)
    real = {
        "id": "a",
        "lang": "en",
        "mode": "full",
        "site": "westmark.example",
        "lines": ["Home", "The ferry", "3 March"],
        "labels": [0, 1, None],
        "flags": {"0": "inj:donation"},
    }
    write_rows(tmp_path / "boilerplate" / "dev.jsonl", real)
    blocks = {"label": "content", "text": "The ferry"}
    write_rows(tmp_path / "blocks" / "blocks-it.jsonl", blocks)
    unit = {"lang": "en", "label": "donation", "lines": ["Dear reader,", "Give"], "author": "en-z"}
    keep = {"lang": "en", "lines": ["She wrote the letter."], "author": "en-z"}
    write_rows(tmp_path / "units.jsonl.xz", unit)
    write_rows(tmp_path / "keeps.jsonl.xz", keep)
    appeal = {"lang": "de", "label": "share", "text": "Teilen\n\nMailen", "source": "bote/page"}
    write_rows(tmp_path / "appeals.jsonl.xz", appeal)
    buttons = [
        {"lang": "en", "label": "navigation", "text": text, "source": "tool"} for text in ("Home", "{x}")
    ]
    write_rows(tmp_path / "ui.jsonl.xz", *buttons)
    found = {page.set: page for page in read_kit(tmp_path)}
    assert {name: page.group for name, page in found.items()} == {
        "pages": "hand:en-z",
        "articles": "hand:articles",
        "news": "outlet:westmarkbote",
        "real": "site:westmark.example",
        "blocks": "hand:articles",
        "units": "hand:en-z",
        "keeps": "hand:en-z",
        "appeals": "source:bote/page",
        "ui": "source:tool",
    }
    assert [line.label for line in found["real"].lines] == [BOILERPLATE, CONTENT, UNKNOWN]
    assert found["real"].lines[0].tag == "inj:donation"
    assert found["real"].lines[0].kind == -1
    assert found["blocks"].language == "it"
    assert [len(page.lines) for page in (found["units"], found["appeals"], found["ui"])] == [2, 2, 1]
    assert {line.label for line in found["keeps"].lines} == {CONTENT}


def test_an_appeal_that_was_cut_out_of_an_outlets_page_goes_with_it() -> None:
    news = outlet_of(Path("001-de-westmarkbote-2024-05-03.tsv"))
    assert source_of("a/b tests/resources/parser/test_data/at/WestmarkBote_2024_05_03") == news


def test_folds_are_disjoint_cover_all_and_never_change() -> None:
    groups = [f"hand:{letter}" for letter in "abcdefghijklmnop"]
    folds = [[group for group in groups if Choice(fold)(group)] for fold in range(FOLDS)]
    assert sorted(group for fold in folds for group in fold) == sorted(groups)
    assert [fold_of(group) for group in ("hand:en-a", "outlet:westmarkbote", "site:a.example")] == [3, 2, 4]


def test_groups_left_out_by_name_win_over_the_fold() -> None:
    choice = Choice(fold_of("hand:b"), ("hand:a",))
    assert choice("hand:a-1")
    assert not choice("hand:b")
    assert Choice() == Choice(None, ())
    assert not Choice()


def test_the_projects_own_pages_are_read() -> None:
    folder = ROOT / "samples" / "labelled"
    pages = list(read_kit(folder))
    assert len(pages) > 9000
    assert {page.group.partition(":")[0] for page in pages} == {"hand"}
    assert {fold_of(page.group) for page in pages} == set(range(FOLDS))
