"""Make a large corpus to try `textclean batch` with: invented articles, some of them damaged or with a box.

    python .docs/scripts/make_corpus.py /tmp/raw --megabytes 200 --shards 16

The same arguments give the same corpus. Needs pyarrow, which `pip install 'textclean[scale]'` brings.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

WHO = [
    *(
        "The harbour council",
        "The ferry company",
        "A group of bakers",
        "The old lighthouse keeper",
        "The mayor",
    ),
    *(
        "The school choir",
        "An engineer from Otterby",
        "Her neighbour",
        "The orchard's owner",
        "A night guard",
    ),
]
DID = ["announced", "rebuilt", "painted", "opened", "moved", "measured", "described", "closed", "repaired"]
WHAT = [
    *("the stone bridge", "a new timetable", "the northern quay", "forty wooden boats", "the lower field"),
    *("a small museum", "the tide tables", "the winter market", "three broken windows", "the town's clock"),
]
HOW = [
    *("before the spring tide", "in spite of the rain", "after a long debate", "with help from the village"),
    *("for the second time this year", "although nobody had asked", "without a word of warning"),
]


def article(dice: random.Random) -> str:
    """Three to fourteen paragraphs; a third quotes, a seventh ends in a box, a twelfth is damaged."""

    def paragraph() -> str:
        sentences = (" ".join(map(dice.choice, (WHO, DID, WHAT, HOW))) for _ in range(dice.randint(2, 6)))
        return ". ".join(sentences) + "."

    paragraphs = [paragraph() for _ in range(dice.randint(3, 14))]
    if dice.random() < 0.3:
        paragraphs[0] = f"“{paragraphs[0]}” said the mayor."
    if dice.random() < 0.08:
        paragraphs[-1] += " It wasnâ€™t the cafÃ©."
    if dice.random() < 0.15:
        paragraphs.append("Sign up to our newsletter")
    return "\n\n".join(paragraphs)


def main() -> None:
    """Write the shards."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--shards", type=int, default=16)
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    dice, number = random.Random(7), 0
    for shard in range(wanted.shards):
        rows: list[dict[str, object]] = []
        size = 0
        while size < wanted.megabytes * 1_000_000 // wanted.shards:
            text = article(dice)
            rows.append({"id": number, "url": f"https://site{number % 50}.example/{number}", "text": text})
            number, size = number + 1, size + len(text.encode())
        pq.write_table(
            pa.Table.from_pylist(rows), wanted.folder / f"part-{shard:03}.parquet", row_group_size=2000
        )


if __name__ == "__main__":
    main()
