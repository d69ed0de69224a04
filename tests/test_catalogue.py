"""Titles and kinds of rules, for reports."""

from pathlib import Path

from textclean.catalogue import describe


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
