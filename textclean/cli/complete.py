"""What the shell is offered for an argument half typed: paths, names, rule ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from textclean.settings import CATEGORIES, STAGES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Path(click.types.StringParamType):
    """A string that names a file or folder; the shell completes those better than any program."""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Leave it to the shell."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


def offer_paths(command: click.Command) -> None:
    """Complete paths for whatever takes one: arguments, and options that say FILE or PATH."""
    for param in command.params:
        place = isinstance(param, click.Argument) or param.metavar in ("FILE", "PATH", "FOLDER")
        if place and param.type is click.STRING:
            param.type = Path()


def names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The next of several names with commas between: stages, or categories."""
    known = STAGES if param.name in ("only", "skip") else CATEGORIES
    known = ("repair", "quotes", *known) if param.name == "keep" else known
    before, comma, last = incomplete.rpartition(",")
    return _items([f"{before}{comma}{name}" for name in known if name.startswith(last)])


def rule_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Ids of all rules, with their titles."""
    from click.shell_completion import CompletionItem

    from textclean.boilerplate.ruleset import shipped_rules
    from textclean.catalogue import own_rules

    titles = {name: rule["title"] for name, rule in own_rules().items()}
    titles |= {rule.id: rule.title for rule in shipped_rules()}
    return [CompletionItem(name, help=titles[name]) for name in titles if name.startswith(incomplete)]


def runs(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Names of the runs that `undo` remembers."""
    from textclean.files.journal import runs as known

    return _items([run.path.name for run in known() if run.path.name.startswith(incomplete)])


def _items(values: list[str]) -> list[CompletionItem[str]]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(value) for value in values]
