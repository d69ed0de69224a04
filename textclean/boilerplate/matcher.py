"""The matcher: which rules speak for which blocks, in one pass over the text.

All rules' literals sit in one Aho-Corasick automaton, which runs once over the folded text; only blocks
that hold a rule's literal are tried with its pattern. Patterns are compiled when they are first needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from textclean.boilerplate.blocks import Block, fold, folded
from textclean.boilerplate.linear import Searcher, linear
from textclean.boilerplate.rules import Rule
from textclean.patterns import compile_pattern

_SURROGATE = compile_pattern("[\ud800-\udfff]")  # the automaton takes UTF-8, which cannot hold one


class Matcher:
    """Finds the rules that match each block; built once for a list of rules, then never changed."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        import ahocorasick_rs

        self.rules = tuple(rules)
        owners: dict[str, list[int]] = {}
        for index, rule in enumerate(self.rules):
            for literal in rule.literals:
                owners.setdefault(literal, []).append(index)
        self._owners = list(owners.values())
        self._lengths = [(rule.min_words, rule.max_words) for rule in self.rules]
        self._automaton: Any = ahocorasick_rs.AhoCorasick(
            list(owners) or ["\x00\x00"], matchkind=ahocorasick_rs.MatchKind.Standard, store_patterns=False
        )

    def hits(self, text: str, blocks: Sequence[Block], low: str = "") -> dict[int, list[Rule]]:
        """The rules that match, by the index of their block; `low` is the folded text, if at hand."""
        text = low or fold(text)
        found: dict[int, set[int]] = {}
        owners = self._owners
        ends = [block.end for block in blocks]
        ends.append(len(text) + 1)
        index = 0
        for literal, end in self._literals(text.replace("\n", " ")):
            while ends[index] < end:  # matches come in the order of their ends
                index += 1
            if index in found:
                found[index].update(owners[literal])
            else:
                found[index] = set(owners[literal])
        found.pop(len(blocks), None)
        hits = {}
        for index, candidates in found.items():
            if rules := self._verified(text, blocks[index], candidates):
                hits[index] = rules
        return hits

    def _literals(self, text: str) -> Iterator[tuple[int, int]]:
        """The literals in a text, each with the offset of its end, in the order of their ends."""
        try:
            found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # half a surrogate pair, which is no character
            whole = _SURROGATE.sub("\ufffd", text)
            found = self._automaton.find_matches_as_indexes(whole, overlapping=True)
        return ((literal, end) for literal, _, end in found)

    def _verified(self, text: str, block: Block, candidates: set[int]) -> list[Rule]:
        content = folded(text, block)
        words = content.count(" ") + 1
        lengths = self._lengths
        fitting = [index for index in candidates if lengths[index][0] <= words <= lengths[index][1]]
        rules = [self.rules[index] for index in sorted(fitting)]
        return [rule for rule in rules if matches(rule, content, words)]


class Joined:
    """Two matchers as one: the shipped rules', which all share, and a few of one site's."""

    def __init__(self, common: Matcher, own: Matcher) -> None:
        self._both = common, own

    def hits(self, text: str, blocks: Sequence[Block], low: str = "") -> dict[int, list[Rule]]:
        """The rules that match, as one matcher of all rules would give them."""
        low = low or fold(text)
        found, others = (each.hits(text, blocks, low) for each in self._both)
        return {index: found.get(index, []) + others.get(index, []) for index in {**found, **others}}


def _may(rule: Rule, content: str) -> bool:
    """Whether a block holds a literal of each further set; `in` costs a hundredth of a pattern."""
    for literals in rule.also:
        for literal in literals:
            if literal in content:
                break
        else:
            return False
    return True


def _found(rule: Rule, content: str) -> bool:
    """Whether the pattern and its needs are found; what is shorter is asked first, since it costs less."""
    if rule.needs and len(rule.needs[0]) < len(rule.pattern):
        return _enough(rule, content) and _is_in(rule.pattern, rule, content)
    return _is_in(rule.pattern, rule, content) and _enough(rule, content)


def matches(rule: Rule, content: str, words: int) -> bool:
    """Whether a rule speaks for a block of folded text with so many words."""
    return (
        rule.min_words <= words <= rule.max_words
        and len(content) <= rule.size
        and _may(rule, content)
        and _found(rule, content)
        and not (rule.unless and _is_in(rule.unless, rule, content))
    )


def _enough(rule: Rule, content: str) -> bool:
    """Whether a block of folded text has as many of the rule's needs as it must."""
    misses = len(rule.needs) - rule.least if rule.least else 0
    for need in rule.needs:
        if not _is_in(need, rule, content):
            if not misses:
                return False
            misses -= 1
    return True


def _is_in(pattern: str, rule: Rule, content: str) -> bool:
    """Whether one of a rule's patterns is found, by the engine that it was proven for."""
    engine = linear if pattern in rule.linear else _compiled
    return engine(pattern).search(content) is not None


@cache
def _compiled(pattern: str) -> Searcher:
    return compile_pattern(pattern)
