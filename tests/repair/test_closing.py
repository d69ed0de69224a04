"""A capital before the mark that closes a quotation is no half of mojibake."""

import pytest

from textclean import clean
from textclean.repair.closing import closing


@pytest.mark.parametrize(
    "text",
    [
        "O filme “A IRMÃ” estreia na segunda.",
        "A capa dizia «AMANHû e mais nada, «MAÇÃ».",
        "Bảng ghi “CHẢ CÁ LÃ” và “ĐÃ”.",
        "Filmin adı “HÂLÂ”, dedi.",
        "Le mot “Â” n’existe pas, «PÂ» non plus.",
    ],
)
def test_right_capitals_stay(text: str) -> None:
    assert clean(text, stages=["repair"]).text == text


def test_without_an_open_quotation_two_characters_are_one() -> None:
    assert (
        clean("Die FÃ”RMEL und das BÃ”RD stehen.", stages=["repair"]).text
        == "Die FÔRMEL und das BÔRD stehen."
    )
    assert clean("NÃ£o Ã© o AVÃ” que fala.", stages=["repair"]).text == "Não é o AVÔ que fala."


def test_places() -> None:
    line = "“A IRMÃ” e “Ã” e IRMÃ”"
    assert closing(line) == [line.index("Ã"), line.index("“Ã") + 1]
    assert closing("") == []
