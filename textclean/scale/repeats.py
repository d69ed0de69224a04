"""Repeats over shards: what each site repeats, as `textclean learn` finds it, however rows are sharded.

Three passes, each a task a shard, and between them merges in bounded memory:

1. `count_shard` writes sixty-four bits for each block, with its site and its row, sorted by site.
2. `frequent` reads those of a range of sites and counts exactly: which blocks stand in enough of a site's
   rows, the copies of one article counted once.
3. `look_at_shard` looks how these few stand, and `judge` puts what all shards saw together and decides.

A site is the host of a row's address; its rows stand in the order of the shards' names. The counting is by
numpy over sorted arrays: a block costs 24 bytes, and a range of sites is as large as memory allows.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from textclean.boilerplate.lines import lines_of
from textclean.boilerplate.near_misses import NearMiss
from textclean.boilerplate.repeats import Repeat, Seen, is_new, least, look_at

if TYPE_CHECKING:
    import numpy as np

    Counts = np.ndarray[Any, np.dtype[Any]]

RANGE_BYTES = 128 << 20
"""Of counts that are merged at once; a merge takes about six times that in memory."""


class Row(NamedTuple):
    """A text, and where it stands."""

    row: int
    site: str
    text: str


class Frequent(NamedTuple):
    """What a merge knows of one site."""

    rows: int
    """Rows of the site, the copies of one article counted once."""
    keys: frozenset[int]
    """Blocks that stand in enough of them."""
    copies: frozenset[tuple[int, int]]
    """Shard and row of what is a copy."""


def site_hash(site: str) -> int:
    """Sixty-four bits that stand for a site."""
    return int.from_bytes(blake2b(site.encode("utf-8", "replace"), digest_size=8).digest())


def count_shard(rows: Iterable[Row]) -> Counts:
    """The blocks of a shard's rows, sorted by site; rows without a site are left out."""
    import numpy as np

    found = []
    for row, site, text in rows:
        if site:
            number = site_hash(site)
            blocks = [(number, line.key, row, len(line.content)) for line in lines_of(text)]
            found += blocks or [(number, 0, row, 0)]
    counts = np.array(found, dtype=_dtype())
    return counts[np.argsort(counts["site"], kind="stable")]


def _dtype() -> Any:
    import numpy as np

    return np.dtype([("site", "<u8"), ("key", "<u8"), ("row", "<u4"), ("length", "<u4")])


def ranges(sizes: int) -> Iterator[tuple[int, int]]:
    """Ranges of site hashes, the end included, with a bearable share of so many bytes of counts."""
    number = sizes // RANGE_BYTES + 1
    for index in range(number):
        yield (index << 64) // number, ((index + 1 << 64) // number) - 1


def frequent(counts: Sequence[Counts], first: int, last: int) -> dict[int, Frequent]:
    """What the sites of a range repeat, from the counts of all shards in their order."""
    import numpy as np

    parts, shards = [], []
    for shard, whole in enumerate(counts):
        low = int(np.searchsorted(whole["site"], np.uint64(first), "left"))
        high = int(np.searchsorted(whole["site"], np.uint64(last), "right"))
        parts.append(whole[low:high])
        shards.append(np.full(high - low, shard, dtype=np.uint32))
    blocks = np.concatenate(parts) if parts else np.empty(0, _dtype())
    shard_of = np.concatenate(shards) if shards else np.empty(0, np.uint32)
    order = np.argsort(blocks["site"], kind="stable")  # shards and rows stay in their order
    blocks, shard_of = blocks[order], shard_of[order]
    edges = _edges(blocks["site"])
    found = {}
    for low, high in pairwise(edges):
        site = _site(blocks[low:high], shard_of[low:high])
        if site.keys:
            found[int(blocks["site"][low])] = site
    return found


def _edges(*columns: Any) -> list[int]:
    """Where runs of equal values begin, and the end."""
    import numpy as np

    if not len(columns[0]):
        return []
    new = np.zeros(len(columns[0]) - 1, dtype=bool)
    for column in columns:
        new |= column[1:] != column[:-1]
    return [0, *(np.flatnonzero(new) + 1).tolist(), len(columns[0])]


def _site(blocks: Counts, shards: Any) -> Frequent:
    import numpy as np

    edges = _edges(shards, blocks["row"])
    if len(edges) <= least(0):  # too few rows for anything to stand in enough of them
        return Frequent(len(edges) - 1, frozenset(), frozenset())
    kept = np.zeros(len(blocks), dtype=bool)
    copies = set()
    known: set[int] = set()
    rows = 0
    for low, high in pairwise(edges):
        row = blocks[low:high][blocks["length"][low:high] > 0]  # a row without blocks is one, too
        if is_new(zip(row["key"].tolist(), row["length"].tolist(), strict=True), known):
            rows += 1
            kept[low:high] = True
        else:
            copies.add((int(shards[low]), int(blocks["row"][low])))
    place = (shards.astype(np.uint64) << np.uint64(32)) | blocks["row"]
    pairs = np.unique(np.stack([blocks["key"], place], axis=1)[kept & (blocks["key"] != 0)], axis=0)
    keys, times = np.unique(pairs[:, 0], return_counts=True)
    return Frequent(rows, frozenset(keys[times >= least(rows)].tolist()), frozenset(copies))


Sightings = dict[int, dict[int, Seen]]
"""By site, how its frequent blocks stand."""
_PLAIN = ("example", "prose", "doubtful", "asks", "files", "rows", "framed", "opens", "page", "at", "near")
"""What JSON holds of such a block as it is."""


def look_at_shard(rows: Iterable[Row], shard: int, known: Mapping[int, Frequent]) -> Sightings:
    """How the frequent blocks stand in the rows of a shard, which is the so-many-th."""
    sightings: Sightings = {}
    for row, site, text in rows:
        number = site_hash(site) if site else 0
        if number in known and (shard, row) not in known[number].copies:
            seen = sightings.setdefault(number, {})
            look_at(lines_of(text), set(known[number].keys), seen, bounded=False)
    return sightings


def judge(sightings: Iterable[Sightings], known: Mapping[int, Frequent]) -> dict[int, list[Repeat]]:
    """What each site repeats, from what was seen in all shards in their order; most frequent first."""
    merged: Sightings = {}
    for shard in sightings:
        for site, blocks in shard.items():
            for key, seen in blocks.items():
                merged.setdefault(site, {}).setdefault(key, seen.opened()).merge(seen)
    found = {}
    for site, blocks in merged.items():
        total = known[site].rows
        repeats = [seen.repeat(total) for seen in blocks.values() if seen.is_furniture(total)]
        if repeats:
            found[site] = sorted(repeats, key=lambda repeat: (-repeat.files, repeat.example))
    return found


def dumps(sightings: Sightings) -> bytes:
    """Sightings as JSON lines, one a block."""
    lines = []
    for site, blocks in sightings.items():
        for key, seen in blocks.items():
            about = [getattr(seen, name) for name in _PLAIN]
            around = [[*pair, times] for pair, times in seen.around.items()]
            lines.append(json.dumps([site, key, about, around, list(seen.variants.items()), seen.places]))
    return "".join(line + "\n" for line in lines).encode("ascii")


def loads(data: bytes) -> Sightings:
    """The sightings that `dumps` wrote."""
    sightings: Sightings = {}
    for line in data.splitlines():
        site, key, about, around, variants, places = json.loads(line)
        seen = Seen(**dict(zip(_PLAIN, about, strict=True)), bounded=False, places=Counter(places))
        seen.page, seen.near = tuple(seen.page), NearMiss(*seen.near)
        seen.around = Counter({(left, right): times for left, right, times in around})
        seen.variants = Counter(dict(variants))
        sightings.setdefault(site, {})[key] = seen
    return sightings
