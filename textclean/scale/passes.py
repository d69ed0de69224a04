"""The passes of `textclean batch --repeats` that come before the cleaning.

Each is a batch like any other, with an output of its own below `DEST/_repeats`: `counts` and `seen`. So they
resume, survive deaths and run on every engine as the cleaning does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import lru_cache
from typing import Any

from textclean.files.containers.compressed import decompressed
from textclean.files.containers.encodings import settled
from textclean.files.containers.kinds import Kind
from textclean.files.containers.records import read_records
from textclean.pipeline import Result
from textclean.scale import repeats
from textclean.scale.driver import Batch
from textclean.scale.engines import Engine
from textclean.scale.job import Job
from textclean.scale.repeats import Frequent, Row
from textclean.scale.shard import Work
from textclean.scale.sites import SITES, sites_of
from textclean.scale.stores import Store, blamed, store
from textclean.settings import Options

PLACE = "_repeats"
COUNT, LOOK = "count", "look"


def make_counts(path: str, draft: str, rest: str, kind: Kind, work: Work) -> bool:
    """The output of the first pass for one shard."""
    import numpy as np

    with open(draft, "wb") as file:
        np.save(file, repeats.count_shard(_rows(path, kind, work)))
    return True


def make_sightings(path: str, draft: str, rest: str, kind: Kind, work: Work) -> bool:
    """The output of the second pass for one shard."""
    assert work.job.repeats is not None
    places, known = _known(work.job.repeats, work.job.known)
    shard = places[work.manifest.source]
    data = repeats.dumps(repeats.look_at_shard(_rows(path, kind, work), shard, known))
    with open(draft, "wb") as file:
        file.write(data)
    return True


def _rows(path: str, kind: Kind, work: Work) -> Iterator[Row]:
    """The rows of a shard, repaired; those that cannot be are left out, as they will be later."""
    for site, texts in _texts(path, kind, work):
        work.manifest.rows += 1
        found = [work.attempt(work.manifest.rows, text) for text in texts if text]
        clean = [result.text for result in found if isinstance(result, Result)]
        yield Row(work.manifest.rows, site, "\n\n".join(clean))


def _texts(path: str, kind: Kind, work: Work) -> Iterator[tuple[str, list[Any]]]:
    """The site and the texts of each row; a shard that is one text is of the site that its folder is."""
    if kind.format == "parquet":
        from textclean.scale.parquet import texts_of

        yield from texts_of(path, work.job)
        return
    with open(path, "rb") as file:
        if not kind.holds_records:
            whole = decompressed(file, kind.compression).read()
            yield work.manifest.source.rpartition("/")[0] or ".", [whole]
            return
        source, codec = settled(file, kind, None, None)
        for record in read_records(source, kind, work.job.fields, work.job.url_field, codec):
            if record.counts:
                site = record.texts[0].host if record.texts else ""
                yield site, [text.text for text in record.texts]


def learn_sites(batch: Batch, engine: Callable[[Job, str, str], Engine]) -> None:
    """Learn what the sites of a batch repeat, and give its job that knowledge, unless it is stopped."""
    place = f"{batch.target}/{PLACE}"
    look = replace(batch.job, options=Options(stages=("repair",)), repeats=place)
    counts = f"{place}/counts"
    shards = [entry.name for entry in store(batch.source).files()]
    if not _run(batch, counts, replace(look, phase=COUNT), engine):
        return
    known = _digest(place, _KNOWN, _dump(shards, _merged(store(counts), shards)))
    seen = f"{place}/seen-{known}"
    if not _run(batch, seen, replace(look, phase=LOOK, known=known), engine):
        return
    sightings = ((store(seen).read(name) or b"") for name in shards)
    found = repeats.judge(map(repeats.loads, sightings), _known(place, known)[1])
    batch.job = replace(batch.job, repeats=place, known=_digest(place, SITES, sites_of(found)))


def _run(batch: Batch, target: str, job: Job, engine: Callable[[Job, str, str], Engine]) -> bool:
    """Run a pass; False where the whole run has to stop."""
    one = Batch(batch.source, target, job, complain=batch.complain, said=batch.said)
    left = one.plan(resume=True)
    if left:
        running = engine(job, one.source, one.target)
        one.run(left, running)
        running.close()
    batch.outcome.stopped = one.outcome.stopped
    return not one.outcome.stopped


def _merged(counts: Store, shards: Sequence[str]) -> dict[int, Frequent]:
    import numpy as np

    with ExitStack() as stack:
        there = [name for name in shards if counts.size(name) >= 0]
        paths = {name: stack.enter_context(counts.fetched(name)) for name in there}
        arrays = [np.load(paths[name], mmap_mode="r") if name in paths else _nothing() for name in shards]
        known: dict[int, Frequent] = {}
        for first, last in repeats.ranges(sum(array.nbytes for array in arrays)):
            known |= repeats.frequent(arrays, first, last)
    return known


def _nothing() -> Any:
    return repeats.count_shard(())


_KNOWN = "frequent.json"


def _dump(shards: Sequence[str], known: dict[int, Frequent]) -> bytes:
    sites = {
        str(site): [one.rows, sorted(one.keys), sorted(one.copies)] for site, one in sorted(known.items())
    }
    return json.dumps({"shards": shards, "sites": sites}).encode()


@lru_cache(maxsize=2)
def _known(place: str, digest: str) -> tuple[dict[str, int], dict[int, Frequent]]:
    """The place of each shard, and what the merge knows; read once in each process."""
    told = json.loads(store(place).read(_KNOWN) or b"")
    sites = {
        int(site): Frequent(rows, frozenset(keys), frozenset((shard, row) for shard, row in copies))
        for site, (rows, keys, copies) in told["sites"].items()
    }
    return {name: index for index, name in enumerate(told["shards"])}, sites


def _digest(place: str, name: str, data: bytes) -> str:
    """Put down what a merge found; a few digits that stand for it."""
    with blamed(place):
        store(place).write(name, data)
    return hashlib.sha256(data).hexdigest()[:16]
