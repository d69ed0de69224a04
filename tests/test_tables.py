"""The short reader of word lists reads what a TOML parser reads."""

import tomllib
from pathlib import Path

import pytest

import textclean
from textclean.tables import read_table

DATA = Path(textclean.__file__).parent / "data"


@pytest.mark.parametrize("name", ["languages.toml", "quotes/apostrophes.toml", "quotes/marks.toml"])
def test_a_table_reads_as_toml_does(name: str) -> None:
    whole = tomllib.loads((DATA / name).read_text(encoding="utf-8"))
    sections = {"": {key: value for key, value in whole.items() if isinstance(value, str)}}
    sections |= {key: value for key, value in whole.items() if isinstance(value, dict)}
    assert read_table(name) == sections
