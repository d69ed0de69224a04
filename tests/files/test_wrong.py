import pytest

from textclean.files.wrong import is_html, is_json, is_marked

ARTICLE = "The ferry left at nine, the harbour master said, and nobody was on the quay to see it go.\n\n" * 20


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html>\n<title>x",
        "\ufeff\n <html lang=en>",
        '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">',
        "<!-- saved -->\n<head><title>x</title>",
        "<BODY class=a>" + ARTICLE,
        '<div class="story">' + "<p>The ferry left.</p>\n" * 20,
    ],
)
def test_pages_and_pieces_of_them(text: str) -> None:
    assert is_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ARTICLE,
        "He wrote <html> on the board.\n" + ARTICLE,
        "<htmls, as he called them>" * 3,
        "<3 is how she signs her letters.\n" + ARTICLE,
        '<p align="center"><img src="ferry.png"></p>\n\n# Ferry\n\n' + ARTICLE,
        "<div> is a tag, and so are " + "<p> and <br>, said she. " * 3 + ARTICLE,
        "< " * 9000,
        "<!--" * 9000,
        "<div " * 9000,
    ],
)
def test_texts_that_show_a_tag_are_texts(text: str) -> None:
    assert not is_html(text)


def test_a_marked_copy_by_its_marks() -> None:
    for ends in ("\n", "\r\n"):
        block = ends.join(
            ["[-en.ad.slogan, my-site.ad.other 95%", "Light for the marshes!", "", "Buy it.", "-]", ""]
        )
        assert is_marked(block)
        assert is_marked(ARTICLE + block)
    for text in (
        "[-",
        "[-en.ad.slogan 95%\nAn end is missing.",
        "[- so far, 95%\n-]\n",
        "[-1.2 5%\n[-] and [-]\n",
    ):
        assert not is_marked(ARTICLE + text)


def test_json_by_its_name() -> None:
    assert is_json("a/B.JSON")
    assert not is_json("a.jsonl")
