"""The HTML report in a real Chromium: what a person sees, presses and gets."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from click.testing import CliRunner

from tests.reports.samples import ONE, SUMMARY, result
from tests.reports.xss import STRINGS
from textclean import Edit, Notice
from textclean.cli import main
from textclean.reports import html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium")
playwright = pytest.importorskip("playwright.sync_api", reason="needs the Python package playwright")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's package chromium")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HOSTILE = [
    "<script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "<svg onload=window.hit=1>",
    "\"><iframe srcdoc='<script>parent.hit=1</script>'>",
    "javascript:window.hit=1",
    "<a href=javascript:window.hit=1>x</a>",
    "<style>*{display:none}</style>",
    "<base href=//evil.example>",
    "${window.hit=1}{{window.hit=1}}",
    "<!--",
    "\u202eevil\u202c \x1b[31m \x00",
]


FOCUSED = "document.activeElement.dataset.number"


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


class Opened:
    """A report in a tab, with all that the console said."""

    def __init__(self, browser: "Browser", path: Path, scheme: Literal["light", "dark"] = "light") -> None:
        self.page: Page = browser.new_context(color_scheme=scheme, accept_downloads=True).new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.requests: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri())

    def clean(self) -> str:
        value: str = self.page.input_value("#clean")
        return value


def write(folder: Path, *documents: dict[str, Any]) -> Path:
    for path, page in html.pages(documents, SUMMARY, str(folder / "r.html")):
        Path(path).write_text(page, encoding="utf-8")
    return folder / "r.html"


@pytest.fixture
def opened(browser: "Browser", tmp_path: Path) -> Iterator[Opened]:
    batch = [html.document_data(ONE, "b/one.txt"), html.document_data(result("same", []), "a.txt")]
    tab = Opened(browser, write(tmp_path, *batch, html.failed_data("gone.txt", "cannot be read")))
    yield tab
    assert tab.complaints == []
    assert len(tab.requests) == 1
    tab.page.context.close()


def test_shows_the_clean_text_and_every_change(opened: Opened) -> None:
    assert opened.clean() == ONE.text
    assert opened.page.locator("#text .change").count() == 3
    assert opened.page.inner_text("#count") == "3 of 3 ticked"
    assert "Encodings: utf-8 2" in opened.page.inner_text("#summary")
    assert "no word of the document tells which letter" in opened.page.inner_text("#notices")


def test_a_removal_is_folded_to_a_line_and_opens_on_demand(opened: Opened) -> None:
    fold = opened.page.locator("#text .gone")
    assert "newsletter" in fold.inner_text()
    assert "97 %" in fold.inner_text()
    assert "Sign up now" not in opened.page.inner_text("#text")
    assert "\n" not in opened.page.inner_text("#text .line .open")
    fold.locator(".open").click()
    assert "Sign up now" in fold.inner_text()
    assert "en.newsletter.sign-up" in fold.inner_text()
    fold.locator(".open").click()
    assert "Sign up now" not in opened.page.inner_text("#text")


def test_what_decides_is_told_alone_and_once(browser: "Browser", tmp_path: Path) -> None:
    rules = ("repair.entity", "xx.share.a-button", "yy.share.a-button")
    one = result("Hi\nShare\n", [Edit(3, "Share\n", "", rules, 0.9)])
    tab = Opened(browser, write(tmp_path, html.document_data(one, "a.txt")))
    assert tab.page.inner_text("#text .what") == "A button"
    tab.page.context.close()


def test_a_mended_place_reads_as_mended_and_tells_what_it_was(opened: Opened) -> None:
    mend = opened.page.locator("#text .mend").first
    assert opened.page.inner_text("#text").startswith('A "b" c')
    mend.hover()
    assert "“" in opened.page.inner_text("#card .was")
    assert "quotes.straight" in opened.page.inner_text("#card")
    opened.page.click("#card button")
    assert opened.page.inner_text("#text").startswith('A “b" c')
    assert opened.clean() == ONE.text.replace('"', "“", 1)


def test_a_change_inside_a_line_is_no_fold(browser: "Browser", tmp_path: Path) -> None:
    one = result("A b c.", [Edit(2, "b ", "", ("en.share.button",), 0.9)])
    tab = Opened(browser, write(tmp_path, html.document_data(one, "a.txt")))
    assert tab.page.inner_text("#text") == "A c."
    tab.page.locator("#text .change").click()
    assert "b" in tab.page.inner_text("#card .was")
    tab.page.context.close()


def test_unticking_changes_the_offered_text_and_the_download(opened: Opened) -> None:
    opened.page.locator("#text .gone input").uncheck()
    wanted = 'A "b" c\nSign up now\nEnd caf\ufffd\n'
    assert opened.clean() == wanted
    assert opened.page.inner_text("#count") == "2 of 3 ticked"
    assert "Sign up now" in opened.page.inner_text("#text")
    with opened.page.expect_download() as download:
        opened.page.click("#download")
    assert download.value.suggested_filename == "one.txt"
    assert Path(download.value.path()).read_text(encoding="utf-8") == wanted
    opened.page.locator("#text .gone input").check()
    assert opened.clean() == ONE.text


def test_keys_walk_the_changes_and_the_space_bar_unticks(opened: Opened) -> None:
    opened.page.keyboard.press("j")
    opened.page.keyboard.press("j")
    opened.page.keyboard.press("k")
    assert opened.page.evaluate(FOCUSED) == "0"
    opened.page.keyboard.press("Space")
    assert opened.clean() == ONE.text.replace('"', "“", 1)
    opened.page.keyboard.press("Space")
    opened.page.keyboard.press("k")
    assert opened.page.evaluate(FOCUSED) == "2"
    opened.page.keyboard.press("o")
    assert "Sign up now" in opened.page.inner_text("#text")
    opened.page.keyboard.press("Space")
    assert "Sign up now" in opened.clean()


def test_doubtful_changes_come_first_across_files(browser: "Browser", tmp_path: Path) -> None:
    doubtful = result("Go\nHome\n", [Edit(3, "Home\n", "", ("en.navigation.row",), 0.81)])
    batch = [html.document_data(ONE, "a.txt"), html.document_data(doubtful, "b.txt")]
    tab = Opened(browser, write(tmp_path, *batch))
    first = tab.page.locator("#queue li").first
    assert [part in first.inner_text() for part in ("navigation", "Home", "b.txt")] == [True] * 3
    tab.page.keyboard.press("d")
    assert tab.page.inner_text("#name") == "b.txt"
    assert tab.page.evaluate(FOCUSED) == "0"
    tab.page.keyboard.press("d")
    assert tab.page.inner_text("#name") == "a.txt"
    assert tab.page.evaluate(FOCUSED) == "2"
    tab.page.keyboard.press("D")
    assert tab.page.inner_text("#name") == "b.txt"
    tab.page.context.close()


def test_a_question_mark_shows_the_keys(opened: Opened) -> None:
    opened.page.keyboard.press("?")
    assert "least sure first" in opened.page.inner_text("#keys")
    opened.page.keyboard.press("Escape")
    assert not opened.page.locator("#keys").is_visible()


def test_untick_all_gives_the_original(opened: Opened) -> None:
    opened.page.click("#reject")
    assert opened.clean() == ONE.document.text
    opened.page.click("#accept")
    assert opened.clean() == ONE.text


def test_ticks_go_by_kind_and_by_rule_here_or_everywhere(browser: "Browser", tmp_path: Path) -> None:
    batch = [html.document_data(ONE, "a.txt"), html.document_data(ONE, "b.txt")]
    tab = Opened(browser, write(tmp_path, *batch))
    tab.page.uncheck("#kinds input[value=quotes]")
    assert tab.clean() == "A “b” c\nEnd caf\ufffd\n"
    tab.page.check("#kinds input[value=quotes]")
    assert tab.clean() == ONE.text
    tab.page.check("#everywhere")
    tab.page.locator("#kinds summary").last.click(position={"x": 3, "y": 8})
    tab.page.uncheck('#kinds input[value="en.newsletter.sign-up"]')
    tab.page.keyboard.press("n")
    assert tab.page.inner_text("#name") == "b.txt"
    assert "Sign up now" in tab.clean()
    tab.page.context.close()


def test_marks_of_a_kind_hide_but_its_changes_stay(opened: Opened) -> None:
    opened.page.locator("#kinds .eye").first.click()
    assert opened.page.locator("#text .change:not(.quiet)").count() == 1
    assert opened.clean() == ONE.text


def test_files_sort_filter_and_open(opened: Opened) -> None:
    names = opened.page.locator("#files tr td:first-child")
    assert names.all_inner_texts() == ["a.txt", "b/one.txt", "gone.txt"]
    opened.page.click("#columns th:nth-child(3) button")
    opened.page.click("#columns th:nth-child(3) button")
    assert names.all_inner_texts()[0] == "b/one.txt"
    opened.page.select_option("#state", "failed")
    assert names.all_inner_texts() == ["gone.txt"]
    opened.page.select_option("#state", "all")
    opened.page.fill("#search", "A.TXT")
    opened.page.click("#files button")
    assert opened.clean() == "same"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sign up", "newsletter"),
        ("quotes.straight", '“ → "'),
        ("End caf", "End caf"),
        ("zzz", "Nothing found."),
    ],
)
def test_search_looks_through_text_rules_and_changes(opened: Opened, words: str, found: str) -> None:
    opened.page.keyboard.press("/")
    opened.page.keyboard.type(words)
    assert found in opened.page.locator("#queue li").first.inner_text()


def test_what_is_found_in_a_text_is_selected_there(opened: Opened) -> None:
    opened.page.fill("#search", "end CAF")
    opened.page.locator("#queue button").first.click()
    assert opened.page.evaluate("getSelection().toString()") == "End caf"


@pytest.mark.parametrize(("height", "open_"), [(1200, True), (300, False)])
def test_the_chart_folds_where_it_would_fill_the_screen(
    browser: "Browser", tmp_path: Path, height: int, open_: bool
) -> None:
    batch = [html.document_data(ONE, f"{number}.txt") for number in range(9)]
    path = write(tmp_path, *batch)
    page = browser.new_page(viewport={"width": 900, "height": height})
    page.goto(path.as_uri())
    assert page.locator("#chart").is_visible() is open_
    page.close()


def test_decisions_come_back_with_the_page(browser: "Browser", tmp_path: Path) -> None:
    path = write(tmp_path, html.document_data(ONE, "a.txt"), html.document_data(ONE, "b.txt"))
    tab = Opened(browser, path)
    tab.page.keyboard.press("j")
    tab.page.keyboard.press("Space")
    tab.page.keyboard.press("n")
    tab.page.click("#reject")
    tab.page.reload()
    assert tab.clean() == ONE.text.replace('"', "“", 1)
    tab.page.keyboard.press("n")
    assert tab.clean() == ONE.document.text
    write(tmp_path, html.document_data(result("same", []), "a.txt"), html.document_data(ONE, "b.txt"))
    tab.page.reload()
    assert tab.clean() == "same"
    tab.page.keyboard.press("n")
    assert tab.clean() == ONE.text
    tab.page.context.close()


def test_a_browser_that_keeps_nothing_is_told_of(browser: "Browser", tmp_path: Path) -> None:
    page = browser.new_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    page.goto(write(tmp_path, html.document_data(ONE, "a.txt")).as_uri())
    page.click("#reject")
    assert page.input_value("#clean") == ONE.document.text
    assert page.locator("#unkept").is_visible()
    page.close()


def test_decisions_are_saved_as_one_json(opened: Opened) -> None:
    opened.page.click("#files tr:nth-child(2) button")
    opened.page.locator("#text .gone input").uncheck()
    with opened.page.expect_download() as download:
        opened.page.keyboard.press("s")
    assert download.value.suggested_filename == "r.decisions.json"
    saved = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert [each["path"] for each in saved["files"]] == ["b/one.txt", "a.txt"]
    one = saved["files"][0]
    assert one["sha256"] == hashlib.sha256(ONE.document.encode()).hexdigest()
    assert [(edit["start"], edit["before"]) for edit in one["done"]] == [(2, "“"), (4, "”")]
    [kept] = one["kept"]
    assert (kept["start"], kept["before"], kept["after"]) == (8, "Sign up now\n", "")
    assert (kept["rules"], kept["confidence"]) == (["en.newsletter.sign-up"], 0.97)


def test_apply_carries_out_what_was_saved(
    browser: "Browser", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a run, through the page, to the files: 😀 counts as one code point there and as two units here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    text = "😀 “A” isn’t “b”.\n\nSign up to our newsletter\n\nThe quay was “full”.\n"
    Path("a.txt").write_text(text, encoding="utf-8")
    Path("b.txt").write_bytes("“Früh”, dit-il. L’été “clair”.\n".encode("cp1252"))
    run = CliRunner().invoke(main, ["fix", "--report", "r.html", "a.txt", "b.txt", "-o", "clean"])
    assert run.exit_code == 0
    tab = Opened(browser, tmp_path / "r.html")
    wanted = {}
    for name in ("a.txt", "b.txt"):
        assert tab.page.inner_text("#name") == name
        tab.page.keyboard.press("j")
        tab.page.keyboard.press("Space")
        tab.page.keyboard.press("k")
        tab.page.keyboard.press("Space")
        wanted[name] = tab.clean()
        assert wanted[name] != Path("clean", name).read_text(encoding="utf-8")
        tab.page.keyboard.press("n")
    with tab.page.expect_download() as download:
        tab.page.click("#save")
    download.value.save_as("d.json")
    tab.page.context.close()
    assert CliRunner().invoke(main, ["apply", "d.json", "-i"]).exit_code == 0
    assert {name: Path(name).read_text(encoding="utf-8") for name in wanted} == wanted
    assert CliRunner().invoke(main, ["undo", "--yes"]).exit_code == 0
    assert Path("a.txt").read_text(encoding="utf-8") == text


def test_the_report_is_readable_without_javascript(browser: "Browser", tmp_path: Path) -> None:
    path = write(tmp_path, html.document_data(ONE, "a.txt"), html.failed_data("b.txt", "cannot be read"))
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(path.as_uri())
    shown = page.inner_text("body")
    for wanted in ("2 files, 1 changed", 'A "b" c', "cannot be read", "97% sure", "Removed (newsletter)"):
        assert wanted in shown
    assert "Sign up now" not in shown
    page.click("summary")
    assert "Sign up now" in page.inner_text("body")
    assert not page.locator("#tools").is_visible()
    page.context.close()


def test_what_is_focused_and_named_has_a_role(opened: Opened) -> None:
    opened.page.keyboard.press("n")
    opened.page.keyboard.press("p")
    box = opened.page.get_by_role("checkbox", name="Removed, line 2: ", exact=False)
    assert box.count() == 1
    for role in ("searchbox", "combobox", "table", "toolbar"):
        assert opened.page.get_by_role(role).count() >= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_have_contrast_in_both_themes(
    browser: "Browser", tmp_path: Path, scheme: Literal["light", "dark"]
) -> None:
    tab = Opened(browser, write(tmp_path, html.document_data(ONE, "one.txt")), scheme)
    tab.page.locator("#text .gone .open").click()
    tab.page.locator("#text .mend").first.focus()
    tab.page.keyboard.press("Space")
    for selector in (
        "#text",
        ".mend ins",
        ".undone del",
        ".gone .old",
        ".kind",
        ".open",
        "#facts",
        "#save",
        "#card del",
    ):
        ratio = tab.page.evaluate(CONTRAST, selector)
        assert ratio >= 4.5, f"{selector}: {ratio:.1f}"
    tab.page.context.close()


CONTRAST = """(selector) => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((c) => {
      const v = c / 255;
      return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let element = document.querySelector(selector), paper = "rgba(0, 0, 0, 0)";
  const ink = getComputedStyle(element).color;
  while (element && paper === "rgba(0, 0, 0, 0)") {
    paper = getComputedStyle(element).backgroundColor;
    element = element.parentElement;
  }
  const [a, b] = [light(ink), light(paper)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}"""


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_is_shown_and_stays_inert(browser: "Browser", tmp_path: Path, hostile: str) -> None:
    text = f"{hostile}\n{hostile}"
    edit = Edit(0, hostile, hostile + "!", ("quotes.straight",), 1.0, hostile)
    document = result(text, [edit], (Notice(0, hostile, "repair.x", hostile),))
    tab = Opened(browser, write(tmp_path, html.document_data(document, hostile)))
    tab.page.hover("#text .change")
    tab.page.keyboard.press("j")
    tab.page.keyboard.press("Space")
    tab.page.fill("#search", hostile)
    assert tab.page.evaluate("window.hit") is None
    assert tab.page.evaluate("document.querySelectorAll('script').length") == 2
    assert tab.page.evaluate("document.querySelectorAll('iframe, img, base, svg [onload]').length") == 0
    assert tab.page.evaluate("decided()") == text
    assert "\x1b" not in tab.page.inner_text("body")
    assert "\u202e" not in tab.page.inner_text("#text")
    assert tab.complaints == []
    tab.page.context.close()


def test_narrow_screens_do_not_scroll_sideways(browser: "Browser", tmp_path: Path) -> None:
    tab = Opened(browser, write(tmp_path, html.document_data(result("x" * 3000, []), "y" * 200)))
    tab.page.set_viewport_size({"width": 360, "height": 640})
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 360
    tab.page.context.close()


def test_two_hundred_attacks_at_once_stay_text(browser: "Browser", tmp_path: Path) -> None:
    """As text, as both sides of an edit, as its rule and reason, as a warning, as a name, as an error."""
    assert len(set(STRINGS)) >= 200
    text = "\n".join(STRINGS)
    edits, start = [], 0
    for attack in STRINGS:
        edits.append(Edit(start, attack, f"{attack}!", (f"en.ad.{attack}",), 0.9, attack))
        start += len(attack) + 1
    notices = tuple(Notice(edit.start, edit.before, "repair.x", edit.before) for edit in edits)
    whole = html.document_data(result(text, edits, notices), f"{STRINGS[0]}.txt")
    names = [html.document_data(result(attack, []), attack) for attack in STRINGS[::10]]
    names += [html.failed_data(attack, attack) for attack in STRINGS[5::10]]
    tab = Opened(browser, write(tmp_path, whole, *names))
    assert tab.page.locator("#text .change").count() == len(STRINGS)
    for number in range(0, len(STRINGS), 9):
        tab.page.locator("#text .change").nth(number).hover()
        tab.page.locator("#text .change").nth(number).focus()
        tab.page.keyboard.press("Space")
        tab.page.keyboard.press("Escape")
    assert tab.page.evaluate("window.hit") is None
    assert tab.page.evaluate("document.querySelectorAll('script').length") == 2
    inert = "document.querySelectorAll('iframe, img, base, object, form, meta[http-equiv=refresh]').length"
    assert tab.page.evaluate(inert) == 0
    assert tab.complaints == []
    assert len(tab.requests) == 1
    tab.page.context.close()
