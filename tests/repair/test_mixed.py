"""Files of two encodings: each part is read by its own, and right UTF-8 stays as it is."""

import pytest

from textclean.repair.decode import decode

UTF8 = [
    "Das Café am Markt schließt früher, weil der Bäcker krank ist.",
    "„Für heute“, sagte er, „genügt das.“",
    "Später öffnete niemand mehr die Tür.",
]


@pytest.mark.parametrize(
    ("line", "codec"),
    [
        ("Die Gäste wären gern länger geblieben – „schade“, fand einer.", "cp1252"),
        ("Burmistrz zapowiedział, że ścieżka będzie gotowa jesienią.", "cp1250"),
        ("Новый мост через реку откроют осенью, сообщили в мэрии.", "cp1251"),
        ("Новый мост через реку откроют осенью, сообщили в мэрии.", "koi8-r"),
        ("Η γέφυρα θα ανοίξει ξανά το φθινόπωρο, είπε ο δήμαρχος.", "cp1253"),
    ],
)
def test_a_line_in_a_legacy_charset_among_lines_of_utf8(line: str, codec: str) -> None:
    data = b"\n".join([UTF8[0].encode(), line.encode(codec), UTF8[1].encode(), UTF8[2].encode()])
    document = decode(data)
    assert document.text == "\n".join([UTF8[0], line, *UTF8[1:]])
    assert document.encode() == data
    assert document.encoding == "utf-8"
    assert codec in document.evidence


def test_single_legacy_bytes_inside_a_line_of_utf8() -> None:
    data = "\n".join(UTF8).encode().replace("ü".encode(), b"\xfc", 2).replace("“".encode(), b"\x93", 1)
    document = decode(data)
    assert document.text == "\n".join(UTF8)
    assert document.encode() == data


def test_bytes_that_make_sense_in_no_charset_become_the_replacement_character() -> None:
    data = "\n".join(UTF8).encode() + b"\nUnd dann fiel\xff\xfe der Strom aus."
    document = decode(data)
    assert document.text.endswith("Und dann fiel\ufffd\ufffd der Strom aus.")
    assert document.stray == 2
    assert document.encode() == data


@pytest.mark.parametrize(
    ("text", "byte"),
    [
        ("The press is free#, she said, and “it wasn’t”.\n", b"\x9d"),  # ť in cp1250
        ("It wasn’t so, she said. #\n", b"\xff"),  # ’ in iso8859-13
        ("It wasn’t so # she said.\n", b"\xff"),
    ],
)
def test_a_byte_that_no_neighbour_speaks_for_is_lost(text: str, byte: bytes) -> None:
    assert decode(text.encode().replace(b"#", byte)).text == text.replace("#", "\ufffd")


@pytest.mark.parametrize(
    ("text", "byte"),
    [
        ("“It wasn’t so in the caf#,” she said.\n", "é"),
        ("It wasn’t so# she said.\n", "…"),
        ("“It wasn’t so,# she said.\n", "”"),
        ("– It wasn’t so # she said.\n", "–"),
        ("“ It wasn’t so , # she said .\n", "”"),
        ("Il a dit « ça va #, puis il est parti à la mer.\n", "»"),
    ],
)
def test_a_byte_that_stands_where_its_sign_can_stand_is_read(text: str, byte: str) -> None:
    assert decode(text.encode().replace(b"#", byte.encode("cp1252"))).text == text.replace("#", byte)


def test_a_stray_byte_in_a_tag_leaves_the_text_utf8() -> None:
    data = 'Schön war es <a hre\udcf6sf="x">dort</a>.'.encode("utf-8", "surrogateescape")
    document = decode(data)
    assert (document.text, document.encoding) == ('Schön war es <a hreösf="x">dort</a>.', "utf-8")
    assert document.encode() == data


def test_a_text_with_all_its_odd_bytes_in_tags_is_read() -> None:
    data = b'There it was <a hre\xf6sf="\xc3\xa9">.'
    assert decode(data).encode() == data


def test_emoji_as_pairs_of_surrogates() -> None:
    data = "Schön \U0001f600!".encode("utf-16-le").decode("utf-16-le", "surrogatepass").encode()
    pair = "\ud83d\ude00".encode("utf-8", "surrogatepass")
    data = data.replace("\U0001f600".encode(), pair)
    document = decode(data)
    assert document.text == "Schön \U0001f600!"
    assert "CESU-8" in document.evidence
    assert document.encode() == data


def test_half_a_surrogate_pair_is_no_character() -> None:
    data = "\n".join(UTF8).encode() + "\ud83d fehlt".encode("utf-8", "surrogatepass")
    document = decode(data)
    assert document.text.endswith("\ufffd fehlt")
    assert document.encode() == data


def test_a_cut_inside_the_last_character_leaves_none() -> None:
    data = UTF8[0].encode() + b"\xe2\x80"
    document = decode(data)
    assert document.text == UTF8[0]
    assert document.encode() == data
    assert "cut" in document.evidence


@pytest.mark.parametrize("before", ["On se retrouve", "« On y est déjà », dit-il,", "“C’est là”, dit-elle,"])
def test_a_last_letter_in_cp1252_is_not_taken_for_a_cut(before: str) -> None:
    assert decode(f"{before} au caf".encode() + b"\xe9").text == f"{before} au café"


@pytest.mark.parametrize(
    "text", ["« On y est déjà », dit-il, au café", "“C’est là”, dit-elle “", "漢字の本、本"]
)
def test_a_cut_behind_the_first_byte_of_what_a_text_has_is_one(text: str) -> None:
    data = text.encode()
    cut = len(text[:-1].encode()) + 1
    assert decode(data[:cut]).text == text[:-1]


def test_a_long_file_with_one_legacy_line_is_still_utf8() -> None:
    lines = UTF8 * 2000
    data = "\n".join(lines).encode() + b"\nSch\xf6n war es.\n" + "\n".join(lines).encode()
    document = decode(data)
    assert document.text == "\n".join([*lines, "Schön war es.", *lines])
    assert document.encode() == data


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Мостът над реката остава затворен, каза кметът.", "cp866"),
        ("Привет, мир", "cp866"),
        ("你好，世界", "gb18030"),
        ("こんにちは", "shift_jis"),
    ],
)
def test_legacy_bytes_that_form_utf8_by_chance_prove_nothing(text: str, codec: str) -> None:
    document = decode(text.encode(codec))
    assert document.text == text
    assert document.encoding == codec


def test_a_byte_order_mark_does_not_hide_that_lines_are_mixed() -> None:
    data = b"\xef\xbb\xbf" + "\n".join(UTF8).encode() + b"\nSch\xf6n war es."
    document = decode(data)
    assert document.text == "\n".join([*UTF8, "Schön war es."])
    assert document.encode() == data
    assert document.bom == b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("「老磨坊」的屋頂。 要修。", "big5"),
        ("2006年。屋頂 秋天 要修..。", "big5"),
        ("水車小屋の屋根は、秋に直す。", "euc_jp"),
    ],
)
def test_short_lines_between_english_ones_are_not_utf8_by_chance(text: str, codec: str) -> None:
    page = (
        f"The Lantern, weekly letter\n{text}\nRead more at the inn\n<br/>\n{text}\nOur mill’s roof\n{text}\n"
    )
    page = page.replace("’", "'")
    document = decode(page.encode(codec))
    assert (document.text, document.stray) == (page, 0)
