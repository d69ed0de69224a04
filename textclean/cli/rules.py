"""`textclean rules`: look rules up, test your own, and ask why (see textclean.cli.why)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from textclean.catalogue import own_rules
from textclean.cli.complete import rule_ids
from textclean.cli.messages import say
from textclean.cli.options import CONFIG, OWN_RULES, configured, with_options
from textclean.cli.why import command as why
from textclean.display import counted, safe
from textclean.errors import RuleError
from textclean.files import sinks
from textclean.reports.summary import category_of
from textclean.settings import CATEGORIES

if TYPE_CHECKING:
    from textclean.boilerplate.rules import Rule

HELP = """Look rules up, test your own, and ask why a line goes or stays.

    \b
    Examples:
      textclean rules list --category newsletter --language de
      textclean rules show en.newsletter.sign-up repair.mojibake
      textclean rules test site.toml          run the examples of your own rules
      textclean rules why page.txt:12         what speaks for and against line 12
    """
_EXAMPLES = ("before", "after", "removes", "keeps")
_ROLES = {
    "block": "takes the block by itself",
    "opener": "opens an appeal that runs on over the blocks after it",
    "part": "only inside an appeal or next to one",
    "closer": "ends an appeal",
    "heading": "opens a list of links, which goes with it",
}


@click.group("rules", help=HELP, short_help="Look rules up, test your own, ask why.")
def command() -> None:
    """The group; its commands follow."""


command.add_command(why)


@command.command("list", short_help="List the rules, by language and category.")
@click.option("--language", metavar="TAG", help="Only rules of this language, such as de.")
@click.option(
    "--category", type=click.Choice(("repair", "quotes", *CATEGORIES)), help="Only rules of this category."
)
@with_options((OWN_RULES,), CONFIG)
def list_rules(language: str | None, category: str | None, **values: Any) -> None:
    """List id and title of each rule, one a line; the user's own come first."""
    from textclean.boilerplate.ruleset import shipped_rules

    known = (*_own_rules(**values), *shipped_rules())
    languages = sorted({rule.language for rule in known if rule.language})
    if language and language not in languages:
        raise click.UsageError(
            f"--language: no rules for {language}; there are some for {', '.join(languages)}"
        )
    rules = [
        (rule.id, rule.title)
        for rule in known
        if language in (None, rule.language) and category in (None, rule.category)
    ]
    if not language:
        rules += [
            (name, rule["title"]) for name, rule in own_rules().items() if category in (None, kind(name))
        ]
    width = max((len(name) for name, _ in rules), default=0)
    _print("".join(f"{name:{width}}  {safe(title)}\n" for name, title in rules))


@command.command("show", short_help="Show a rule: what it says, takes and keeps.")
@click.argument("ids", nargs=-1, required=True, metavar="ID…", shell_complete=rule_ids)
@with_options((OWN_RULES,), CONFIG)
def show(ids: tuple[str, ...], **values: Any) -> int:
    """Show the page of each rule named."""
    from textclean.boilerplate.ruleset import shipped_rules

    pages = {rule.id: page(rule) for rule in (*shipped_rules(), *_own_rules(**values))}
    pages |= {name: own_page(name) for name in own_rules()}
    shown, failed = [], False
    for name in ids:
        if name in pages:
            shown.append(pages[name])
        else:
            failed = True
            say(f"{safe(name)}: no such rule{_near(name, list(pages))}")
    _print("\n".join(shown))
    return 2 if failed else 0


def _own_rules(rules: tuple[str, ...], config: str | None, no_config: bool) -> list[Rule]:
    """The rules of the files that are named, else of those that configuration files name."""
    from textclean.boilerplate.rules import rules_from_file

    known, overrides = configured(config, no_config)
    of_some = [path for each in overrides for path in each.values.get("rules", ())]
    files = rules or (*known.get("rules", ()), *of_some)
    return [rule for path in dict.fromkeys(files) for rule in rules_from_file(Path(path))]


@command.command("test", short_help="Run the examples of your own rule files.")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
def test(files: tuple[str, ...]) -> int:
    """Run each rule alone over its examples; 0 when all hold, 1 when one fails, 2 for a file not usable."""
    from textclean.boilerplate.examples import failures
    from textclean.boilerplate.rules import rules_to_try

    code = 0
    for name in files:
        try:
            rules = rules_to_try(Path(name))
        except RuleError as error:
            say(safe(str(error)))
            code = 2
            continue
        wrong = [line for rule in rules for line in failures(rule)]
        count = sum(len(rule.removes) + len(rule.keeps) for rule in rules)
        _print("".join(f"{safe(name)}: {safe(line)}\n" for line in wrong))
        tried = f"{counted(len(rules), 'rule')}, {counted(count, 'example')}"
        _print(f"{safe(name)}: {tried}, {counted(len(wrong), 'failure') if wrong else 'no failures'}\n")
        code = max(code, 1 if wrong else 0)
    return code


def page(rule: Rule) -> str:
    """All there is to say of a rule, as text."""
    lines = [
        rule.id,
        f"  {rule.title}",
        f"  {_ROLES[rule.role]}; confidence {rule.confidence:.2f}; blocks of {rule.min_words} to "
        f"{rule.max_words} words",
        f"  pattern  {rule.pattern}",
        *(f"  needs    {need}" for need in rule.needs),
        *([f"  least    {rule.least} of the {len(rule.needs)} needs"] if rule.least else []),
        *([f"  unless   {rule.unless}"] if rule.unless else []),
        *(f"  removes  {safe(example)}" for example in rule.removes),
        *(f"  keeps    {safe(example)}" for example in rule.keeps),
        f"  `textclean fix --keep {rule.id}` leaves it in, `--keep {rule.category}` all of its kind",
    ]
    return "\n".join(lines) + "\n"


def own_page(name: str) -> str:
    """All there is to say of a rule that is code or the model's: what it is, an example, how to keep it."""
    rule = own_rules()[name]
    lines = [name, f"  {rule['title']}"]
    lines += [
        f"  {key:8} {line}" for key in _EXAMPLES if key in rule for line in safe(rule[key], "\n").split("\n")
    ]
    if name.startswith("model."):
        lines.append(
            "  the model that reads the page decides; `textclean rules why FILE:LINE` says why of any line"
        )
    if rule.get("warns"):
        lines.append("  a warning: it is said, and changes nothing")
    elif name.startswith("model."):
        lines.append(
            f"  `textclean fix --keep {kind(name)}` leaves them in, `--skip boilerplate` all boilerplate"
        )
    else:
        lines.append(
            f"  `textclean fix --keep {name}` leaves it as it is, `--skip {kind(name)}` the whole stage"
        )
    return "\n".join(lines) + "\n"


def kind(name: str) -> str:
    """What a rule's changes are counted under: `repair`, `quotes`, or a kind of boilerplate."""
    return category_of(name)


def _near(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1)
    if name.startswith("learned"):
        return "; `textclean learn FOLDER` writes what it learns, and --rules FILE shows it"
    return (
        f"; did you mean {near[0]}?" if near else "; `textclean rules list` lists them, --rules FILE your own"
    )


def _print(text: str) -> None:
    if text:
        sinks.write_out(text.encode())
