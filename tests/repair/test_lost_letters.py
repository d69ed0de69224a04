import pytest

from textclean.repair.lost_letters import language_of, words_of


@pytest.mark.parametrize(
    ("language", "word", "filled"),
    [
        ("pl", "w?adze", "władze"),
        ("de", "gro?e", "große"),
        ("fr", "?t?", "été"),
        ("es", "a?o", "año"),
        ("cs", "p??pad", "případ"),
    ],
)
def test_words_with_gaps_are_filled_from_the_table(language: str, word: str, filled: str) -> None:
    slots = [None if char == "?" else char for char in word]
    assert words_of(language).fill(slots)[0].word == filled


def test_what_the_channel_excludes_is_never_filled_in() -> None:
    fillings = words_of("pl").fill(["b", "y", "óś"])
    assert fillings
    assert all(filling.word[-1] in "óś" for filling in fillings)


def test_a_word_seen_undamaged_in_the_text_wins() -> None:
    words = words_of("en").with_seen(["Mayor Brâtka opened it."])
    assert words.fill(["b", "r", None, "t", "k", "a"])[0].word == "brâtka"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor said that she would not be there for it.", "en"),
        ("Der B?rgermeister sagte, dass er nicht mit der Stadt gesprochen habe.", "de"),
        ("K\ufffdnig", "de"),
        ("la 2\ufffdme \ufffddition", "fr"),
        ("Borgmesteren sagde at han ikke havde set b\ufffdrnene den aften.", "da"),
        ("Вечером дети вернулись с реки, и никто не хотел спать.", "ru"),
        ("Увечері діти повернулися з річки, ніхто не хотів спати.", "uk"),
        ("12 � 34", "en"),
        ("Le maire n??tait pas dans la ville, et il ne l?a pas dit.", "fr"),
    ],
)
def test_damage_does_not_hide_the_language(text: str, language: str) -> None:
    assert language_of(text) == language
