"""What a corpus of 100 TB takes: the arithmetic, from figures measured on one core.

    python .docs/scripts/plan_100tb.py --rate 1.6

Put in your own: the rate that `.docs/scripts/measure_batch.py` gives on your texts and your machines.
"""

from __future__ import annotations

import argparse

MEASURED = {
    "terabytes": (100, "text, unpacked"),
    "rate": (1.6, "MB of text a second and core, as measured"),
    "ray": (1.15, "processor seconds under Ray, of those of a plain loop, as measured"),
    "worker": (270, "MB of memory that the largest worker took, as measured"),
    "packed": (0.35, "share of its size that text takes packed with zstd"),
    "cores": (1000, "at work at once"),
    "shard": (256, "MB of text in a shard"),
    "record": (3, "kB of text in a record"),
    "block": (100, "bytes of text in a block"),
    "merge": (0.7, "million blocks a second and core that the merge of repeats counts, as measured"),
    "calls": (10, "calls to the store for each shard"),
    "limit": (3500, "calls a second that one prefix of an S3 bucket takes when it writes"),
}


def plan(**given: float) -> list[tuple[str, str]]:
    """The lines of the plan: what, and how much."""
    is_ = {name: value for name, (value, _) in MEASURED.items()} | given
    text = is_["terabytes"] * 1e12
    core_seconds = text / (is_["rate"] * 1e6) * is_["ray"]
    seconds = core_seconds / is_["cores"]
    shards = text / (is_["shard"] * 1e6)
    each = is_["shard"] / is_["rate"] * is_["ray"]
    packed = text * is_["packed"]
    blocks = text / is_["block"]
    files = text / (is_["record"] * 1e3)
    return [
        ("core-hours", f"{core_seconds / 3600:,.0f}"),
        ("hours on so many cores", f"{seconds / 3600:,.1f} on {is_['cores']:,.0f}"),
        ("shards", f"{shards:,.0f} of {is_['shard'] * is_['packed']:,.0f} MB packed"),
        ("seconds a shard", f"{each:,.0f}; a kill loses half of that on average"),
        ("memory", f"{is_['worker'] * is_['cores'] / 1000:,.0f} GB over all workers"),
        ("disk of a worker", f"{2 * is_['shard'] * is_['packed']:,.0f} MB: a shard in, a shard out"),
        (
            "read, and written",
            f"{packed / 1e12:,.0f} TB each: {packed / seconds / 1e9:,.2f} GB/s over all cores",
        ),
        ("of that a core", f"{packed / seconds / is_['cores'] / 1e6:,.2f} MB/s"),
        (
            "calls to the store",
            f"{shards * is_['calls'] / 1e6:,.1f} million: {shards * is_['calls'] / seconds:,.0f} a second",
        ),
        ("tasks started", f"{shards / seconds:,.1f} a second"),
        ("driver's memory", f"{shards * 2 / 1e6:,.1f} GB, at 2 kB a shard"),
        (
            "as one file a record",
            f"{files * is_['calls'] / is_['limit'] / 86400:,.0f} days of calls alone: pack first",
        ),
        (
            "a shard of 50 GB",
            f"{50e9 / 1e6 / is_['rate'] * is_['ray'] / 3600:,.1f} hours, whatever the cluster",
        ),
        (
            "repeats: counts",
            f"{blocks * 24 / 1e12:,.0f} TB, merged in {blocks / is_['merge'] / 1e6 / 3600:,.0f} core-hours",
        ),
    ]


def main() -> None:
    """Print the figures that go in, and what comes out."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    for name, (value, what) in MEASURED.items():
        parser.add_argument(f"--{name}", type=float, default=value, help=f"{what}  [{value}]")
    given = vars(parser.parse_args())
    for name, (_, what) in MEASURED.items():
        print(f"{name:10} {given[name]:>7g}  {what}")
    print()
    for what, much in plan(**given):
        print(f"{what:24}{much}")


if __name__ == "__main__":
    main()
