"""Articles made up word by word, with the furniture and the damage of scraped ones; the same for one seed."""

from __future__ import annotations

import random

_STOCK = (
    "the mayor council bridge river town people year money school road winter report budget plan house vote "
    "street market garden music summer station teacher doctor police office village harbour ferry council"
)
_WORDS = _STOCK.split()
_TOP = ("Home", "News", "Sport", "Menu", "Skip to main content", "Share on Facebook", "Advertisement")
_END = (
    "© 2021 The Orrin Mail. All rights reserved.",
    "Read more: The ferry that never came",
    "Sign up to our newsletter",
    "Leave a comment",
    "Privacy policy",
    "By Ada Quill",
)
_MARKS = ("It’s", "“Yes,” said", "– at last –", "‘so’", "…", "café", "10\xa0km")
_DAMAGE = (
    "donâ€™t",
    "â€œno,â€\x9d",
    "caf\u00c3\u00a9",
    "R&amp;D",
    "mistake?€?",
    "soft\u200bly",
    "don\ufffdt",
)


def article(chance: random.Random, damage: float = 0.0) -> str:
    """One page: furniture, paragraphs, furniture."""
    lines = chance.sample(_TOP, 3)
    for _ in range(chance.randint(6, 30)):
        words = chance.choices(_WORDS, k=chance.randint(20, 90))
        for at in range(0, len(words), 9):
            if chance.random() < 0.3:
                words[at] = chance.choice(_MARKS)
            if chance.random() < damage:
                words[at] = chance.choice(_DAMAGE)
        lines += [" ".join(words).capitalize() + ".", ""]
    return "\n".join(lines + chance.sample(_END, 3))


def articles(size: int, damage: float = 0.0, seed: int = 1) -> list[str]:
    """Pages of at least `size` characters in all."""
    chance = random.Random(seed)
    made: list[str] = []
    while sum(map(len, made)) < size:
        made.append(article(chance, damage))
    return made
