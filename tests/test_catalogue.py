"""Titles and kinds of rules, for reports; whatever name an edit or a notice can bear is in the tables."""

import re
from pathlib import Path
from typing import Any

import pytest

import textclean
from textclean.catalogue import describe, own_rules
from textclean.settings import CATEGORIES

SOURCE = Path(textclean.__file__).parent
NAME = re.compile(r"""["']((?:repair|quotes)\.[a-z-]+|model\.[a-z-]+\.page)["']""")
RULES = own_rules()
ARTICLE = """\
The lighthouse at Orrin went dark on Monday, and the council met for three hours to talk about who should pay.

Ada Quill, who has kept the light for thirty years, told the meeting that the old lamp could not be mended.

The harbour master said ships would steer by radio until the spring, when the ministry is to decide.

"""


def test_a_rule_of_each_stage_has_its_title_from_the_data() -> None:
    described = describe("en.newsletter.no-such-rule")
    assert described.category == "newsletter"
    assert described.stage == "boilerplate"
    assert describe("repair.no-such-rule").category == "repair"


def test_a_rule_without_an_entry_is_described_by_its_name() -> None:
    assert describe("repair.no-such-rule").title == "No such rule"
    assert describe("odd").title == "Odd"


def test_users_own_rules_are_looked_up_in_their_files(tmp_path: Path) -> None:
    own = tmp_path / "site.toml"
    own.write_text('[jobs-bar]\ntitle = "The bar with\\nvacancies"\n')
    assert describe("site.ad.jobs-bar", (str(own),)).title == "The bar with vacancies"


def test_every_name_in_the_source_is_in_a_table_and_the_other_way_round() -> None:
    files = (path for path in SOURCE.rglob("*.py") if "recipes" not in path.parts)
    named = {name for path in files for name in NAME.findall(path.read_text(encoding="utf-8"))}
    named |= {f"model.{category}.page" for category in CATEGORIES}
    assert named == RULES.keys()


@pytest.mark.parametrize("name", RULES)
def test_a_rule_has_a_title_and_what_it_says_or_does(name: str) -> None:
    rule = RULES[name]
    assert rule["title"]
    assert rule.get("warns") or {"removes", "keeps"} <= rule.keys() or "keeps" in rule


@pytest.mark.parametrize("name", [name for name in RULES if "keeps" in RULES[name]])
def test_the_counter_example_stays(name: str) -> None:
    rule, stage = RULES[name], name.partition(".")[0].replace("model", "boilerplate")
    text = f"{ARTICLE}{rule['keeps']}\n" if stage == "boilerplate" else rule["keeps"]
    result = textclean.Cleaner(stages=[stage], quotes=rule.get("mode", "straight")).clean(text)  # type: ignore[list-item]
    assert result.text == text
    assert not (rule.get("warns") and name in {notice.rule for notice in result.warnings})


@pytest.mark.parametrize("name", [name for name in RULES if "removes" in RULES[name]])
def test_the_example_below_an_article_goes(name: str) -> None:
    options: dict[str, Any] = {"stages": ["boilerplate"], "remove": [name.split(".")[1]]}
    assert (
        textclean.Cleaner(**options).clean(f"{ARTICLE}{RULES[name]['removes']}\n").text
        == ARTICLE.rstrip("\n") + "\n"
    )


def test_halves_of_a_surrogate_pair_are_joined() -> None:
    edit = textclean.clean("The fox \ud83e\udd8a ran.").edits[0]
    assert (edit.after, edit.rules) == ("🦊", ("repair.surrogates",))
