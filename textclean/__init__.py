"""textclean gives scraped articles back as their readers should have had them.

    >>> import textclean
    >>> textclean.clean("She said, “It’s here.”").text
    'She said, "It\\'s here."'

`clean` and `clean_bytes` clean one text; a `Cleaner` is compiled once and called many times. Each returns a
`Result` with the clean text and every `Edit` that leads to it. All take the options of
`textclean.settings.Options` as keyword arguments.
"""

from typing import Unpack

from textclean.document import Document
from textclean.edits import Edit, Notice, apply, compose, invert
from textclean.errors import TextcleanError
from textclean.pipeline import Cleaner, Result
from textclean.settings import OptionValues

__version__ = "0.2.0"
__all__ = [
    "Cleaner",
    "Document",
    "Edit",
    "Notice",
    "OptionValues",
    "Result",
    "TextcleanError",
    "apply",
    "clean",
    "clean_bytes",
    "compose",
    "invert",
]


def clean(text: str, **options: Unpack[OptionValues]) -> Result:
    """Clean a text that is already decoded; for many texts with the same options keep a `Cleaner`."""
    return Cleaner(**options).clean(text)


def clean_bytes(data: bytes, encoding: str | None = None, **options: Unpack[OptionValues]) -> Result:
    """Decode bytes in whatever encoding they are, or the one named, and clean the text."""
    return Cleaner(**options).clean_bytes(data, encoding)
