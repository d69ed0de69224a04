"""The language of a text, and silence where nothing is sure."""

import pytest

from textclean.language import detect

TEXTS = {
    "en": "The mayor said that the bridge would be closed for a week, and that there was no other way.",
    "de": "Die Brücke wird nach Angaben der Stadt für eine Woche gesperrt, und es gibt keine Umleitung.",
    "fr": "Le maire a dit que le pont serait fermé pendant une semaine et qu’il n’y avait pas d’autre voie.",
    "es": "El alcalde dijo que el puente estará cerrado una semana y que no había otro camino.",
    "it": "Il sindaco ha detto che il ponte sarà chiuso per una settimana e che non c’è un’altra strada.",
    "pt": "O prefeito disse que a ponte ficará fechada por uma semana e que não há outro caminho para eles.",
    "nl": "De burgemeester zei dat de brug een week dicht zou zijn en dat er geen andere weg was voor hen.",
    "sv": "Kommunen säger att bron ska vara stängd i en vecka och att det inte finns någon annan väg.",
    "pl": "Burmistrz powiedział, że most będzie zamknięty przez tydzień i że nie ma już innej drogi.",
    "cs": "Starosta řekl, že most bude týden zavřený a že se k nim jinou cestou nedá dostat, protože není.",
    "ru": "Мэр сказал, что мост будет закрыт на неделю и что другого пути для жителей пока не было.",
    "uk": "Мер сказав, що міст буде закритий на тиждень і що іншого шляху для мешканців поки не було.",
    "hr": "Grad je rekao da će most biti zatvoren cijeli tjedan, rijeka raste i da drugog puta nije bilo.",
    "sr": "Grad je rekao da će most biti zatvoren cele nedelje, reka raste i da drugog puta nije bilo.",
    "tr": "Belediye başkanı köprünün bir hafta kapalı kalacağını ve başka bir yol olmadığını söyledi.",
    "hu": "A polgármester azt mondta, hogy a híd egy hétig zárva lesz, és hogy nem volt más út az autóknak.",
    "fi": "Pormestari sanoi, että silta on suljettu viikon ja että muuta tietä ei ole, mutta ei.",
    "ja": "市長は、橋が一週間通行止めになると述べた。",
    "zh": "市长说，这座桥将关闭一个星期，没有别的路。",
    "zh-Hant": "市長說，這座橋將關閉一個星期，沒有別的路。",
    "ko": "시장은 다리가 일주일 동안 폐쇄될 것이라고 말했다.",
    "el": "Ο δήμαρχος είπε ότι η γέφυρα θα μείνει κλειστή για μία εβδομάδα.",
    "ar": "قال رئيس البلدية إن الجسر سيغلق لمدة أسبوع ولا طريق آخر.",
    "he": "ראש העיר אמר שהגשר ייסגר לשבוע ואין דרך אחרת.",
    "th": "นายกเทศมนตรีกล่าวว่าสะพานจะปิดหนึ่งสัปดาห์",
    "hi": "महापौर ने कहा कि पुल एक सप्ताह के लिए बंद रहेगा।",
}


@pytest.mark.parametrize("language", TEXTS)
def test_one_sentence_is_enough(language: str) -> None:
    assert detect(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "12.30", "Tokyo 2020", "print(x)", "Radio Gaga", "— … —"])
def test_too_little_says_nothing(text: str) -> None:
    assert detect(text) is None


def test_the_language_of_most_words_wins() -> None:
    assert detect(TEXTS["en"] * 5 + TEXTS["de"]) == "en"


def test_a_short_first_sample_in_doubt_does_not_decide() -> None:
    label = "Radio Gaga 12.30 — "
    assert detect(label * 40 + TEXTS["fr"] * 10 + label * 40) == "fr"


def test_a_long_text_is_read_at_three_places_only() -> None:
    assert detect("\n".join([TEXTS["nl"]] * 200) + "x" * 10_000) == "nl"
