"""Sites: cleaning a row also of what its own site repeats.

Each site has rules of its own, those that `textclean learn` would write for it. They are few, so that they
have a small matcher of their own beside that of the shipped rules: a shard holds rows of thousands of sites,
and building the matcher of all rules anew for each would cost more than the cleaning.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from textclean.boilerplate.decide import wanted
from textclean.boilerplate.learned import rule_file
from textclean.boilerplate.matcher import Matcher
from textclean.boilerplate.repeats import Repeat
from textclean.boilerplate.rules import rules_of
from textclean.boilerplate.stage import Remover
from textclean.pipeline import Cleaner
from textclean.scale.batch import in_this_process
from textclean.scale.repeats import site_hash
from textclean.scale.stores import store
from textclean.settings import Options, keywords_of

SITES = "sites.json"


class SiteCleaner(Cleaner):
    """A cleaner that knows one site: it cleans as one does whose options name the site's rule file."""

    def __init__(self, options: Options, rules: Mapping[str, Any]) -> None:
        super().__init__(**keywords_of(options))
        self._rules = rules
        own = [
            rule
            for category in rules
            for rule in rules_of(rules[category], Path("learned"), f"learned.{category}")
        ]
        remover = Remover(options, own=Matcher(wanted(own, options)))
        self._stages = tuple(
            remover if name == "boilerplate" else stage
            for name, stage in zip(self._names, self._stages, strict=True)
        )

    def __reduce__(self) -> tuple[type[SiteCleaner], tuple[Options, Mapping[str, Any]]]:
        """What it is made of anew elsewhere: a cleaner by its options alone would know no site."""
        return SiteCleaner, (self.options, self._rules)


def sites_of(found: Mapping[int, Sequence[Repeat]]) -> bytes:
    """The rules of all sites, as JSON."""
    rules = {
        f"{site:016x}": rule_file(repeats, "a site", repeats[0].of)[0]
        for site, repeats in sorted(found.items())
    }
    return json.dumps(rules, ensure_ascii=False, indent=0).encode("utf-8", "replace")


@lru_cache(maxsize=2)
def _sites(place: str, known: str) -> dict[str, str]:
    """The rules of all sites, read once in each process."""
    rules: dict[str, str] = json.loads(store(place).read(SITES) or b"{}")
    return rules


@lru_cache(maxsize=1 << 14)
def cleaner_for(place: str, known: str, site: str, options: Options) -> Cleaner:
    """The cleaner for a site; the common one where nothing is known of it."""
    rules = (
        _sites(place, known).get(f"{site_hash(site):016x}", "")
        if site and "boilerplate" in options.stages
        else ""
    )
    tables = tomllib.loads(rules)
    return SiteCleaner(options, tables) if tables else in_this_process(options)
