"""The lines that the guide shows for each engine, run with the real engine in a process of its own.

An engine that is not installed is skipped; Ray, Polars and PyArrow are in the `test` extra.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import textclean

pq = pytest.importorskip("pyarrow.parquet")
pa = pytest.importorskip("pyarrow")

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / ".docs" / "pages" / "how-to" / "cluster.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
ENGINES = {re.match(r"(?:import|from) (\w+)", block)[1]: block for block in BLOCKS}  # type: ignore[index]
RAW = ["The cafÃ© wasnâ€™t “open”.", None, "Otters swim.", "Say “no”.\n\nSign up to our newsletter\n", ""]
BEFORE = {
    "ray": "import ray\nray.init(num_cpus=1, include_dashboard=False, object_store_memory=100_000_000,"
    " _temp_dir=RAY, log_to_driver=False)\n"
}


def test_all_engines_are_shown() -> None:
    assert set(ENGINES) == {"ray", "pyspark", "datasets", "polars", "duckdb", "dask", "pyarrow"}


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine(engine: str, tmp_path: Path) -> None:
    pytest.importorskip(engine)
    if engine == "pyspark" and not os.environ.get("TEXTCLEAN_SPARK"):
        pytest.skip("needs Java, and half a minute: TEXTCLEAN_SPARK=1 runs it")
    pages, clean = tmp_path / "pages", tmp_path / "clean"
    pages.mkdir()
    clean.mkdir()
    rows = [{"id": number, "text": RAW[number % len(RAW)]} for number in range(40)]
    for part in range(2):
        pq.write_table(pa.Table.from_pylist(rows[part::2]), pages / f"{part}.parquet")
    scratch = tempfile.mkdtemp(prefix="r")  # Ray's sockets need a short path
    before = f"pages, clean, RAY = {str(pages)!r}, {str(clean)!r}, {scratch!r}\n"
    code = before + BEFORE.get(engine, "") + ENGINES[engine]
    home = {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PYSPARK_PYTHON": sys.executable}
    environment = {**os.environ, **home, "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        timeout=300,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    found = [
        row for file in sorted(clean.rglob("*.parquet")) for row in pq.ParquetFile(file).read().to_pylist()
    ]
    wanted = [
        {**row, "text": None if row["text"] is None else textclean.clean(str(row["text"])).text}
        for row in rows
    ]
    assert sorted(found, key=lambda row: row["id"]) == wanted
