"""`textclean learn`: from the files of one site to rules for what stands in many of them."""

from __future__ import annotations

from math import ceil
from pathlib import Path

import click

from textclean.cli.messages import say
from textclean.cli.options import known_encoding, once
from textclean.display import counted, safe
from textclean.files import sinks
from textclean.files.find import Input, find
from textclean.files.patterns import Choice
from textclean.files.problems import explain

HELP = """Learn what stands in many files of one site, as rules.

    FOLDERS hold articles of one site. What stands in at least three files and in 30 % of them becomes a rule;
    a sentence needs 50 %. Quotations, questions, bylines, datelines and dates never do. A short line could be
    a heading: it must stand in a row of such blocks, or in five files and 60 % above all headlines or below
    all articles. Each rule is filed under what it seems to be (newsletter, navigation, …). Read the file that
    comes out, delete what you want to keep, and use it for all pages of the site.

    \b
    Examples:
      textclean learn marsh-gazette/ -o marsh-gazette.toml
      textclean rules test marsh-gazette.toml
      textclean fix -i --rules marsh-gazette.toml marsh-gazette/
      textclean fix -i --repeats marsh-gazette/    learn and use in one go
      textclean learn --url-field url corpus.jsonl.gz -o sites/    a rule file for each host

    \b
    Exit codes: 0 done, 2 wrong usage or an input that could not be read.
    """


@click.command("learn", help=HELP, short_help="Learn a site's furniture from its files, as rules.")
@click.argument("folders", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FILE", help="Write the rules here; else to standard output.")
@click.option("--force", is_flag=True, help="Replace the file, and what you corrected in it.")
@click.option("--include", metavar="PATTERN", multiple=True, help="Take these files, as in .gitignore.")
@click.option("--exclude", metavar="PATTERN", multiple=True, help="Leave these out, as in .gitignore.")
@click.option("--encoding", metavar="NAME", help="Encoding of the files; else found from the bytes.")
@click.option(
    "--field", metavar="NAME", multiple=True, callback=once, help="Field that holds texts  [default: text]."
)
@click.option("--url-field", metavar="NAME", help="Field with a record's address: its host is its site.")
def command(
    folders: tuple[str, ...],
    output: str | None,
    force: bool,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    encoding: str | None,
    field: tuple[str, ...],
    url_field: str | None,
) -> int:
    """Find the files, learn, write the rules, and say what was learned."""
    from textclean.files.learn import learn, learning

    known_encoding(encoding)
    if "-" in folders:
        raise click.UsageError("files are read twice, standard input can be read once; name a folder")
    several = output is not None and (output.endswith("/") or Path(output).is_dir())
    if output is not None and not several and not force and Path(output).exists():
        raise click.UsageError(f"{safe(output)}: is there already; --force replaces it")
    failed: dict[str, str] = {}
    inputs: list[Input] = []
    for found in find(folders, Choice(include, exclude, records=bool(field or url_field))):
        if isinstance(found, Input):
            inputs.append(found)
        elif found.failed:
            failed[found.path] = found.why
        else:
            say(found.why)
    job = learning(encoding, fields=field, url_field=url_field)
    site = ", ".join(map(safe, folders))
    learned = learn(inputs, site, job, failed.__setitem__)
    for why in failed.values():
        say(why)
    rules = sum(one.rules for one in learned.values())
    most = max(one.texts for one in learned.values())
    records = any(job.kind(item.path).holds_records for item in inputs)
    unaddressed = url_field and records and most and learned.keys() == {site}
    nowhere = f"no record has an address in its field {safe(url_field or '')}" if unaddressed else ""
    if not rules:
        why = nowhere or _why_nothing(most, "text" if records else "file")
        say(f"nothing was learned and nothing written: {why}")
        return 2 if failed else 0
    if nowhere:
        say(f"{nowhere}; all were taken for one site")
    if several and output is not None:
        _write_each({site: one.text for site, one in learned.items() if one.rules}, output, force)
    elif len(learned) > 1:
        raise click.UsageError(f"texts of {len(learned)} sites; name a folder, -o sites/, for a file of each")
    else:
        _write(next(iter(learned.values())).text, output)
    say(f"{counted(rules, 'rule')} from {counted(len(inputs), 'file')}")
    return 2 if failed else 0


def _why_nothing(most: int, what: str) -> str:
    """Why no rule came of files, or of texts, of which no site has more than so many."""
    from textclean.boilerplate.repeats import least

    if most < least(0):
        return f"{counted(most, what)} of {least(0):.0f} or more that it takes to tell what a site repeats"
    return (
        f"no block stands in {ceil(least(most))} or more of these {most} {what}s, copies of one article "
        "counted once, but what articles repeat as well: headings, bylines, dates, quotations"
    )


def _write_each(texts: dict[str, str], folder: str, force: bool) -> None:
    """A rule file for each site, named after it."""
    from textclean.files.learn import named_after

    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for site, text in texts.items():
            path = Path(folder, f"{named_after(site) or 'site'}.toml")
            if path.exists() and not force:
                raise click.UsageError(f"{safe(str(path))}: is there already; --force replaces it")
            _write(text, str(path))
    except OSError as error:
        raise click.UsageError(explain(error, folder)) from error


def _write(text: str, output: str | None) -> None:
    if output is None:
        sinks.write_out(text.encode("utf-8", "replace"))
        return
    try:
        Path(output).write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        raise click.UsageError(explain(error, output)) from error
