"""Cleaning a container in memory."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from textclean.files.containers.kinds import kind_named
from textclean.files.containers.records import Counts, Text, clean_stream

ASIS = "never changes"


def shout(texts: Sequence[Text]) -> Iterable[str]:
    """A cleaner whose work is plain to see; texts in capitals, and ASIS, are clean."""
    return [text.text if text.text == ASIS else text.text.upper() for text in texts]


def cleaned(data: bytes, kind: str, clean: Any = shout, **options: Any) -> tuple[bytes, Counts, list[str]]:
    """The clean container, its counts, and what was said of broken records."""
    target, said = io.BytesIO(), list[str]()
    counts = clean_stream(
        io.BytesIO(data),
        target,
        kind_named(kind),
        clean,
        broken=lambda record: said.append(str(record)),
        **options,
    )
    return target.getvalue(), counts, said
