"""Options are checked once, and a wrong one says what would be right."""

from typing import Any

import pytest

import textclean
from textclean.errors import OptionError
from textclean.settings import CATEGORIES, STAGES, Options, options_from


def test_defaults_clean_everything() -> None:
    options = Options()
    assert options.stages == STAGES
    assert (options.quotes, options.boilerplate, options.repair) == ("straight", "careful", "careful")


def test_stages_run_in_their_order_whatever_the_order_given() -> None:
    assert options_from({"stages": ["quotes", "repair"]}).stages == ("repair", "quotes")


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_can_be_kept_and_removed(category: str) -> None:
    assert options_from({"keep": [category], "remove": [category]}).keep == (category,)


def test_what_summaries_call_a_stage_s_changes_can_be_kept() -> None:
    assert options_from({"keep": ["repair"]}).stages == ("boilerplate", "quotes")
    assert options_from({"keep": ["quotes"]}).stages == ("repair", "boilerplate")


@pytest.mark.parametrize("tag", ["en", "de-CH", "sr-Latn-RS", "zh_TW", "fil"])
def test_language_tags(tag: str) -> None:
    assert options_from({"language": tag}).language == tag


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("stages", ["repairs"], "repair, boilerplate, quotes"),
        ("stages", "repair", "list"),
        ("quotes", "curly", "straight, typographic, keep"),
        ("boilerplate", "bold", "careful, thorough"),
        ("repair", "thorough", "careful, bold"),
        ("quote_marks", "“”", "four marks"),
        ("quote_marks", ["“", "”", "‘", "’"], "four marks"),
        ("language", "english please", "tag"),
        ("language", "", "tag"),
        ("language", 3, "tag"),
        ("keep", ["newsleter"], "; did you mean newsletter?"),
        ("keep", ["repair.mojibak"], "did you mean repair.mojibake?"),
        ("keep", ["model.newsletters.page"], "did you mean model.newsletter.page?"),
        ("keep", ["repair.zzz"], "rules list"),
        ("remove", ["repair"], "newsletter"),
        ("remove", ["repair.mojibake"], "no boilerplate"),
        ("remove", "newsletter", "list"),
        ("keep", [3], "list"),
        ("quote", "straight", "quotes"),
    ],
)
def test_a_wrong_option_names_itself_and_what_it_takes(option: str, value: Any, words: str) -> None:
    with pytest.raises(OptionError) as error:
        textclean.Cleaner(**{option: value})
    assert str(error.value).startswith(f"{option}: ")
    assert words in str(error.value)
    assert "\n" not in str(error.value)
