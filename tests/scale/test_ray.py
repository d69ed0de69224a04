"""Ray: the same output as local processes, also when a record kills Ray's own worker."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scale.support import batch, cleaned, corpus, environment, found, read, row, tree, write


def test_a_poisoned_corpus_comes_out_of_ray_as_it_does_out_of_local_processes(tmp_path: Path) -> None:
    pytest.importorskip("ray")
    rows = corpus(tmp_path / "raw", 6, 20)
    rows[7] = row(7, "KILLS the process")
    write(tmp_path / "raw" / "part-000.parquet", rows[:20])
    env = environment(tmp_path / "trap", HOME=str(tmp_path))
    outs = {}
    for engine in ("local", "ray"):
        done = batch(tmp_path / "raw", tmp_path / engine, "-j", 1, "--engine", engine, env=env)
        assert (done.returncode, "record 8 put aside" in done.stderr) == (2, True), done.stderr
        outs[engine] = tree(tmp_path / engine)
    assert outs["ray"] == outs["local"]
    assert found(tmp_path / "ray") == cleaned([*rows[:7], *rows[8:]])
    assert read(tmp_path / "ray" / "_failed" / "part-000.parquet") == [rows[7]]
