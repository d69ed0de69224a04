"""UTF-16 and UTF-32 without a mark, ISO 2022: found by form, and not where they are not."""

import pytest

from textclean.repair.decode import decode

TEXTS = [
    "The bridge is closed until next week, the mayor said.",
    "Мост закрыт.",
    "สะพานข้ามแม่น้ำปิดจนถึงสัปดาห์หน้า",
    "הגשרסגורעדהשבועהבא",
    "पुल अगले सप्ताह तक बंद रहेगा",
    "川にかかる橋は来週まで通行止めです、と市長は住民に話しました。",
    "市长告诉居民，河上的桥要关闭到下个星期。",
    "다리는 다음 주까지 통행이 금지된다",
    "Emoji 😀 too",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(text: str, codec: str) -> None:
    document = decode(text.encode(codec))
    assert document.text == text
    assert document.encoding == codec


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("codec", ["utf-32-le", "utf-32-be"])
def test_utf32_without_a_mark(text: str, codec: str) -> None:
    assert decode(text.encode(codec)).text == text


def test_utf16_cut_inside_a_character() -> None:
    data = "Zwei Wörter.".encode("utf-16-le")[:-1]
    document = decode(data)
    assert document.text.startswith("Zwei Wörter")
    assert document.encode() == data


@pytest.mark.parametrize("codec", ["iso2022_jp", "iso2022_kr"])
def test_seven_bits_with_escape_sequences(codec: str) -> None:
    text = "橋は通行止めです" if codec == "iso2022_jp" else "다리는 통행이 금지된다"
    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize(
    "data",
    [
        b"A\0few \0stray NULs in a plain sentence that is long enough.",
        b"\x1b[1mbold\x1b[0m on a terminal, not Japanese",
        b"tab\tand form feed\x0c and line\r\n",
        b"\x08\x08typed over\x08\x08\x08",
    ],
)
def test_ascii_with_control_characters_stays_ascii(data: bytes) -> None:
    document = decode(data)
    assert document.text == data.decode("ascii")
    assert document.encoding == "utf-8"


def test_korean_in_seven_bits_says_so_at_its_beginning() -> None:
    text = "방앗간 지붕은 가을에 고친다.\nThe mill.\n촌장이 말했다.\n"
    data = text.encode("iso2022_kr")
    document = decode(data)
    assert (document.text, document.encoding) == (text, "iso2022_kr")
    assert document.encode() == data
    assert decode("水車小屋\n".encode("iso2022_jp")).encoding == "iso2022_jp"
