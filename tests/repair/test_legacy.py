"""Texts in the charsets that Unicode replaced, written for these tests, are read as they were meant."""

import pytest

from textclean.repair import legacy
from textclean.repair.decode import decode
from textclean.repair.sampling import sample

GERMAN = "Die Brücke über den Fluß bleibt für Fußgänger gesperrt, sagte die Bürgermeisterin am Dienstag."
FRENCH = "À l'école du village, les élèves ont reçu des crêpes après la fête de Noël."
SPANISH = "El señor Núñez llegó mañana por la tarde, según contó su compañera de oficina."
POLISH = "Wójt gminy ogłosił wczoraj, że droga do szkoły będzie zamknięta jeszcze przez tydzień."
CZECH = "Žluťoučký kůň přeběhl přes náměstí a zastavil se až u řeky, řekl svědek."
HUNGARIAN = "A polgármester szerint a hidat csak jövő héten nyitják meg a gyalogosok előtt."
CROATIAN = "Gradonačelnik je rekao da će most biti otvoren tek sljedeći tjedan, što građane ljuti."
LATVIAN = "Tilts pār upi būs slēgts līdz nākamajai nedēļai, pavēstīja pilsētas mērs."
RUSSIAN = "Мост через реку закрыт до следующей недели, сообщили жителям города."
UKRAINIAN = "Міст через річку закрито до наступного тижня, повідомили мешканцям її міста."
GREEK = "Η γέφυρα του ποταμού μένει κλειστή ως την άλλη εβδομάδα, είπε ο δήμαρχος."
TURKISH = "Köprü önümüzdeki haftaya kadar yayalara kapalı kalacak, dedi belediye başkanı."
HEBREW = "הגשר מעל הנהר סגור עד השבוע הבא, אמר ראש העיר לתושבים."
ARABIC = "الجسر فوق النهر مغلق حتى الأسبوع القادم كما قال رئيس البلدية للسكان."
THAI = "สะพานข้ามแม่น้ำปิดจนถึงสัปดาห์หน้า นายกเทศมนตรีบอกกับชาวเมือง"
JAPANESE = "川にかかる橋は来週まで通行止めです、と市長は住民に話しました。"
CHINESE = "市长告诉居民，河上的桥要关闭到下个星期。"
TAIWANESE = "市長告訴居民，河上的橋要關閉到下個星期。"
KOREAN = "강 위의 다리는 다음 주까지 통행이 금지된다고 시장이 주민들에게 말했다."


@pytest.mark.parametrize(
    ("text", "codecs"),
    [
        (GERMAN, "cp1252 cp437 cp850 mac-roman"),
        (FRENCH, "cp1252 iso8859-15 cp850 mac-roman"),
        (SPANISH, "cp1252 cp437 cp850 mac-roman"),
        (POLISH, "cp1250 iso8859-2 cp852 mac-latin2 iso8859-16 iso8859-13"),
        (CZECH, "cp1250 iso8859-2 cp852 mac-latin2"),
        (HUNGARIAN, "cp1250 iso8859-2 cp852"),
        (CROATIAN, "cp1250 iso8859-2 iso8859-16"),
        (LATVIAN, "cp1257 iso8859-13 iso8859-10"),
        (RUSSIAN, "cp1251 iso8859-5 koi8-r cp866 mac-cyrillic"),
        (UKRAINIAN, "cp1251 koi8-u mac-cyrillic"),
        (GREEK, "cp1253 iso8859-7"),
        (TURKISH, "cp1254 iso8859-9 iso8859-3"),
        (HEBREW, "cp1255 iso8859-8"),
        (ARABIC, "cp1256 iso8859-6"),
        (THAI, "tis-620"),
        (JAPANESE, "shift_jis euc_jp"),
        (CHINESE, "gb18030"),
        (TAIWANESE, "big5"),
        (KOREAN, "euc_kr"),
    ],
)
def test_a_sentence_is_read_in_each_charset_of_its_language(text: str, codecs: str) -> None:
    for codec in codecs.split():
        assert decode(text.encode(codec)).text == text, codec


def test_the_evidence_names_language_and_runner_up() -> None:
    document = decode(POLISH.encode("cp1250"))
    assert document.encoding == "cp1250"
    assert document.runner_up
    assert "Polish" in document.evidence


def test_a_sample_takes_what_is_not_ascii_from_all_over_a_long_text() -> None:
    line = b"nothing but plain letters here\n"
    data = line * 3000 + "Straße\n".encode("cp1252") + line * 3000 + "Bäume\n".encode("cp1252")
    taken = sample(data)
    assert b"Stra\xdfe" in taken
    assert b"B\xe4ume" in taken
    assert len(taken) <= 4096


def test_a_long_text_of_which_one_line_is_not_ascii_is_read_right() -> None:
    text = "Nothing but plain letters here.\n" * 4000 + "“Naïve”, she said – and left.\n"
    assert decode(text.encode("cp1252")).text == text


def test_what_no_table_reads_is_left_to_the_order_of_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    data = ("Пароход пришёл в Орлино ночью, и никто его не встречал. " * 8).encode("cp1251")
    assert legacy.choose(data).evidence.endswith("reads like Russian")
    monkeypatch.setattr(legacy, "_BITS", 0.0)
    choice = legacy.choose(data)
    assert data.decode(choice.codec) == data.decode("cp1251")
    assert "in no language known here" in choice.evidence


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("A szóvivő szerint a gőzmalom tetőjét ősszel újítják fel.", "cp1250"),
        ("A szóvivő szerint a gőzmalom tetőjét ősszel újítják fel.", "iso8859-2"),
        ("Eski değirmenin çatısı sonbaharda yenilenecek.", "cp1254"),
        ("「水車小屋の屋根は秋に直す」と村長。", "shift_jis"),
        ("老磨坊的屋頂秋天要修。", "big5"),
    ],
)
def test_tags_and_addresses_around_a_text_do_not_speak_for_a_charset(text: str, codec: str) -> None:
    item = (
        '<item>\n  <title type="text/html">{}</title>\n  <link href="http://mill.example/news/2011/04/item.html"/>\n'
        "  <pubDate>Wed, 13 Apr 2011 07:00:00 +0200</pubDate>\n  <author>webmaster@mill.example</author>\n"
        '  <guid isPermaLink="false">tag:mill.example,2011:news-771</guid>\n</item>\n'
    )
    page = (
        '<?xml version="1.0"?>\n<rss version="2.0"><channel>\n' + item.format(text) * 6 + "</channel></rss>\n"
    )
    assert decode(page.encode(codec)).text == page


def test_a_page_of_which_only_tags_are_not_ascii_is_read_all_the_same() -> None:
    page = '<p><img alt="Größe über alles" src="a.png"></p>\n'
    assert decode(page.encode("cp1252")).text == page


@pytest.mark.parametrize(
    ("line", "odd", "codec"),
    [
        ("水車小屋の屋根は秋に直す、と村長は話しました。\n", "その①は№4の水車。\n", "cp932"),
        ("방앗간 지붕은 가을에 고친다고 촌장이 말했다.\n", "뷁 하고 펲 소리가 났다.\n", "cp949"),
    ],
)
def test_what_only_the_makers_charset_has_is_read_far_from_the_beginning(
    line: str, odd: str, codec: str
) -> None:
    text = line * 200 + odd + line * 200
    assert decode(text.encode(codec)).text == text


def test_japanese_in_half_width_letters_is_read_in_its_charset() -> None:
    text = "ﾐｽﾞｸﾞﾙﾏ ｺﾞﾔ ﾉ ﾔﾈ ﾊ ｱｷ ﾆ ﾅｵｽ。ﾑﾗﾋﾞﾄ ﾊ ﾖﾛｺﾝﾀﾞ。水車小屋は古い。"
    assert decode(text.encode("shift_jis")).text == text


@pytest.mark.parametrize("text", ["방앗간 지붕은 가을에 고친다.", KOREAN, KOREAN * 40])
def test_korean_of_dos_is_not_chinese(text: str) -> None:
    document = decode(text.encode("johab"))
    assert (document.text, document.encoding) == (text, "johab")
    assert decode(CHINESE.encode("gb18030")).encoding == "gb18030"
