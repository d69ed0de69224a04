"""`textclean batch`: the shards of a corpus, on this machine or a Ray cluster."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from textclean.cli.messages import say, say_figures
from textclean.cli.options import ALLOW_BROKEN, CLEANING, JOBS, REPEATS, cleaning_options, once, with_options
from textclean.cli.progress import Progress
from textclean.files.containers.records import BROKEN

if TYPE_CHECKING:
    from textclean.scale.driver import Batch, Outcome
    from textclean.scale.engines import Engine
    from textclean.scale.job import Job
    from textclean.scale.stores import Entry

    Make = Callable[[Job, str, str], Engine]

HELP = """Clean the shards of a corpus into another place.

    SOURCE is a folder or an address such as s3://bucket/raw; each file in it is a shard: Parquet, JSON lines,
    CSV, WET or text, also .gz, .bz2, .xz and .zst. Each becomes a file of the same name and format in DEST,
    with a manifest in DEST/_manifests; what cannot be cleaned is put aside in DEST/_failed and named.
    Configuration files are not heeded: the same line does the same on every machine.

    \b
    Examples:
      textclean batch crawl/ clean/                        with all processors of this machine
      textclean batch crawl/ clean/ --resume               do what an interrupted run left
      textclean batch s3://b/raw s3://b/clean --engine ray --address auto

    \b
    Exit codes: 0 done, 2 wrong usage, or a shard failed, a record was put aside or, without --allow-broken,
    left as it was, being broken, null or HTML; 130 and 143 interrupted.
    """
OWN = (
    click.option(
        "--engine",
        type=click.Choice(("local", "ray")),
        default="local",
        help="What runs the work  [default: local].",
    ),
    click.option("--address", metavar="ADDRESS", help="Of a Ray cluster; without it, one on this machine."),
    click.option("-j", "--jobs", type=JOBS, default="auto", metavar="N|auto", help="Work with N processes."),
    click.option("--resume", is_flag=True, help="Skip the shards that are done."),
    click.option(
        "--field",
        "fields",
        metavar="NAME",
        multiple=True,
        callback=once,
        help="Field that holds a text, such as page.body  [default: text].",
    ),
    click.option("--url-field", metavar="NAME", help="Field with the address of a record: its site."),
    click.option(
        "--stall", type=float, default=300.0, metavar="SECONDS", help="Give up a record after so long."
    ),
    ALLOW_BROKEN,
    click.option("--progress/--no-progress", default=None, help="Show how far it is."),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
)
_NAMES = (
    "engine", "address", "jobs", "resume", "fields", "url_field",
    "stall", "allow_broken", "progress", "quiet",
)  # fmt: skip


@click.command("batch", help=HELP, short_help="Clean the shards of a corpus, here or on a cluster.")
@click.argument("source")
@click.argument("dest")
@with_options(OWN, CLEANING, REPEATS)
def command(source: str, dest: str, **values: Any) -> int:
    """Plan, run, report, and say how it went."""
    from textclean.scale.driver import Batch

    own = {name: values.pop(name) for name in _NAMES}
    repeats = values.pop("repeats")
    if own["address"] and own["engine"] != "ray":
        raise click.UsageError("--address is for --engine ray")
    batch = Batch(source, dest, _job(own, values))
    batch.complain = partial(_complain, None)
    if repeats and (code := _learn(batch, own)):
        return code
    left = batch.plan(own["resume"])
    shown = None if own["quiet"] or own["progress"] is False else _progress(left, own["progress"])
    batch.complain = partial(_complain, shown)
    if shown is not None:
        batch.step = lambda shard: shown.step(shard.size)
    code = _run(batch, own, lambda engine: batch.run(left, engine(batch.job, source, dest))) if left else 0
    if shown is not None:
        shown.clear()
    batch.report()
    if not own["quiet"]:
        say_figures(summary(batch.outcome))
    if batch.outcome.stopped:
        say(batch.outcome.stopped)
    return code or (2 if _is_incomplete(batch.outcome, own["allow_broken"]) else 0)


def _is_incomplete(outcome: Outcome, allow_broken: bool) -> bool:
    broken = outcome.figures.broken and not allow_broken
    return bool(outcome.failed or outcome.aside or outcome.stopped or broken)


def summary(outcome: Outcome) -> str:
    """One line: `12 of 12 shards, 4,000 records, 1,200 changed, 3 broken, 2 null (ad 80, quotes 7)`."""
    figures = outcome.figures
    parts = [f"{outcome.done + outcome.before:,} of {outcome.shards:,} shards"]
    parts += [f"{outcome.before:,} of them done before"] if outcome.before else []
    parts += [f"{len(outcome.failed):,} failed"] if outcome.failed else []
    parts += [f"{figures.rows:,} records", f"{figures.changed:,} changed"]
    parts += [f"{figures.broken[kind]:,} {kind}" for kind in BROKEN if figures.broken[kind]]
    parts += [f"{len(outcome.aside):,} put aside"] if outcome.aside else []
    kinds = ", ".join(
        f"{kind} {number:,}"
        for kind, number in sorted(figures.edits.items(), key=lambda kind: (-kind[1], kind[0]))
    )
    return ", ".join(parts) + (f" ({kinds})" if kinds else "")


def _job(own: dict[str, Any], values: dict[str, Any]) -> Job:
    from textclean.scale.job import Job

    if own["stall"] < 0:
        raise click.UsageError("--stall: seconds, or 0 to wait for ever")
    options = cleaning_options(values, {})
    return Job(options, own["fields"] or ("text",), own["url_field"], stall=own["stall"])


def _learn(batch: Batch, own: dict[str, Any]) -> int:
    """Learn what the sites repeat, and give the batch's job that knowledge; an exit code, 0 for go on."""
    from textclean.scale.driver import refuse_held, refuse_overlap
    from textclean.scale.passes import learn_sites
    from textclean.scale.stores import store

    refuse_overlap(batch.source, batch.target)
    refuse_held(store(batch.target), own["resume"])
    code = _run(batch, own, lambda engine: learn_sites(batch, engine))
    if batch.outcome.stopped:
        say(batch.outcome.stopped)
        return code or 2
    return 0


def _run(batch: Batch, own: dict[str, Any], work: Callable[[Make], Any]) -> int:
    """Do work with engines of the wanted kind, all of which end with it; the exit code of a signal, or 0."""
    from textclean.files.signals import Interrupted, Signals
    from textclean.scale.engines import Local, Ray

    engines: list[Engine] = []

    def make(job: Job, source: str, target: str) -> Engine:
        if own["engine"] == "ray":
            engines.append(Ray(job, source, target, own["jobs"], own["address"]))
        else:
            engines.append(Local(job, source, target, own["jobs"]))
        return engines[-1]

    try:
        with Signals().heard():
            work(make)
    except Interrupted as interrupted:
        batch.outcome.stopped = "interrupted; --resume does what is left"
        return interrupted.code
    finally:
        for engine in engines:
            engine.close()
    return 0


def _progress(left: Sequence[Entry], wanted: bool | None) -> Progress | None:
    terminal = sys.stderr is not None and sys.stderr.isatty()
    if not left or not (wanted or terminal):
        return None
    return Progress(len(left), sum(shard.size for shard in left), terminal)


def _complain(shown: Progress | None, line: str) -> None:
    if shown is not None:
        shown.clear()
    say(line)
