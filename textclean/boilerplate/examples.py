"""Examples: a rule's `removes` and `keeps` are its tests, run on the rule alone."""

from __future__ import annotations

from textclean.boilerplate.blocks import fold, folded, split
from textclean.boilerplate.matcher import matches
from textclean.boilerplate.rules import Rule


def takes(rule: Rule, example: str) -> bool:
    """Whether the rule, alone, takes one of the example's blocks."""
    text = fold(example)
    contents = [folded(text, block) for block in split(text)]
    return any(matches(rule, content, content.count(" ") + 1) for content in contents)


def failures(rule: Rule) -> list[str]:
    """What is wrong with a rule, in words: examples it fails on, guards that none of them needs."""
    wrong = [f"{rule.id} should take {text!r}" for text in rule.removes if not takes(rule, text)]
    wrong += [f"{rule.id} should keep {text!r}" for text in rule.keeps if takes(rule, text)]
    return wrong + idle_guards(rule)


def idle_guards(rule: Rule) -> list[str]:
    """Guards without which the rule would still keep all that it must keep."""
    rule = rule._replace(also=())  # literals of the needs, too, which a looser rule does not have
    looser = [("unless", rule._replace(unless=""))] if rule.unless else []
    if rule.least:
        fewer = (
            rule._replace(least=rule.least - 1)
            if rule.least > 1
            else rule._replace(needs=(), least=0, also=())
        )
        looser.append((f"least {rule.least}", fewer))
    looser += [
        (
            f"needs {need!r}",
            rule._replace(needs=tuple(other for other in rule.needs if other != need), also=()),
        )
        for need in rule.needs
        if not rule.least
    ]
    return [
        f"{rule.id}: no example in keeps needs {name}"
        for name, loose in looser
        if not any(takes(loose, example) for example in rule.keeps)
    ]
