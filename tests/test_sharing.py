"""One Cleaner in many threads and processes: the same results as alone, whoever comes first."""

import pickle
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from textclean import Cleaner, Result

SAMPLES = [path.read_bytes() for path in sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))]


def cleaned(cleaner: Cleaner) -> list[Result]:
    return [cleaner.clean_bytes(data) for data in SAMPLES]


def test_threads_that_begin_at_once_agree() -> None:
    """The first call compiles what all later ones share; here four threads make it at the same time."""
    expected = cleaned(Cleaner())
    shared = Cleaner()
    gate = threading.Barrier(4)

    def work(shift: int) -> list[Result]:
        gate.wait()
        order = [*range(shift, len(SAMPLES)), *range(shift)]
        results = {number: shared.clean_bytes(SAMPLES[number]) for number in order}
        return [results[number] for number in range(len(SAMPLES))]

    with ThreadPoolExecutor(4) as pool:
        assert all(results == expected for results in pool.map(work, range(4)))


def test_cleaners_with_different_options_do_not_meet_in_threads() -> None:
    options: list[dict[str, Any]] = [
        {"quotes": "straight"},
        {"quotes": "typographic"},
        {"quotes": "keep"},
        {"stages": ("repair",)},
    ]
    expected = [cleaned(Cleaner(**each)) for each in options]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(cleaned, [Cleaner(**each) for each in options])) == expected


def test_a_cleaner_travels_to_processes_that_share_nothing() -> None:
    cleaner = Cleaner(quotes="typographic", keep=["ad"])
    expected = cleaned(cleaner)
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        assert list(pool.map(cleaned, [cleaner, cleaner])) == [expected, expected]


def test_only_options_travel() -> None:
    cleaner = Cleaner(quotes="typographic")
    cleaned(cleaner)
    data = pickle.dumps(cleaner)
    assert len(data) < 1000
    assert pickle.loads(data).options == cleaner.options
