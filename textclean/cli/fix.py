"""`textclean fix`: turn a command line into a run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from tempfile import gettempdir
from types import MappingProxyType
from typing import Any

import click

from textclean.cli.call import Call, found_by, on_terminal
from textclean.cli.options import (
    CLEANING,
    CONFIG,
    DIFFS,
    INPUTS,
    OUTPUTS,
    REPEATS,
    cleaning_options,
    cleaning_overrides,
    colour,
    configured,
    known_encoding,
    with_options,
)
from textclean.cli.wishes import Wishes, refusal_remembered, refuse_contradictions
from textclean.files import find
from textclean.files.overrides import Override
from textclean.files.work import Job
from textclean.files.write import is_special
from textclean.reports.formats import format_for
from textclean.settings import Options

HELP = """Clean text: files to standard output, a file or a folder, or in place.

    PATHS are files, folders (all text files in them) or - for standard input, which is also read where no
    path is given. What is hidden, what a repository's .gitignore leaves out and node_modules are not looked
    into, unless they are named.

    \b
    Examples:
      textclean fix page.txt > clean.txt       one file to standard output
      extract page.html | textclean fix        what comes through a pipe
      textclean fix -i news/ report.txt        in place; unchanged files are not touched
      textclean fix news/ -o clean/            a folder's tree into another folder
      textclean fix --diff news/ | less        what would change, and the rule behind each change
      textclean fix --mark page.txt            the page with what would go marked in its place
      textclean fix --check news/              exit code 1 if anything would change
      textclean fix -n news/                   the same, with what would change in each file, and exit code 0
      find . -mtime -1 -print0 | textclean fix -i --files-from - -0
      textclean fix -i --repeats marsh-gazette/   also what stands in many files of a folder
      textclean fix -i --field text corpus.jsonl.gz  texts in JSON lines, CSV, Parquet
      textclean fix --open page.txt            the changes in the browser, to look at and to decline
      textclean fix --report r.json page.txt   every edit with place, rule and confidence
      textclean fix --only quotes --quotes typographic --language de page.txt

    \b
    Exit codes: 0 done, 1 --check found changes, 2 wrong usage or an input that failed, 130 interrupted.
    A text is written in UTF-8 without byte order mark, CSV and TSV in the encoding they have; line ends and
    the last line's end stay as they were.
    """


class Fix(click.Command):
    """A command whose `--diff` may name a form: `--diff=unified`, but `--diff news/` names a folder."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the forms for an option of their own, up to `--`."""
        end = args.index("--") if "--" in args else len(args)
        for form in (arg[7:] for arg in args[:end] if arg.startswith("--diff=")):
            if form not in DIFFS and not ctx.resilient_parsing:
                choices = ", ".join(map(repr, DIFFS))
                raise click.BadParameter(f"{form!r} is not one of {choices}.", ctx, param_hint="'--diff'")
        told = [
            part
            for arg in args[:end]
            for part in (("--diff", "--diff-form", arg[7:]) if arg.startswith("--diff=") else (arg,))
        ]
        return super().parse_args(ctx, told + args[end:])


@click.command("fix", cls=Fix, help=HELP, short_help="Clean files, folders or standard input.")
@click.argument("paths", nargs=-1)
@with_options(OUTPUTS, INPUTS, CONFIG, CLEANING, REPEATS)
def command(paths: tuple[str, ...], encoding: str | None, **values: Any) -> int:
    """Translate the options, run, and return the exit code."""
    known, overrides = configured(values.pop("config"), values.pop("no_config"))
    colour(values.pop("color"))
    configured_include, configured_exclude = known.pop("include", ()), known.pop("exclude", ())
    values["include"] = values["include"] or configured_include
    # Added, not put in its place: what a project leaves out, its originals, a call must not write to.
    values["exclude"] = (*configured_exclude, *values["exclude"])
    wishes = _wishes(paths, values)
    with refusal_remembered(wishes):
        refuse_contradictions(wishes)
        overrides = cleaning_overrides(values, overrides)
        options, encoding = cleaning_options(values, known), known_encoding(encoding)
    if not wishes.repeats:
        return _run(wishes, options, overrides, encoding)
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="textclean-") as folder:
        sites = _learned(wishes, options, encoding, folder)
        return _run(wishes, options, overrides, encoding, sites)


def _run(
    wishes: Wishes,
    options: Options,
    overrides: tuple[Override, ...],
    encoding: str | None,
    sites: Mapping[str, str] = MappingProxyType({}),
) -> int:
    job = Job(
        options,
        encoding,
        diff=_diff(wishes) if wishes.diff else "",
        report=wishes.form,
        undo=wishes.in_place and not wishes.no_journal,
        mark=wishes.mark,
        stream=not (wishes.in_place or wishes.writes_nothing or wishes.form or wishes.mark),
        overrides=overrides,
        sites=dict(sites),
        **_containers(wishes),
    )
    with refusal_remembered(wishes):
        job.check()
    return Call(wishes, job).run()


def _diff(wishes: Wishes) -> str:
    """Which diff to render: for people on a terminal, else for programs, unless the form was chosen."""
    shown = wishes.diff_form == "report" if wishes.diff_form else on_terminal()
    return "terminal" if shown else "unified"


def _containers(wishes: Wishes) -> dict[str, Any]:
    """What a job has to know of files that are packed or hold records."""
    from textclean.files.containers.kinds import kind_of

    printed = not wishes.writes_nothing and not wishes.replaces_files and wishes.output in (None, "-")
    into: str | None = None
    packing: str | None = "" if printed and on_terminal() else None
    if wishes.in_place:
        into = ""
    elif printed:
        into = "-"
    elif wishes.into_folder:
        into = f"{wishes.output}/"
    elif wishes.output and not wishes.writes_nothing:
        special = is_special(wishes.output)
        into = gettempdir() if special else str(Path(os.path.realpath(wishes.output)).parent)
        packing = None if special else kind_of(wishes.output).compression
    return {
        "type": wishes.type or "",
        "fields": wishes.field,
        "url_field": wishes.url_field,
        "allow_broken": wishes.allow_broken,
        "limit": wishes.limit,
        "packing": packing,
        "into": into,
    }


def _learned(wishes: Wishes, options: Options, encoding: str | None, folder: str) -> dict[str, str]:
    """For each site of which something stands in many texts, the path of a rule file in `folder`."""
    if "boilerplate" not in options.stages:
        return {}
    from textclean.files.learn import learn_each, learning, named_after

    inputs = [item for item in found_by(wishes) if isinstance(item, find.Input)]
    job = learning(encoding, wishes.type or "", wishes.field, wishes.url_field, wishes.limit)
    sites = {}
    for number, (site, text) in enumerate(learn_each(inputs, job).items()):
        # Its name begins the ids of its rules, as reports print them.
        path = Path(folder, str(number), f"learned-{named_after(site)}".rstrip("-") + ".toml")
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8", errors="replace")
        sites[site] = str(path)
    return sites


def _wishes(paths: tuple[str, ...], values: dict[str, Any]) -> Wishes:
    """Take what is no cleaning option out of `values`."""
    explain_changes, form = values.pop("explain"), values.pop("format")
    form = "explain" if explain_changes else form
    if form is not None or values["report"] is not None:
        values["report"] = "-" if values["report"] is None else values["report"]
        form = format_for(values["report"], form)
    if values["browse"]:
        if form is not None:
            raise click.UsageError("--open makes an HTML report of its own; leave --report and --format out")
        form = "html"
    if not paths and values["files_from"] is None:
        paths = (find.STDIN,)
    names = [field.name for field in fields(Wishes) if field.name not in ("paths", "form")]
    return Wishes(paths=paths, form=form or "", **{name: values.pop(name) for name in names})
