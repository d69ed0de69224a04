"""Options: what a user can choose, checked once and in one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Literal, TypedDict

from textclean.errors import OptionError

STAGES = ("repair", "boilerplate", "quotes")
CHOICES = {
    "quotes": ("straight", "typographic", "keep"),
    "boilerplate": ("careful", "thorough"),
    "repair": ("careful", "bold"),
}
CATEGORIES = (
    "newsletter",
    "donation",
    "subscribe",
    "paywall",
    "cookie",
    "share",
    "related",
    "ad",
    "comments",
    "app",
    "credit",
    "copyright",
    "navigation",
    "author",
    "event",
)
Names = tuple[str, ...] | list[str]


class OptionValues(TypedDict, total=False):
    """The keyword arguments of `clean`, `clean_bytes` and `Cleaner`, for type checkers and editors.

    `clean(text, quotes="curly")` is then wrong before it runs, where it raises OptionError. What each one
    means stands in `Options`.
    """

    stages: (
        tuple[Literal["repair", "boilerplate", "quotes"], ...]
        | list[Literal["repair", "boilerplate", "quotes"]]
    )
    quotes: Literal["straight", "typographic", "keep"]
    language: str | None
    quote_marks: str | None
    boilerplate: Literal["careful", "thorough"]
    keep: Names
    remove: Names
    repair: Literal["careful", "bold"]
    rules: Names


@dataclass(frozen=True, slots=True)
class Options:
    """Everything that decides what cleaning does; equal options clean equal texts equally.

    Raises OptionError, naming the option and what it takes, for any value that is not one of those below.
    """

    stages: tuple[str, ...] = STAGES
    """Which stages run, in the order of STAGES."""
    quotes: str = "straight"
    """Wanted quotation marks: `straight`, `typographic` or `keep`."""
    language: str | None = None
    """Language tag such as `en` or `de-CH`; None: found from the text."""
    quote_marks: str | None = None
    """Four marks, outer open, outer close, inner open, inner close: `„“‚‘`. None: the text's own."""
    boilerplate: str = "careful"
    """How sure a removal must be: `careful` or `thorough`."""
    keep: tuple[str, ...] = ()
    """What to leave as it is, by the names that summaries and reports print: `repair` or `quotes`, which
    leaves out the stage, a category of boilerplate, or a rule's id such as `repair.spaces`."""
    remove: tuple[str, ...] = ()
    """Categories or ids of boilerplate to take out although they are off by default or need less proof."""
    repair: str = "careful"
    """Whether repairs below the bar are made (`bold`) or only reported (`careful`)."""
    rules: tuple[str, ...] = ()
    """Paths of the user's own rule files."""

    def __post_init__(self) -> None:
        for name in ("stages", "keep", "remove", "rules"):
            object.__setattr__(self, name, _names(name, getattr(self, name)))
        if unknown := [stage for stage in self.stages if stage not in STAGES]:
            raise OptionError(f"stages: {unknown[0]!r} is not a stage; choose from {', '.join(STAGES)}")
        stages = tuple(stage for stage in STAGES if stage in self.stages and stage not in self.keep)
        object.__setattr__(self, "stages", stages)
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                raise OptionError(f"{name}: {getattr(self, name)!r} is not one of {', '.join(choices)}")
        for name in ("keep", "remove"):
            for item in getattr(self, name):
                _check_name(name, item)
        if self.quote_marks is not None and (
            not isinstance(self.quote_marks, str) or len(self.quote_marks) != 4
        ):
            raise OptionError(
                f"quote_marks: {self.quote_marks!r} is not four marks, "
                "outer open, outer close, inner open, inner close, such as “”‘’"
            )
        if self.language is not None and not _is_tag(self.language):
            raise OptionError(f"language: {self.language!r} is not a language tag such as en or de-CH")


def keywords_of(options: Options) -> dict[str, Any]:
    """The keyword arguments that make equal Options, and a Cleaner with them."""
    return {field.name: getattr(options, field.name) for field in fields(options)}


def options_from(values: dict[str, Any]) -> Options:
    """Build Options from keyword arguments; an unknown name raises OptionError and lists the known ones."""
    known = [field.name for field in fields(Options)]
    for name in values:
        if name not in known:
            raise OptionError(f"{name}: no such option; there are {', '.join(known)}")
    return Options(**values)


def _check_name(option: str, name: str) -> None:
    """Raise OptionError for a name that no change can have; a rule of the user's own can have any id."""
    categories = CATEGORIES if option == "remove" else ("repair", "quotes", *CATEGORIES)
    if "." not in name:
        if name not in categories:
            raise OptionError(
                f"{option}: {name!r} is neither a rule id (language.category.name) "
                f"nor a category ({', '.join(categories)}){_meant(name, categories)}"
            )
        return
    stage = name.partition(".")[0]
    if option == "remove" and stage in ("repair", "quotes"):
        raise OptionError(f"remove: {name!r} is no boilerplate; --only {stage} runs that stage alone")
    if stage in ("repair", "quotes", "model"):
        from textclean.catalogue import own_rules

        if name not in own_rules():
            near = _meant(name, own_rules()) or "; `textclean rules list` lists them"
            raise OptionError(f"{option}: {name!r} is no rule{near}")


def _meant(name: str, known: Iterable[str]) -> str:
    """What a misspelt name may have meant, to be added to a message; empty where nothing is like it."""
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1, 0.8)
    return f"; did you mean {near[0]}?" if near else ""


def _names(option: str, value: Any) -> tuple[str, ...]:
    is_list = isinstance(value, Iterable) and not isinstance(value, str | bytes)
    names = tuple(value) if is_list else ()
    if not is_list or not all(isinstance(item, str) for item in names):
        raise OptionError(f"{option}: {value!r} is not a list of names")
    return names


def _is_tag(tag: Any) -> bool:
    parts = tag.replace("_", "-").split("-") if isinstance(tag, str) else [""]
    return (
        parts[0].isalpha()
        and 2 <= len(parts[0]) <= 3
        and all(part.isalnum() and part.isascii() for part in parts)
    )
