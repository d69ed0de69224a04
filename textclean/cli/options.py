"""Options of the command line: their flags, and how they become what the library takes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from textclean.cli import complete
from textclean.errors import OptionError
from textclean.files.overrides import Override
from textclean.files.problems import explain
from textclean.files.run import processors
from textclean.reports.formats import NAMES
from textclean.settings import CHOICES, STAGES, Options, options_from

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def _names(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Names given one by one or with commas: `--keep ad,app --keep share`."""
    return tuple(name.strip() for item in value for name in item.split(",") if name.strip())


def once(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Names of which each is wanted once, however often it was said."""
    return tuple(dict.fromkeys(value))


def _several(flag: str, metavar: str, help_text: str) -> Callable[[Decorated], Decorated]:
    return click.option(
        flag, metavar=metavar, multiple=True, callback=_names, shell_complete=complete.names, help=help_text
    )


def _choice(name: str, help_text: str) -> Callable[[Decorated], Decorated]:
    return click.option(f"--{name}", type=click.Choice(CHOICES[name]), help=help_text)


class Jobs(click.ParamType[int]):
    """A number of processes, or `auto` for as many as can run at once."""

    name = "jobs"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        if isinstance(value, int):
            return value
        if value == "auto":
            return processors()
        if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 512:
            self.fail(f"{value!r} is neither a number from 1 to 512 nor auto", param, ctx)
        return int(value)


class Size(click.ParamType[int]):
    """A number of bytes: `700`, `64K`, `500M`, `1.5G`, `2T`."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        if isinstance(value, int):
            return value
        match = re.fullmatch(r"(\d{1,9}(?:\.\d{1,3})?)([KMGT]?)(?:i?B)?", value, re.IGNORECASE | re.ASCII)
        number, unit = match.groups() if match else ("0", "")
        if not float(number):
            self.fail(f"{value!r} is no size such as 500M or 20G", param, ctx)
        return int(float(number) * 1024 ** " KMGT".index(unit.upper() or " "))


def _type(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A type that there is; a wrong one is an error of usage."""
    if value is not None:
        from textclean.files.containers.kinds import kind_named

        kind_named(value)
    return value


SIZE = Size()
DIFFS = ("unified", "report")
JOBS = Jobs()
ALLOW_BROKEN = click.option(
    "--allow-broken", is_flag=True, help="Exit with 0 where records were left as they were."
)
OUTPUTS = (
    click.option("-o", "--output", metavar="PATH", help="Write to this file; for several inputs, a folder."),
    click.option("-i", "--in-place", is_flag=True, help="Write each file back; `textclean undo` undoes it."),
    click.option(
        "--diff",
        is_flag=True,
        help="Print what would change: a report on a terminal, else a diff for patch -p1 or git apply; "
        "--diff=unified and --diff=report choose.",
    ),
    click.option("--diff-form", type=click.Choice(DIFFS), hidden=True),
    click.option(
        "--mark",
        is_flag=True,
        help="Leave removed blocks in, marked with their rules, to be read, not cleaned.",
    ),
    click.option("--check", is_flag=True, help="List the files that would change; then exit with 1."),
    click.option("-n", "--dry-run", is_flag=True, help="Say of each file what would change; write nothing."),
    click.option(
        "--report", metavar="FILE", help="Write every change to .json, .jsonl, .html, .sarif or .diff."
    ),
    click.option(
        "--open",
        "browse",
        is_flag=True,
        help="Show the report in the browser, where changes can be declined.",
    ),
    click.option(
        "--format", type=click.Choice(NAMES), help="The report's form; without --report it is printed."
    ),
    click.option(
        "--explain", is_flag=True, help="Print each change as a sentence; same as --format explain."
    ),
    click.option("--pager", is_flag=True, help="Show --diff or a printed report page by page."),
    click.option("--backup", metavar="SUFFIX", help="With -i, keep old files, with this suffix added."),
    click.option("--fsync", is_flag=True, help="Wait for the disk after each file, not once for many."),
    click.option("--no-journal", is_flag=True, help="Do not record how to undo and to resume this run."),
    click.option("--resume", is_flag=True, help="Do what the same run, interrupted, left to do."),
    click.option(
        "-j", "--jobs", type=JOBS, default="auto", metavar="N|auto", help="Work with up to N processes."
    ),
    click.option(
        "--progress/--no-progress", default=None, help="Show how far it is  [default: on a terminal]."
    ),
    click.option(
        "--color", type=click.Choice(("auto", "always", "never")), help="Whether to colour  [default: auto]."
    ),
    click.option("--statistics", is_flag=True, help="Say at the end how many changes each rule made."),
    click.option("-v", "--verbose", is_flag=True, help="Say of each changed file what was changed."),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
)
INPUTS = (
    click.option(
        "--include", metavar="PATTERN", multiple=True, help="Take these files in folders, as in .gitignore."
    ),
    click.option(
        "--exclude",
        metavar="PATTERN",
        multiple=True,
        help="Leave these out as well, beside the configured ones.",
    ),
    click.option("--no-ignore", is_flag=True, help="Take also what .gitignore leaves out."),
    click.option(
        "--files-from", metavar="FILE", help="Read paths from a file, one a line; - is standard input."
    ),
    click.option(
        "-0", "--null", is_flag=True, help="The paths in --files-from end with NUL, as from find -print0."
    ),
    click.option(
        "--stdin-filename", metavar="NAME", help="What standard input is called, and so which settings hold."
    ),
    click.option("--encoding", metavar="NAME", help="Encoding of the input; else found from the bytes."),
    click.option(
        "--type",
        metavar="TYPE",
        callback=_type,
        help="What the inputs are, where names do not tell: text, jsonl, csv, tsv, parquet, warc; csv.gz.",
    ),
    click.option(
        "--field",
        metavar="NAME",
        multiple=True,
        callback=once,
        help="Field or column that holds texts, in JSON lines, CSV, Parquet  [default: text].",
    ),
    click.option("--url-field", metavar="NAME", help="Field with a record's address: its host is its site."),
    ALLOW_BROKEN,
    click.option(
        "--limit",
        metavar="SIZE",
        type=SIZE,
        help="Largest input, unpacked: 500M, 20G  [default: 1G; packed records 100 times the file].",
    ),
)
CONFIG = (
    click.option("--config", metavar="FILE", help="Heed this configuration file and no other."),
    click.option("--no-config", is_flag=True, help="Heed no configuration file; see `textclean config`."),
)
OWN_RULES = click.option("--rules", metavar="FILE", multiple=True, help="Use rules of your own as well.")
CLEANING = (
    _several("--only", "STAGE", f"Run only this: {', '.join(STAGES)}."),
    _several("--skip", "STAGE", "Leave out a stage."),
    _choice("quotes", "Which quotation marks  [default: straight]."),
    click.option("--language", metavar="TAG", help="Language, such as de-CH; else found from the text."),
    click.option("--quote-marks", metavar="MARKS", help="Four marks, outer then inner, such as „“‚‘."),
    _choice("boilerplate", "How sure a removal must be  [default: careful]."),
    _choice("repair", "Whether doubtful repairs are made  [default: careful]."),
    _several("--keep", "NAME", "Leave this category or rule in, by its name in a summary or report."),
    _several("--remove", "NAME", "Take this category or rule out."),
    OWN_RULES,
)
REPEATS = (
    click.option(
        "--repeats", is_flag=True, help="Take out what stands in many files of a folder; reads files twice."
    ),
)


def with_options(*groups: tuple[Callable[[Any], Any], ...]) -> Callable[[Any], Any]:
    """Give a command these options, in this order."""

    def decorate(command: Any) -> Any:
        for option in reversed([option for group in groups for option in group]):
            command = option(command)
        return command

    return decorate


def configured(path: str | None, none: bool) -> tuple[dict[str, Any], tuple[Override, ...]]:
    """What configuration files say, of all inputs and of some: those that hold here, or one, or none."""
    if none and path is not None:
        raise click.UsageError("--config and --no-config exclude each other; choose one")
    if none:
        return {}, ()
    from textclean.files.config import settings

    found = settings(only=path)
    return found.configured(), found.overrides


def colour(wish: str | None) -> None:
    """Colour always or never, in worker processes too, by the variables that say so to any program."""
    if wish in ("always", "never"):
        os.environ.pop("NO_COLOR", None)
        os.environ.pop("FORCE_COLOR", None)
        os.environ["FORCE_COLOR" if wish == "always" else "NO_COLOR"] = "1"


def cleaning_options(values: dict[str, Any], configured: dict[str, Any]) -> Options:
    """The cleaning options: what was said, else what `configured` holds, else the default."""
    only, skip = values.pop("only"), values.pop("skip")
    said = configured | {name: value for name, value in values.items() if value}
    for stage in (*only, *skip):
        if stage not in STAGES:
            raise OptionError(f"{stage}: no such stage; choose from {', '.join(STAGES)}")
    if only or skip:
        said["stages"] = tuple(stage for stage in only or STAGES if stage not in skip)
    for path in said.get("rules", ()):
        _refuse_unreadable(path)
    return options_from(said)


def cleaning_overrides(values: dict[str, Any], overrides: Iterable[Override]) -> tuple[Override, ...]:
    """What configuration files say of some files, less what the command line says of all."""
    said = {name for name, value in values.items() if value}
    if said & {"only", "skip"}:
        said.add("stages")
    kept = tuple(left for each in overrides if (left := each.without(said)).values)
    for each in kept:
        for path in each.values.get("rules", ()):
            _refuse_unreadable(path)
    return kept


def _refuse_unreadable(path: str) -> None:
    """A rule file that is not there is an error of usage, even where boilerplate is skipped."""
    try:
        with open(path, "rb"):  # noqa: PTH123
            pass
    except OSError as error:
        raise click.UsageError(f"--rules: {explain(error, path)}") from error


def known_encoding(encoding: str | None) -> str | None:
    """An encoding that Python knows; an unknown one is an error of usage, not of each input."""
    if encoding is None:
        return None
    import codecs

    try:
        text = codecs.lookup(encoding)._is_text_encoding
    except (LookupError, ValueError):
        text = False
    if not text:
        raise click.UsageError(f"--encoding: {encoding!r} is no known encoding; try utf-8, cp1252 or koi8-r")
    return encoding
