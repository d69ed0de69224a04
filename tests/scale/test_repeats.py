"""Repeats over shards: the same as on one machine, whatever the sharding."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.boilerplate.test_repeats import BOX, DESK, LAST, MOTTO, desk, prose, site
from tests.support import cases
from textclean.boilerplate.repeats import Repeat, find_repeats
from textclean.scale.repeats import (
    RANGE_BYTES,
    Frequent,
    Row,
    count_shard,
    dumps,
    frequent,
    judge,
    loads,
    look_at_shard,
    ranges,
    site_hash,
)

pytest.importorskip("numpy")

Page = tuple[str, str]
"""A site and a text."""


def over_shards(shards: list[list[Page]], parts: int = 1) -> dict[int, list[Repeat]]:
    rows = [[Row(number, *page) for number, page in enumerate(shard, 1)] for shard in shards]
    counts = [count_shard(shard) for shard in rows]
    known: dict[int, Frequent] = {}
    for first, last in ranges((parts - 1) * RANGE_BYTES):
        known |= frequent(counts, first, last)
    seen = [look_at_shard(shard, number, known) for number, shard in enumerate(rows)]
    return judge((loads(dumps(each)) for each in seen), known)


def on_one_machine(pages: list[Page]) -> dict[int, list[Repeat]]:
    found = {}
    for name in {name for name, _ in pages if name}:
        repeats = find_repeats(lambda name=name: [text for other, text in pages if other == name])  # type: ignore[misc]
        if repeats:
            found[site_hash(name)] = repeats
    return found


def pages_of(name: str, files: list[list[str]]) -> list[Page]:
    return [(name, "\n\n".join(blocks)) for blocks in files]


MENU = ("Home", "News", "Tides", "Ferries")
MARSH = pages_of("marsh.example", site(9, BOX, first=MENU, last=(LAST,)))
QUAY = pages_of("quay.example", site(5, MOTTO, last=(BOX, MOTTO, LAST)))
DUNE = pages_of("dune.example", [["The Dune Post", *blocks, "Imprint"] for blocks in desk(7)])
MIXED = [page for pair in zip(MARSH, QUAY + MARSH[:4], strict=True) for page in pair] + DUNE


@pytest.mark.parametrize("size", [1, 2, 5, 7, 100])
@pytest.mark.parametrize("parts", [1, 3])
def test_the_sharding_does_not_matter(size: int, parts: int) -> None:
    shards = [MIXED[start : start + size] for start in range(0, len(MIXED), size)]
    wanted = on_one_machine(MIXED)
    assert {repeat.example for repeat in wanted[site_hash("marsh.example")]} == {*MENU, BOX, LAST}
    places = {repeat.example: repeat.place for repeat in wanted[site_hash("dune.example")]}
    assert places == {"The Dune Post": "first", DESK: "tail", "Imprint": "last"}
    assert over_shards(shards, parts) == wanted


def test_what_one_site_repeats_is_nothing_to_another() -> None:
    alone = [(f"site{number}.example", text) for number, (_, text) in enumerate(MARSH)]
    assert over_shards([alone]) == {}
    assert over_shards([[("", text) for _, text in MARSH]]) == {}, "no site is no site"


def test_copies_in_several_shards_count_once() -> None:
    copies = [page for page in MARSH[:1] for _ in range(6)]
    assert over_shards([[page] for page in copies]) == on_one_machine(copies) == {}


TEXTS = st.lists(
    st.sampled_from(
        [
            "Home",
            "News.",
            "News!",
            "home",
            BOX,
            MOTTO,
            LAST,
            DESK,
            "0",
            "…",
            *(prose(i, j) for i in range(4) for j in range(3)),
        ]
    ),
    max_size=9,
).map("\n".join)
PAGES = st.lists(st.tuples(st.sampled_from(["a.example", "b.example", ""]), TEXTS), max_size=14)


@given(PAGES, st.integers(1, 6), st.integers(1, 3))
@cases(500)
def test_any_pages_in_any_shards(pages: list[Page], size: int, parts: int) -> None:
    shards = [pages[start : start + size] for start in range(0, len(pages), size)]
    assert over_shards(shards, parts) == on_one_machine(pages)


def test_ranges_cover_all_sites_once() -> None:
    for parts in (1, 2, 7):
        found = list(ranges((parts - 1) * RANGE_BYTES))
        assert (found[0][0], found[-1][1], len(found)) == (0, 2**64 - 1, parts)
        assert all(one[1] + 1 == other[0] for one, other in pairwise(found))
