"""The charsets that Unicode replaced, the languages that each was made for, and how rare each is."""

from __future__ import annotations

WESTERN = "en de fr es it pt sv nl da nb fi is ca"
"""Languages of Western Europe, which cp1252 was made for."""
_CENTRAL = "pl cs hu hr ro sk sl sr de en"
_BALTIC = "lt lv fi en"
_CYRILLIC = "ru uk bg mk sr-cyrl"
_TURKISH = "tr de en"
_PERSIAN = "ar fa"

CHARSETS: tuple[tuple[str, str, float], ...] = (
    # codec, languages, bits that a reading by it costs in advance: the rarer the dearer
    ("cp1252", WESTERN, 0),
    ("iso8859-15", WESTERN, 4),
    ("mac-roman", WESTERN, 6),
    ("cp850", WESTERN, 7),
    ("cp437", WESTERN, 7.5),
    ("cp858", WESTERN, 9),
    ("cp860", "pt", 9),
    ("cp863", "fr", 11),
    ("cp865", "da nb", 9),
    ("cp861", "is", 9),
    ("cp1250", _CENTRAL, 2),
    ("iso8859-2", _CENTRAL, 3),
    ("cp852", _CENTRAL, 7),
    ("mac-latin2", _CENTRAL, 8),
    ("mac-croatian", "hr sl sr", 10),
    ("mac-romanian", "ro", 10),
    ("iso8859-16", "ro pl hr sl", 9),
    ("cp1257", _BALTIC, 2),
    ("iso8859-13", f"{_BALTIC} pl hr", 4),
    ("cp775", _BALTIC, 9),
    ("iso8859-4", _BALTIC, 9),
    ("iso8859-10", "lt lv is", 11),
    ("cp1251", _CYRILLIC, 3),
    ("koi8-r", "ru bg", 6),
    ("koi8-u", "uk ru", 6),
    ("iso8859-5", _CYRILLIC, 8),
    ("cp866", "ru uk bg", 8),
    ("cp1125", "uk", 10),
    ("mac-cyrillic", _CYRILLIC, 9),
    ("cp855", _CYRILLIC, 12),
    ("cp1253", "el", 4),
    ("iso8859-7", "el", 5),
    ("cp737", "el", 11),
    ("cp869", "el", 12),
    ("mac-greek", "el", 11),
    ("cp1254", _TURKISH, 2),
    ("iso8859-9", _TURKISH, 4),
    ("cp857", _TURKISH, 8),
    ("iso8859-3", "tr", 11),
    ("mac-turkish", _TURKISH, 9),
    ("cp1255", "he", 4),
    ("iso8859-8", "he", 6),
    ("cp862", "he", 11),
    ("cp1256", _PERSIAN, 4),
    ("iso8859-6", "ar", 6),
    ("cp1258", "vi-1258", 4),
    ("cp874", "th", 4),
    ("iso8859-11", "th", 5),
    ("shift_jis", "ja", 1),
    ("cp932", "ja", 2),
    ("euc_jp", "ja", 1),
    ("gb18030", "zh-cn", 1),
    ("big5", "zh-tw", 1),
    ("cp950", "zh-tw", 2),
    ("big5hkscs", "zh-tw", 4),
    ("cp949", "ko", 1),  # EUC-KR and all other syllables, as browsers read EUC-KR
    ("johab", "ko", 6),
    ("utf-16-le", "ja zh-cn zh-tw ko th", 4),
    ("utf-16-be", "ja zh-cn zh-tw ko th", 5),
)
"""Codec, languages, and bits that a reading by it costs in advance: the rarer the dearer."""
SEVERAL_BYTES = frozenset(
    codec for codec, tags, _ in CHARSETS if tags.split()[0] in ("ja", "zh-cn", "zh-tw", "ko")
)
"""Those that a letter takes two bytes or more in, which make other characters of ASCII bytes, too."""
SCRIPTS = frozenset(f"{_CYRILLIC} el he ar fa th".split())
"""Languages whose scripts are not Latin: a word of them may stand on an English page, `said Вокзал`."""
NAMES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "is": "Icelandic",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mk": "Macedonian",
    "nb": "Norwegian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovene",
    "sr": "Serbian",
    "sr-cyrl": "Serbian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "vi-1258": "Vietnamese",
    "zh-cn": "Chinese",
    "zh-tw": "Chinese",
}
"""What the languages are called; two tags may be one language, in two scripts or spellings."""
