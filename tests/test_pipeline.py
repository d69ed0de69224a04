"""The pipeline: stages in turn, one list of edits, and a proof on every document."""

import pickle
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import textclean
from tests.support import cases
from textclean.edits import Changes, Edit, Notice
from textclean.errors import EncodingError, InputError, OptionError, ProofError, RuleError
from textclean.pipeline import prove
from textclean.settings import STAGES
from textclean.stages import run_stages

TEXT = "â€œOneâ€\x9d said “two”.\n\nSign up to our newsletter\n\nEnter your email address\n"


def test_a_cleaner_survives_pickling() -> None:
    cleaner = textclean.Cleaner(quotes="typographic", keep=["newsletter"])
    again = pickle.loads(pickle.dumps(cleaner))
    assert again.options == cleaner.options
    assert again.clean(TEXT) == cleaner.clean(TEXT)


def test_threads_share_a_cleaner() -> None:
    cleaner = textclean.Cleaner()
    texts = [TEXT * n for n in range(1, 9)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(cleaner.clean, texts)) == [cleaner.clean(text) for text in texts]


def family(rule: str) -> str:
    """The stage that a rule belongs to; boilerplate rules begin with their language."""
    prefix = rule.split(".")[0]
    return prefix if prefix in ("repair", "quotes") else "boilerplate"


@pytest.mark.parametrize("stage", STAGES)
def test_only_the_stages_asked_for_change_anything(stage: Any) -> None:
    edits = textclean.clean(TEXT, stages=[stage]).edits
    assert {family(rule) for edit in edits for rule in edit.rules} == {stage}


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('Ã"', "typographic"),
        (
            "“0«\nSign up to our newsletter\nHe measured 6' 2\" and weighed twelve stone, they said.",
            "straight",
        ),
    ],
)
def test_what_one_stage_makes_is_nothing_new_to_another(text: str, quotes: Any) -> None:
    once = textclean.clean(text, quotes=quotes).text
    assert textclean.clean(once, quotes=quotes).edits == ()


def test_no_stages_give_the_text_back() -> None:
    result = textclean.clean(TEXT, stages=[])
    assert (result.text, result.edits, result.warnings, result.changed) == (TEXT, (), (), False)


@cases(500)
@given(st.text(), st.text())
def test_prove_refuses_edits_that_do_not_lead_there(original: str, clean: str) -> None:
    if original == clean:
        prove(original, [], clean)
        return
    prove(original, [Edit(0, original, clean)], clean)
    with pytest.raises(ProofError):
        prove(original, [], clean)


def test_notices_speak_of_the_original() -> None:
    def first(text: str) -> Changes:
        return Changes([Edit(2, "cd", "CCDD", ("r.a",))], [Notice(0, "a", "r.a", "seen")])

    def second(text: str) -> Changes:
        assert text == "abCCDDef"
        spots: Sequence[int] = (0, 3, 6, 7)
        return Changes([], [Notice(spot, text[spot], "r.b", "seen") for spot in spots])

    text, edits, notices = run_stages([first, second], "abcdef")
    assert text == "abCCDDef"
    assert [notice.start for notice in notices if notice.rule == "r.b"] == [0, 2, 4, 5]
    assert edits == [Edit(2, "cd", "CCDD", ("r.a",))]


def test_a_cleaner_goes_where_a_function_is_wanted() -> None:
    cleaner = textclean.Cleaner()
    assert list(map(cleaner, [TEXT])) == [cleaner.clean(TEXT)]


@pytest.mark.parametrize(
    ("call", "value", "said"),
    [
        ("clean", None, "a null is not a text"),
        ("clean", b"caf\xe9", "use clean_bytes"),
        ("clean", 3.5, "takes a str, not float"),
        ("clean_bytes", None, "a null is no bytes"),
        ("clean_bytes", "café", "use clean"),
        ("clean_bytes", bytearray(b"a"), r"bytes\(\.\.\.\)"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line_that_says_what_to_do(
    call: str, value: Any, said: str
) -> None:
    with pytest.raises(InputError, match=said) as error:
        getattr(textclean, call)(value)
    assert isinstance(error.value, TypeError)
    assert "\n" not in str(error.value)


def test_bytes_that_are_no_text_are_refused_unless_their_encoding_is_named() -> None:
    image = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    with pytest.raises(EncodingError, match="binary, not text"):
        textclean.clean_bytes(image)
    assert textclean.clean_bytes(image, "cp1252").document.encode() == image


DAMAGED = (
    "The cafÃ©\u00a0\u00a0wasnâ€™t open all &eacute;t&eacute;, ,,so go.'' She said, \" Come in, \" twice."
)


@pytest.mark.parametrize(
    ("keep", "left"),
    [
        ("repair.mojibake", "cafÃ©"),
        ("repair.spaces", "\u00a0\u00a0"),
        ("repair.entity", "&eacute;t&eacute;"),
        ("quotes.straight", ",,so"),
        ("quotes.space", '" Come in, "'),
    ],
)
def test_a_rule_that_is_kept_changes_nothing_and_the_others_do_their_work(keep: str, left: str) -> None:
    assert left not in textclean.clean(DAMAGED).text
    result = textclean.clean(DAMAGED, keep=[keep])
    assert left in result.text
    assert result.edits
    assert not any(keep in edit.rules for edit in result.edits)
    assert textclean.clean(result.text, keep=[keep]).text == result.text


@pytest.mark.parametrize("text", ["‛čtyřmi''  | a | b |\n ", "‚القمر''„Voetbal'\nJa, eg `a` a tin."])
def test_where_the_stages_come_round_again_a_second_run_stops_at_the_same(text: str) -> None:
    cleaner = textclean.Cleaner(quotes="typographic")
    clean = cleaner.clean(text)
    assert cleaner.clean(clean.text).text == clean.text
    assert textclean.apply(text, clean.edits) == clean.text


def test_a_cut_off_character_is_a_warning() -> None:
    result = textclean.clean_bytes("Déjà vu au caf".encode() + b"\xc3")
    assert result.text == "Déjà vu au caf"
    (warning,) = result.warnings
    assert (warning.start, warning.text, warning.rule) == (14, "", "repair.lost-character")
    assert "C3" in warning.reason


@pytest.mark.parametrize("name", ["stages", "keep", "remove", "rules"])
@pytest.mark.parametrize("value", [None, 5, "ad", b"ad", [1]])
def test_what_is_no_list_of_names_says_so(name: str, value: Any) -> None:
    with pytest.raises(OptionError, match=f"{name}: .* is not a list of names"):
        textclean.Cleaner(**{name: value})


def test_a_wrong_rule_file_is_known_before_the_first_text() -> None:
    with pytest.raises(RuleError, match=r"nowhere\.toml"):
        textclean.Cleaner(rules=["nowhere.toml"])


def test_an_encoding_that_is_no_name_says_so() -> None:
    with pytest.raises(EncodingError, match="5 is not an encoding"):
        textclean.clean_bytes(b"a", encoding=5)  # type: ignore[arg-type]
