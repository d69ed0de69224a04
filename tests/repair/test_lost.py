import pytest
from hypothesis import given
from hypothesis import strategies as st

import textclean
from tests.support import cases
from textclean.edits import apply
from textclean.repair import repair_stage
from textclean.repair.lost import restore
from textclean.settings import Options

OPTIONS = Options()


def repaired(text: str) -> str:
    return apply(text, restore(text, OPTIONS).edits)


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("She called it ?€?a lost year?€? and left.", "She called it “a lost year” and left."),
        ("He asked: “Will it hold??€?", "He asked: “Will it hold?”"),
        ("It?€™s late ?€” too late.", "It’s late — too late."),
        ("â€œGood,â€? she said.", "“Good,” she said."),
        ("â??Good,â?? she said, and itâ??s over.", "“Good,” she said, and it’s over."),
        ("â€œGood,â€ she said.", "“Good,” she said."),
        ("They don\ufffdt know.", "They don’t know."),
    ],
)
def test_lost_marks_come_back_from_context(damaged: str, right: str) -> None:
    assert repaired(damaged) == right


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("It?€™s a fair day\ufffd\ufffd", "It’s a fair day\ufffd\ufffd"),
        ("L?€™homme est l?€™ami du jour\ufffd\ufffd", "L’homme est l’ami du jour\ufffd\ufffd"),
        ("C?€™est un beau jour\ufffd pour nous", "C’est un beau jour\ufffd pour nous"),
    ],
)
def test_what_was_cut_off_neither_becomes_a_letter_nor_hides_other_damage(damaged: str, right: str) -> None:
    assert repaired(damaged) == right


@pytest.mark.parametrize(
    "text",
    [
        "Is it 5 €? Or 7€? Or €? Nobody says.",
        "who?what?when?where?",
        "Mojibake such as “â€™” or `?€?` or (â€œ) is talked about here.",
        "In Unicode, U+FFFD \ufffd is the replacement character.",
        "file?.txt, colo?r, x ?? y",
        "20. Qxf7?! Kh8?? 21. Ng6",
    ],
)
def test_right_text_stays(text: str) -> None:
    assert repaired(text) == text


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("K\ufffdnig", "König"),
        ("Die Stra\ufffde zum See war gesperrt.", "Die Straße zum See war gesperrt."),
        ("Der Preis von 30\ufffdC im Schatten.", "Der Preis von 30°C im Schatten."),
        ("le 114\ufffdme bataillon consacr\ufffd", "le 114ème bataillon consacré"),
        ("He told him\ufffdand they told me\ufffdto wait.", "He told him—and they told me—to wait."),
        ("We don\ufffdt know, and they\ufffdre late.", "We don’t know, and they’re late."),
        ("���Hello,��� said the keeper to Zo��.", "“Hello,” said the keeper to Zoë."),
    ],
)
def test_where_nothing_but_the_loss_is_left_known_words_come_back(damaged: str, right: str) -> None:
    assert repaired(damaged) == right


@pytest.mark.parametrize(
    "text",
    [
        "за \ufffd\ufffd\ufffd\ufffd\ufffd\ufffd моста",
        "La \ufffd\ufffd\ufffd\ufffd de Madrid",
        "rose by \ufffd\ufffd in a week",
        "He waited\ufffd",
        "A \ufffdcrevatsky wind and the Kresn\ufffdv road in the north.",
        "Potom �turm vzal klobouk a šel k Vrb�kovi.",
        "������ � ����, ��� �����.",
        "s tabliczk\ufffd na drzwiach i z pieniędzmi",
    ],
)
def test_words_are_not_made_up(text: str) -> None:
    changes = restore(text, OPTIONS)
    assert not changes.edits
    assert changes.notices


def test_of_words_that_are_nothing_but_question_marks_none_becomes_a_mark_or_a_letter() -> None:
    text = (
        "?????????? ?? ????????? ?????? ?? 12 ???????.\n"
        "?????? ??? ???????? ?? ??????? ??? ?????, ??? ? ????????? ??????? ???? 1921."
    )
    changes = restore(text, OPTIONS)
    assert not changes.edits
    assert ["no letter is left" in notice.reason for notice in changes.notices] == [True]


def test_marks_of_three_question_marks_come_back_beside_a_few_that_stand_for_themselves() -> None:
    text = "He waited ?€” the ferry was late ?? or gone ?€” all day."
    assert repaired(text) == "He waited — the ferry was late ?? or gone — all day."


def test_in_a_language_of_few_such_letters_a_lost_one_needs_a_known_word() -> None:
    assert repaired("It?€™s the caf? on 2? Street that w? want") == "It’s the caf? on 2? Street that w? want"


def test_no_dash_stands_in_a_word_and_no_mark_without_its_partner() -> None:
    for text in ("Der Preu�enplatz", "�cretsizdi ve uzun", "na�vely done", "Fiat 30�x40"):
        assert not {"—", "–", "“", "”", "«", "‘", "…"} & set(repaired(text))


def test_what_is_left_undecided_is_not_read_otherwise_in_a_second_run() -> None:
    text = "Hasiči na��eli vodu a prameni�t� bylo such�."
    once = repaired(text)
    assert "á" not in once
    assert repaired(once) == once


def test_what_context_does_not_decide_is_a_notice() -> None:
    changes = restore("The \ufffd stands alone.", OPTIONS)
    assert not changes.edits
    assert [(notice.start, notice.text) for notice in changes.notices] == [(4, "\ufffd")]


@given(st.text(alphabet="ab ?€â“”\ufffd™œ\n", max_size=30))
@cases(300)
def test_a_second_run_changes_nothing(text: str) -> None:
    repair = repair_stage(OPTIONS)
    once = apply(text, repair(text).edits)
    assert not repair(once).edits


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("Die M?¼ller fuhren ?¼ber die Br?¼cke.", "Die Müller fuhren über die Brücke."),
        (
            "Die W?hler in M?nchen k?nnen das nicht verst?ndlich finden.",
            "Die Wähler in München können das nicht verständlich finden.",
        ),
        ("?Well,? said the mayor, ?we don?t know.?", "“Well,” said the mayor, “we don’t know.”"),
    ],
)
def test_letters_and_bare_marks(damaged: str, right: str) -> None:
    assert repaired(damaged) == right


def test_bold_takes_what_careful_only_reports() -> None:
    text = "The \ufffd and the n\ufffdve of the caf\ufffd were a clich\ufffd in Z\ufffdbrin."
    careful, bold = restore(text, OPTIONS), restore(text, Options(repair="bold"))
    assert len(bold.edits) > len(careful.edits)
    assert careful.notices


FRENCH = (
    "Le maire de Saint-Maur a promis # des efforts #, sans dire lesquels. "
    "# On verra bien #, r#pond la pr#sidente."
)


@pytest.mark.parametrize("mark", ["?", "\ufffd"])
def test_what_may_be_a_guillemet_becomes_no_letter(mark: str) -> None:
    text = FRENCH.replace("#", mark)
    assert repaired(text) == text.replace(f"r{mark}pond la pr{mark}s", "répond la prés")


def test_a_word_is_preferred_to_none() -> None:
    assert "na’ve" not in repaired("She is na?ve, and the caf? by the c?t? d'azur isn?t open, he said.")


def test_what_stays_undecided_among_what_came_back_is_a_warning() -> None:
    text = "Seit Jahren schneidet G?nther M?hrle Glas. Er schlie?t sie f?r immer, in der K?nigstra?e."
    result = textclean.clean(text, stages=["repair"])
    assert result.text == text.replace("G?n", "Gün").replace("?t s", "ßt s").replace("f?r", "für").replace(
        "K?nigstra?e", "Königstraße"
    )
    assert [(each.start, each.text) for each in result.warnings] == [(text.index("?hrle"), "?")]


def test_a_loss_in_an_address_is_said_and_its_own_question_mark_is_not() -> None:
    text = "Günther schreibt an https://bote.example/m\ufffdhle, sagt er."
    assert [each.start for each in textclean.clean(text, stages=["repair"]).warnings] == [
        text.index("\ufffd")
    ]
    address = "Mehr steht auf https://bote.example/liste?seite=2 und anderswo."
    lost = "Seit Jahren schneidet G?nther Glas. Er schlie?t sie f?r immer, in der K?nigstra?e."
    result = textclean.clean(f"{lost}\n{address}\n", stages=["repair"])
    assert result.text == (
        f"Seit Jahren schneidet Günther Glas. Er schließt sie für immer, in der Königstraße.\n{address}\n"
    )
    assert result.warnings == ()
