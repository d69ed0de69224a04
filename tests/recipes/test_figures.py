from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.recipes.test_compose import PIECES, TAGS, labelled
from textclean.boilerplate import model as shipped
from textclean.data.recipes.page_model import bare, calibrating, cleaning, extracted, figures
from textclean.data.recipes.page_model.cleaning import STAYS
from textclean.data.recipes.page_model.labelled import Choice

ALL, NONE = 0.97, STAYS


def test_words_are_counted_alike_whatever_the_marks() -> None:
    assert bare.words("“It’s 5 o'clock”, she said.") == ["its", "5", "oclock", "she", "said"]
    assert bare.words("東京の朝") == list("東京の朝")


def test_a_line_has_gone_when_its_first_word_has() -> None:
    lines = ["Home", "", "  The ferry", "Give", "Give more"]
    text = "\n".join(lines)
    first, last = text.index("Home"), text.index("Give")
    removed = [(first, first + 6, 0.9), (last, len(text) + 1, 0.8)]
    assert cleaning.fate_of(lines, removed) == [0.9, STAYS, STAYS, 0.8, 0.8]


def test_a_page_counts_in_its_rows() -> None:
    tally = figures.Tally()
    page = labelled("pages", "C", "donation", "share", "M", "C", group="hand:traps-x")
    tally.page(figures.rows_of(page), page, [NONE, ALL, NONE, ALL, ALL])
    assert set(tally.pages) == {"hand traps-x", "all hands", "traps"}
    assert tally.share("traps", "kept") == 50
    assert tally.share("traps", "hurt") == 100
    assert tally.share("traps", "removed") == 75  # three words of four
    assert tally.share("traps", "en") == 100
    assert tally.share("traps", "other") is None
    assert len(list(tally.table())) == 4


def test_appeals_set_in_and_traps() -> None:
    page = labelled("inject", "C", "C", "M")
    tags = ("inj:donation", "trap:support", "")
    lines = [line._replace(tag=tag) for line, tag in zip(page.lines, tags, strict=True)]
    rows = list(figures.set_in([(page._replace(lines=lines), [ALL, NONE, NONE])]))
    assert [row.split() for row in rows] == [
        ["inj:donation", "removed", "100.0", "%"],
        ["trap:support", "kept", "100.0", "%"],
    ]


def test_stated_confidence_against_truth() -> None:
    page = labelled("news", "C", "donation", "M")
    found = list(figures.outcomes([(page, [0.9, 0.9, 0.9])]))
    assert found == [("news", 0.9, False, 2), ("news", 0.9, True, 3)]
    assert list(figures.reliability(found))[-1].split() == ["0.90", "60.0", "(5)"]


def test_an_extractor_before_and_after() -> None:
    article = "On Monday a ferry came into the harbour that no one had bought"
    page = extracted.Extracted("news tool", article, [article, "Sign up now"])
    change = extracted.changes([(page, [NONE, ALL])])["news tool"]
    assert change.before < change.after == 100
    assert (change.lost, change.right, change.sure) == (0, 100, 100)
    worse = extracted.changes([(page, [0.6, ALL])])["news tool"]
    assert worse.after < worse.before
    assert worse.right == pytest.approx(100 * 3 / 16)
    assert worse.sure == 100
    assert [right for _, _, right, _ in extracted.outcomes([(page, [0.6, ALL])])] == [False, True]


def said(odds: Sequence[float], labels: Sequence[int]) -> bare.Said:
    count = len(odds)
    columns = (odds, labels, [10] * count, [0] * count, [2] * count, [True] * count, ["hands"] * count)
    return bare.Said(*map(np.array, columns))


def test_the_bar_that_keeps_so_much() -> None:
    found = said([-9, -4, -3, 2, 3, 4], [0, 0, 1, 1, 1, 1])
    assert bare.shares(found, bare.bar_for(found, 100)) == bare.Share(100, 100, 100, 0)
    assert bare.shares(found, bare.bar_for(found, 75)).kept == 75


def test_calibration_finds_how_sure_to_be() -> None:
    odds = np.random.default_rng(1).uniform(-6, 0, 20_000)
    truth = np.random.default_rng(2).random(20_000) < 1 / (1 + np.exp(-0.5 * -odds - 0.3))
    line = calibrating.fitted(said(odds.tolist(), (~truth).astype(int).tolist()))
    assert line == pytest.approx((0.5, 0.3), abs=0.06)
    assert line(np.array([0.0]))[0] == pytest.approx(1 / (1 + np.exp(-0.3)), abs=0.02)


def test_without_mistakes_there_is_nothing_to_calibrate_on() -> None:
    assert calibrating.fitted(said([-3, 2], [0, 1])) == (1, 0)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """Weights that know nothing yet."""
    learning = pytest.importorskip("textclean.data.recipes.page_model.learning", exc_type=ImportError)
    start = learning.fresh(PIECES, learning.Sizes(12, 16, 8), None)
    shipped.save(tmp_path / "page.bin", learning.packed(start.net, start.written), start.settings)
    return tmp_path / "page.bin"


def test_calibration_is_written_into_the_weights(weights: Path, tmp_path: Path) -> None:
    for hand in "ab":
        folder = tmp_path / "kit" / "pages" / hand
        folder.mkdir(parents=True)
        text = "".join(f"{tag}\t{TAGS[tag].format(hand)}\n" for tag in ("C", "donation") * 5)
        (folder / "001-en-ferry.tsv").write_text(text)
    calibrating.calibrate(
        tmp_path / "kit", [(weights, Choice(leave=("hand:b",)))], (100, 50), weights, lambda line: None
    )
    settings = shipped.load(weights)[1]
    assert set(settings["bars"]) == {"careful", "thorough"}
    assert len(settings["calibration"]) == 2


def test_every_page_is_asked_of_the_weights_that_never_saw_it(weights: Path, tmp_path: Path) -> None:
    for number in range(12):
        folder = tmp_path / "kit" / "pages" / f"h{number}"
        folder.mkdir(parents=True)
        (folder / "001-en-ferry.tsv").write_text("C\tferry\n")
    found = calibrating.unseen(tmp_path / "kit", [(weights, Choice(fold)) for fold in range(5)])
    groups = [[page.group for page in pages] for _, pages in found]
    assert sorted(group for part in groups for group in part) == sorted(
        f"hand:h{number}" for number in range(12)
    )
    assert all(Choice(fold)(group) for fold, part in enumerate(groups) for group in part)


def test_all_of_it_on_a_small_kit(weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        cleaning, "fate", lambda task: [ALL if "give" in line else NONE for line in task.lines]
    )
    folder = tmp_path / "kit" / "pages" / "a"
    folder.mkdir(parents=True)
    (folder / "001-en-ferry.tsv").write_text("C\tthe ferry\ndonation\tplease give\n")
    printed: list[str] = []
    figures.figures(tmp_path / "kit", [(weights, Choice())], ("careful",), 1, printed.append, jobs=1)
    assert any(
        line.split() == ["all", "hands", "1", "100.00", "0.00", "100.00", "100.00", "–"] for line in printed
    )
