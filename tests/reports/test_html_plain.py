"""The report without JavaScript: readable, and as inert as the page."""

from tests.reports.samples import ONE, RAW, SUMMARY, result
from textclean import Edit, Notice
from textclean.reports import html_plain
from textclean.reports.html import document_data, failed_data


def test_an_article_reads_as_it_was_cleaned_and_folds_what_went() -> None:
    page = html_plain.articles([document_data(ONE, "a.txt")])
    assert "<h2>a.txt</h2>" in page
    assert '&quot;</ins>b<ins title="was “””: ' in page
    assert "<details><summary>Removed (newsletter): Invitation to sign up" in page
    assert "97% sure</summary><div>Sign up now\n</div></details>" in page
    assert "<li>Line 3: � – no word" in page


def test_a_file_that_failed_says_why() -> None:
    assert "<p>cannot be read</p>" in html_plain.articles([failed_data("b.txt", "cannot be read")])


def test_nothing_of_a_text_is_markup_or_turns_the_page() -> None:
    text = f"<b>&{RAW}\"'\r\n"
    edit = Edit(0, text, "", ("en.ad.x",), 0.9, text)
    shown = html_plain.articles([document_data(result(text, [edit], (Notice(0, text, "r", text),)), text)])
    assert "<b>" not in shown
    assert not set(RAW) & set(shown)


def test_the_figures_are_one_sentence() -> None:
    assert html_plain.line(SUMMARY.as_json()) == "2 files, 1 changed, 1 failed. Encodings: utf-8 2."
    left = {**SUMMARY.as_json(), "broken": {"null": 1}}
    assert "1 changed, 1 failed, 1 record left as before. Encodings" in html_plain.line(left)
