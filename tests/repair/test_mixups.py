"""Text of one charset read as another comes back; right text in any language stays."""

import pytest

from textclean import clean
from textclean.repair.mixups import odd_pairs
from textclean.repair.scripts import glued

TEXTS = {
    "ru": "Вечером дети вернулись с реки, и бабушка поставила на стол самовар. Никто не хотел идти спать.",
    "uk": "Увечері діти повернулися з річки, і бабуся поставила на стіл самовар. Ніхто не хотів іти спати.",
    "el": "Το βράδυ τα παιδιά γύρισαν από το ποτάμι και η γιαγιά έβαλε το τσάι στο τραπέζι.",
    "pl": "Wieczorem dzieci wróciły znad rzeki, a babcia postawiła na stół gorącą herbatę..",
    "cs": "Večer se děti vrátily od řeky a babička postavila na stůl čaj. Nikdo ještě nechtěl jít spát.",
    "tr": "Akşam çocuklar ırmaktan döndü, büyükanne masaya çay koydu, ışıklar açıktı.",
    "de": "Am Abend kamen die Kinder vom Fluß zurück, und die Großmutter stellte Tee auf den Tisch..",
    "fr": "À l’été, les enfants sont rentrés de la rivière et la grand-mère a posé le thé sur la table..",
    "hu": "Este a gyerekek hazajöttek a folyótól, és a nagymama teát tett az asztalra. Nőtt a hő.",
    "lt": "Vakare vaikai grįžo nuo upės, o močiutė pastatė ant stalo arbatą..",
    "zh": "傍晚孩子们从河边回来，奶奶把茶放在桌上。谁也不想去睡觉，大家都在听故事。",
    "ja": "夕方、子どもたちは川から帰ってきた。おばあさんは机の上にお茶を置いた。だれも寝たくなかった。",
    "ko": "저녁에 아이들이 강에서 돌아왔고 할머니는 식탁에 차를 놓았다. 아무도 자고 싶어 하지 않았다.",
    "th": "ตอนเย็นเด็ก ๆ กลับมาจากแม่น้ำ และคุณยายวางน้ำชาไว้บนโต๊ะ ไม่มีใครอยากนอน",
    "vi": "Buổi tối bọn trẻ từ sông trở về, bà đặt ấm trà lên bàn. Chưa ai muốn đi ngủ.",
    "is": "Um kvöldið komu börnin heim frá ánni og amma setti te á borðið. Enginn vildi fara að sofa.",
    "da": "Om aftenen kom børnene hjem fra åen, og bedstemor satte te på bordet. Ingen ville gå i seng.",
    "mt": "Filgħaxija t-tfal ġew lura mix-xmara u n-nanna poġġiet it-te fuq il-mejda.",
    "uz": "Kechqurun bolalar daryodan qaytishdi, buvi dasturxonga choy qo‘ydi.",
}
MIXUPS = [
    ("ru", "cp1251", "cp1252"),
    ("ru", "koi8-r", "cp1251"),
    ("ru", "cp1251", "koi8-r"),
    ("ru", "cp866", "cp1251"),
    ("ru", "koi8-r", "latin-1"),
    ("uk", "cp1251", "cp1252"),
    ("el", "cp1253", "cp1252"),
    ("pl", "cp1250", "cp1252"),
    ("cs", "cp1250", "cp1252"),
    ("tr", "cp1254", "cp1252"),
    ("lt", "cp1257", "cp1252"),
    ("de", "cp1252", "cp850"),
    ("de", "cp437", "cp1252"),
    ("fr", "cp1252", "mac_roman"),
    ("fr", "mac_roman", "cp1252"),
    ("zh", "gb18030", "latin-1"),
    ("ja", "shift_jis", "latin-1"),
    ("ko", "euc_kr", "latin-1"),
    ("th", "cp874", "latin-1"),
]


def misread(text: str, written: str, read: str) -> str:
    data = text.encode(written, "ignore")
    return "".join(bytes([byte]).decode(read, "ignore") or chr(byte) for byte in data)


def repaired(text: str) -> str:
    return clean(text, stages=["repair"]).text


@pytest.mark.parametrize(("language", "written", "read"), MIXUPS)
def test_mix_ups_come_back(language: str, written: str, read: str) -> None:
    right = TEXTS[language].encode(written, "ignore").decode(written)
    damaged = misread(right, written, read)
    assert damaged != right
    assert repaired(damaged) == right
    assert repaired(right) == right


def test_right_lines_of_a_damaged_page_stay() -> None:
    damaged = misread(TEXTS["ru"], "cp1251", "cp1252")
    right = "The café « Été » in Łódź: naïve, señor!"
    assert repaired(f"{right}\n{damaged}\n{right}") == f"{right}\n{TEXTS['ru']}\n{right}"


@pytest.mark.parametrize("language", TEXTS)
def test_right_text_stays(language: str) -> None:
    assert repaired(TEXTS[language]) == TEXTS[language]


@pytest.mark.parametrize(
    "text",
    [
        "I don´t know, it won´t happen, she said.",
        "ÀÈÌÒÙ ÁÉÍÓÚ ÂÊÎÔÛ ÄËÏÖÜ ÃÑÕ ÇŠŽ åøæœß",
        "1³ ½ kg, m²a, 5£x, §a",
        "iPhone, eBay, ВКонтакте, МГУ, мРНК, рН",
        "Jørgen Łukasz Þór Žižek Nguyễn İbrahim Brontë",
        "ｱｲｳ ¯\\_(ツ)_/¯ (¬_¬) °C ±5 µm",
        "pòi cì ùe øi",
    ],
)
def test_odd_text_stays(text: str) -> None:
    assert repaired(text) == text


def test_no_odd_pair_is_in_right_text() -> None:
    text = " ".join(TEXTS.values())
    assert not [pair for pair in odd_pairs() if pair in text]


@pytest.mark.parametrize("text", ["b³¹d w³os g³owa z³y", "Ãslenskir verkfrÃ¦Ã°ingar"])
def test_no_letter_of_another_script_is_set_beside_a_letter(text: str) -> None:
    assert glued(repaired(text)) == 0  # as Chinese they would read b章d and verkfr禽区ingar
