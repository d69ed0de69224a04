"""Rules: boilerplate named by patterns, as data, each rule carrying its own evidence.

How to write a rule
===================
One file for each language and category, `textclean/data/rules/<language>/<category>.toml`; the rule's id is
`<language>.<category>.<name>`. A rule looks like this:

    [sign-up]                                   # id: en.newsletter.sign-up
    title = "Invitation to sign up for a newsletter"
    pattern = '''\\b(?:sign up|subscribe)\\b.{0,40}\\b<our> (?:free )?newsletter'''
    unless = '''\\b(?:said|told|announced)\\b'''
    confidence = 0.95
    removes = ["Don’t miss out: subscribe to our newsletter!"]
    keeps = ["“Subscribe to our newsletter,” the mayor said, and 4,000 have."]

`pattern`, `unless` and `needs` are regular expressions, searched in the block's folded text: lower case,
one character for one character; typographic quotation marks and apostrophes straight; NBSP a space; the
lines of a hard-wrapped paragraph joined; runs of spaces one space. Write them in lower case, with `'` and
`"`; a block has no line breaks, and `^` and `$` are its ends. A line break in a pattern and the spaces around
it are dropped, so that long ones can be laid out. Each is proven to take little time, which all
that ship do on `re` (see textclean.boilerplate.safety): `.{0,40}`, not `.*`; `(?>…)` where one way will do.

- `title`       what a reader of the report should understand; required.
- `pattern`     required. It must hold something literal of three letters or more (two in scripts without
                spaces) that every match contains; else give `literals`, of which every match contains one.
- `unless`      a guard: where it is found, the rule is silent. Some example in `keeps` must need it.
- `needs`       patterns that must all be found as well. Some example in `keeps` must need each.
- `least`       how many of `needs` are enough; default all. For what is said in countless ways: of the act,
                the asker, the asked, the object and the sum, so many. Some example in `keeps` must need it.
- `max_words`   longest block it may take, default 40; `min_words`, default 1.
- `confidence`  default 0.95. `careful` acts from 0.9 on, `thorough` from 0.7 on.
- `role`        what the block is:
    `block`   (default) boilerplate by itself
    `heading` the same, and opens a list of links or teasers: “Related stories”, “Read more”; what stands
              below goes with it, as far as the model holds it likelier boilerplate than not
    `opener`  opens a letter: “Dear readers,”; takes along what stands between it and the plea that the model
              finds below
    `part`, `closer`  boilerplate only inside an appeal: goes where the model holds it likelier so
- `removes`     blocks that the rule must take; `keeps`: near misses that it must leave. Both required. An
                example may hold several lines, which are blocks: the rule must take one of them, or none.
                Write examples of your own, with invented outlets and people.

Words that several patterns share live in `textclean/data/rules/<language>/words.toml`: `asker = "we|us|our"`
is written `<asker>` in a pattern and stands for `(?:we|us|our)`. All rules are tried on all texts, whatever
their language, so a pattern must not mean something harmless in another language.

Most boilerplate is the model's to find (see textclean.boilerplate.model); a rule is for the few stock lines
that need no guess, and for what one site says and no other. Where a rule and the model speak of one block,
the rule is named.

The question that decides is WHO asks, and for WHOM. “Please give to the flood fund” in an article is
content; “Please give to this newspaper” is not. A pattern names the act, the asker, the asked or the
object, two of them at least, unless the words are never anything else.

`pytest tests/boilerplate/test_shipped_rules.py -k de/newsletter` runs the examples of one file.
"""

from __future__ import annotations

import re
import tomllib
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from textclean.boilerplate.blocks import fold
from textclean.boilerplate.literals import also_required, required_literals
from textclean.boilerplate.proven import proven
from textclean.errors import RuleError
from textclean.patterns import compile_pattern
from textclean.settings import CATEGORIES

ROLES = ("block", "opener", "part", "closer", "heading")
LONGEST = 400  # words; a rule that could take more would be no rule but a scythe
WORD = 24
"""Characters of a long word with its space; a block of more than max_words times as many is never matched."""
_FILLED = 100_000  # characters of a pattern with its vocabulary; words of words of words grow fast
_KEYS = {
    "title": str,
    "pattern": str,
    "unless": str,
    "needs": list,
    "least": int,
    "literals": list,
    "max_words": int,
    "min_words": int,
    "confidence": (int, float),
    "role": str,
    "removes": list,
    "keeps": list,
}
_VOCABULARY = compile_pattern(r"(?<!\(\?P)<([a-z_]+)>")
_TOKEN = compile_pattern(r"\\.|\(\?P|.", re.DOTALL)
"""An escape, `\\S`, the beginning of a named group, which both have capitals of their own, or a character."""


class Rule(NamedTuple):
    """A named reason to call a block boilerplate; patterns have their vocabulary filled in."""

    id: str
    title: str
    pattern: str
    unless: str = ""
    needs: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()
    """Every match of `pattern` contains one of these."""
    max_words: int = 40
    min_words: int = 1
    confidence: float = 0.95
    role: str = "block"
    removes: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    least: int = 0
    """How many of `needs` must be found; 0: all."""
    also: tuple[tuple[str, ...], ...] = ()
    """Further sets of literals: a block that the rule takes holds one of each."""
    linear: tuple[str, ...] = ()
    """Those of its patterns that run on RE2, since on `re` they could take long."""

    @property
    def size(self) -> int:
        """The characters of the longest block that it may take: 400 words without a space are no block."""
        return WORD * self.max_words

    @property
    def patterns(self) -> list[tuple[str, str]]:
        """All its patterns, each after the key that it stands under."""
        needs = [("needs", need) for need in self.needs]
        return [("pattern", self.pattern), *([("unless", self.unless)] if self.unless else []), *needs]

    @property
    def category(self) -> str:
        """The middle part of the id: `newsletter`."""
        return self.id.split(".")[1]

    @property
    def language(self) -> str:
        """The first part of the id: `en`."""
        return self.id.split(".")[0]


def rules_in(folder: Path) -> list[Rule]:
    """All rules under a folder of languages, checked; raises RuleError at the first that cannot be used."""
    rules: list[Rule] = []
    for language in sorted(path for path in folder.iterdir() if path.is_dir()):
        words = read_words(language / "words.toml")
        for path in sorted(language.glob("*.toml")):
            if path.name != "words.toml":
                rules += rules_of(read_toml(path), path, f"{language.name}.{path.stem}", words)
    return _unique(rules)


def rules_from_file(path: Path) -> list[Rule]:
    """The rules of a user's own file, in which a rule is `[category.name]` and its id `file.category.name`.

    `[newsletter.sign-up]` in `site.toml` is `site.newsletter.sign-up`. `[words]` holds shared vocabulary.
    Its patterns, as those that ship, are each proven to take little time; one that is not runs on RE2.
    """
    tables = read_toml(path)
    words = _vocabulary(path, tables.pop("words", {}))
    stem = re.sub(r"[^\w-]+", "-", path.stem) or "rules"
    rules: list[Rule] = []
    for category, named in tables.items():
        if not isinstance(named, dict) or not all(isinstance(table, dict) for table in named.values()):
            raise RuleError(f"{path}: [{category}]: not a rule; write [category.name], as in [ad.banner]")
        rules += rules_of(named, path, f"{stem}.{category}", words)
    return _unique(rules)


def rules_to_try(path: Path) -> list[Rule]:
    """The rules of a file in either form: a user's own, or `en/newsletter.toml` with rules as `[sign-up]`."""
    tables = read_toml(path)
    if path.stem in CATEGORIES and tables and all("title" in table for table in tables.values()):
        words = read_words(path.with_name("words.toml"))
        return rules_of(tables, path, f"{path.resolve().parent.name}.{path.stem}", words)
    return rules_from_file(path)


def rules_of(
    tables: Mapping[str, Any], path: Path, prefix: str, words: Mapping[str, str] | None = None
) -> list[Rule]:
    """The rules of one file, proven; `prefix` is the part of their ids before the name: `en.newsletter`."""
    category = prefix.partition(".")[2]
    if category not in CATEGORIES:
        raise RuleError(f"{path}: {category!r} is not a category; choose from {', '.join(CATEGORIES)}")
    named = tables.items()
    return [proven(path, _rule(path, name, f"{prefix}.{name}", table, words or {})) for name, table in named]


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; raises RuleError naming the file and the line."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RuleError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RuleError(f"{path}: not valid TOML: {error}") from error


def read_words(path: Path) -> dict[str, str]:
    """A language's shared vocabulary; empty where it has none. A word may use words above it."""
    return _vocabulary(path, read_toml(path)) if path.exists() else {}


def _vocabulary(path: Path, table: Any) -> dict[str, str]:
    words: dict[str, str] = {}
    for name, value in table.items():
        if not isinstance(value, str):
            raise RuleError(f"{path}: {name}: {value!r} is not a string of alternatives such as 'we|us|our'")
        words[name] = _filled(path, "words", name, value, words)
    return words


def _unique(rules: Iterable[Rule]) -> list[Rule]:
    seen: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in seen:
            raise RuleError(f"{rule.id}: two rules have this id")
        seen[rule.id] = rule
    return list(seen.values())


def _rule(path: Path, name: str, rule_id: str, table: Any, words: Mapping[str, str]) -> Rule:
    if not isinstance(table, dict):
        raise RuleError(f"{path}: {name}: not a rule; a rule is a table: [{name}]")
    for key, value in table.items():
        _check_key(path, name, key, value)
    for key in ("title", "pattern", "removes", "keeps"):
        if not table.get(key):
            raise RuleError(
                f"{path}: [{name}] {key}: missing; title, pattern, removes and keeps are required"
            )
    values = dict(table)
    values["pattern"] = _pattern(path, name, "pattern", table["pattern"], words)
    values["unless"] = _pattern(path, name, "unless", table.get("unless", ""), words)
    needs = [_pattern(path, name, "needs", need, words) for need in table.get("needs", ())]
    values["needs"] = sorted(needs, key=len)  # the short ones cost little, and mostly settle it
    values["literals"] = table.get("literals") or required_literals(values["pattern"])
    if not values["literals"]:
        raise RuleError(
            f"{path}: [{name}] pattern: no literal text that every match contains; "
            "make some part of it required, or give literals = [...]"
        )
    for key in ("needs", "literals", "removes", "keeps"):
        values[key] = tuple(values[key])
    must = () if values.get("least") else needs
    values["also"] = tuple(map(tuple, also_required(values["pattern"], values["literals"], must)))
    rule = Rule(rule_id, **values)
    _check_ranges(path, name, rule)
    return rule


def _check_key(path: Path, name: str, key: str, value: Any) -> None:
    if key not in _KEYS:
        raise RuleError(f"{path}: [{name}] {key}: no such key; there are {', '.join(_KEYS)}")
    if not isinstance(value, _KEYS[key]) or isinstance(value, bool):  # type: ignore[arg-type]
        raise RuleError(f"{path}: [{name}] {key}: {value!r} is of the wrong type")
    if isinstance(value, list) and not all(isinstance(item, str) and item for item in value):
        raise RuleError(f"{path}: [{name}] {key}: {value!r} is not a list of strings")


def _check_ranges(path: Path, name: str, rule: Rule) -> None:
    if rule.role not in ROLES:
        raise RuleError(f"{path}: [{name}] role: {rule.role!r} is not one of {', '.join(ROLES)}")
    if not 0 < rule.confidence <= 1:
        raise RuleError(f"{path}: [{name}] confidence: {rule.confidence} is not between 0 and 1")
    if not 1 <= rule.min_words <= rule.max_words <= LONGEST:
        raise RuleError(f"{path}: [{name}] min_words, max_words: not 1 ≤ min ≤ max ≤ {LONGEST}")
    if not 0 <= rule.least <= len(rule.needs):
        raise RuleError(f"{path}: [{name}] least: {rule.least}, but there are {len(rule.needs)} needs")


def _pattern(path: Path, name: str, key: str, pattern: str, words: Mapping[str, str]) -> str:
    """The pattern with its lines joined and its vocabulary filled in, if it can be used."""
    pattern = "".join(line.strip() for line in pattern.splitlines()) if "\n" in pattern else pattern
    # As texts are before they are searched: a pattern copied from a page, `Don’t miss`, means `don't miss`.
    pattern = _TOKEN.sub(lambda match: match[0] if len(match[0]) > 1 else fold(match[0]), pattern)
    pattern = _filled(path, name, key, pattern, words)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # `[[`: what it means will change with Python
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError, FutureWarning) as error:
        raise RuleError(f"{path}: [{name}] {key}: not a regular expression: {error}") from error
    return pattern


def _filled(path: Path, name: str, key: str, pattern: str, words: Mapping[str, str]) -> str:
    def fill(match: re.Match[str]) -> str:
        if match[1] not in words:
            raise RuleError(f"{path}: [{name}] {key}: <{match[1]}> is not in the language's words.toml")
        return f"(?:{words[match[1]]})"

    filled = _VOCABULARY.sub(fill, pattern)
    if len(filled) > _FILLED:
        raise RuleError(f"{path}: [{name}] {key}: more than {_FILLED:,} characters with its words filled in")
    return filled
