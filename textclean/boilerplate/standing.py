"""Standing: whether a short line is furniture by its place, where its words could be a heading.

“Background” and “From the same desk” look alike, and both may stand in all files of a site. What tells them
apart is what comes after: a heading inside an article has paragraphs below it, furniture has none between it
and the edge of the file. So the paragraphs that are a file's own, those that no other repeats, mark where its
article begins and ends, and the places are counted from there, the same way up and down:

- `first`: nothing but repeats above it, and a line below it, before the first paragraph, that can be the
  headline: the site's name, a menu's line. Right above a paragraph, or in a file without one, it could be the
  headline itself (“Letters”): that place is `bare`.
- `last`: nothing but repeats below it: “Imprint”.
- `tail`: below the last paragraph, with lines below it that are the file's own: “From the same desk” and its
  teasers.
- `elsewhere`: anywhere else. “What happens next” has paragraphs on both sides; “Summary” stands below the
  headline.

A short line is furniture where it stands so in 60 % of the files, five at least, and `elsewhere` in none: one
file in which it is a heading shows that it can be one. What stands below articles must stand above none, for
the teaser “Otters are back” is the headline of one file. A page without a paragraph of its own, as of
pictures or verse, says nothing of what stands below: “Chorus” may be its last line. A place is strong
evidence and no proof, for a table of results ends in no paragraph either; so its neighbours are asked, too
(`Seen.place` in textclean.boilerplate.repeats), and the model (textclean.boilerplate.learned).

The name with which the one author of a folder signs all of it is a repeat like any other: no place tells it
from the name of the site.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

REPEAT, BLANK, PROSE, LINE, SIGNED = "r.plb"
"""Signs of blocks: a repeat, one without letters and digits, a paragraph and a line that are the file's own,
and a byline or a date, which are no headline."""
FIRST, LAST, TAIL, BARE, ELSEWHERE = "first", "last", "tail", "bare", "elsewhere"
_FEWEST, _SHARE = 5, 0.6
_FURNITURE = REPEAT + BLANK


def places_of(signs: str) -> list[str]:
    """Where each block of a file stands, by the signs of all; empty where nothing can be said."""
    top = len(signs) - len(signs.lstrip(_FURNITURE))
    bottom = len(signs.rstrip(_FURNITURE))
    begins, ends = signs.find(PROSE), signs.rfind(PROSE)
    headline = -1 if LINE in signs[top : max(begins, 0)] else signs.rfind(REPEAT, 0, top)
    places = []
    for index in range(len(signs)):
        if bottom == 0:
            place = ""  # a page of furniture only
        elif index < top:
            place = BARE if begins < 0 or index == headline else FIRST
        elif begins < 0:
            place = ""
        elif index >= bottom:
            place = LAST
        else:
            place = TAIL if index > ends else ELSEWHERE
        places.append(place)
    return places


def own_of(signs: str) -> list[int]:
    """The places of a file's own article: its paragraphs, and lines that are not below the last of them."""
    return [index for index in range(signs.rfind(PROSE) + 1) if signs[index] in PROSE + LINE]


def place_in(places: Iterable[str]) -> str:
    """Where a block stands that stands in a file several times: at the place that speaks most against it."""
    there = set(places)
    return next((place for place in (ELSEWHERE, BARE, FIRST, TAIL, LAST) if place in there), "")


def fixed(places: Counter[str], total: int) -> str:
    """The place at which a block stands in a site's files, if it is always one of furniture."""
    enough = max(_FEWEST, _SHARE * total)
    below = places[TAIL] + places[LAST]
    if places[ELSEWHERE]:
        return ""
    if places[FIRST] >= enough:
        return FIRST
    if below >= enough and not places[FIRST] and not places[BARE]:
        return TAIL if 2 * places[TAIL] >= below else LAST
    return ""
