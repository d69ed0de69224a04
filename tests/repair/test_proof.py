import pytest

from textclean.repair.lost_letters import words_of
from textclean.repair.proof import STUMP, bare_proof


@pytest.mark.parametrize(
    "text",
    [
        "a lost year?€? and",
        "“Well,â€ she said",
        "itâs late",
        "caf\ufffd",
        "â??Go!",
        "M?¼ller",
        "publicï¿½",
        "sagte FÃ?rst",
        "weâ€?ll",
    ],
)
def test_stumps_prove_damage(text: str) -> None:
    assert STUMP.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "Is it 5 €? Or €? Nobody knew.",
        "Kâğıt hâlâ ucuz.",
        "C’est là ? RÂLEUR ! L’âme, l’âge, le dégât.",
        "»Wirklich?«, fragte er. „Ja?“",
        "O PÃO, A MANHÃ, SÃO JOÃO?",
        "Å i åa ä e ö. ÅSA Å.",
        "20. Qxf7?! Kh8?? 21. Ng6",
        "NESTLÉ® ™ © 2020, 10 €–12 €",
        "СССР? Р. С. Иванов",
    ],
)
def test_right_text_proves_nothing(text: str) -> None:
    assert not STUMP.search(text)


def test_bare_question_marks_need_words_that_nothing_else_can_be() -> None:
    assert bare_proof("I don?t know, and she won?t say.", words_of("en")) >= 1
    assert bare_proof("?Well,? said the mayor, ?we shall see.?", words_of("en")) >= 1
    assert bare_proof("Die W?hler in M?nchen k?nnen das nicht verst?ndlich finden.", words_of("de")) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "who?what?when?where?why?",
        "Where is it?Nobody can say.",
        "file?.txt, colo?r, *.tx?",
        "https://orrin.example/?q=don?t&x=1",
        "y = s?.length ?? 0; z = a?b:c;",
        "the 5?6 range was not clear",
        "She wrote: how (?), why (?), and whence(?)",
    ],
)
def test_bare_question_marks_in_right_text_prove_nothing(text: str) -> None:
    assert bare_proof(text, words_of("en")) < 1
