"""Halves of mojibake that other programs folded or set straight come back; what looks like them stays."""

import pytest

from textclean import clean


def repaired(text: str) -> str:
    return clean(text, stages=["repair"]).text


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("Elle est lÃ  et lÃ  pour de bon.", "Elle est là et là pour de bon."),
        ("VoilÃ le barrage, dit-il.", "Voilà le barrage, dit-il."),
        ("Il l'a dÃ©jÃ .", "Il l'a déjà."),
        ("La cittÃ aprirÃ a maggio, sarÃ cosÃ¬.", "La città aprirà a maggio, sarà così."),
        ("A atenÃ§Ã£o Ã s crianÃ§as, igual Ã quela.", "A atenção às crianças, igual àquela."),
        ("Xem phim hĂ i má»›i.", "Xem phim hài mới."),
        ("Ã la fin, il pleut.", "à la fin, il pleut."),
        ("Г la pГЄche, le mГ©decin dort.", "à la pêche, le médecin dort."),
        ('The ferry â€" the last one â€" has left.', "The ferry — the last one — has left."),
        ('Open 9â€"12 on weekdays.', "Open 9–12 on weekdays."),
        ('The Weirpumpâ"¢ is back.', "The Weirpump™ is back."),
        ("â€Å“The weirâ€\x9d, it isnâ€â„¢t.", "“The weir”, it isn’t."),
        ("Ã¥klagaren sade nej.", "åklagaren sade nej."),
        ("┬┐Que pasa?", "¿Que pasa?"),
        ("Torno al pi√π presto.", "Torno al più presto."),
    ],
)
def test_halves_come_back(damaged: str, right: str) -> None:
    assert repaired(damaged) == right


@pytest.mark.parametrize(
    "text",
    [
        "A MANHÃ e a IRMÃ não dormem.",
        "GRĂ și ĂLA sunt scrise mare.",
        "Герань и Г стоят рядом.",
        "UTF-8 read as latin-1 shows lÃ que for là que.",
        "Er sagte: Ã ist kein deutscher Buchstabe.",
    ],
)
def test_right_text_stays(text: str) -> None:
    assert repaired(text) == text
