"""Each system call of a run fails in turn, or is the run's last: old or new, never neither, and no lies.

By default each call fails in one way and every sixth kills; `pytest -m nightly` tries each call in every way.
"""

import errno
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.machine import ERRORS, Fault, Ran, ended, run
from tests.faults.scenarios import (
    IN_PLACE,
    SCENARIOS,
    Scenario,
    arrange,
    ended_well,
    finished,
    left_lying,
    taken_back,
    whole,
)

LASTING = (errno.ENOSPC, errno.EDQUOT, errno.EMFILE)
FORKS = "ignore:.*fork:DeprecationWarning"


def calls(scenario: Scenario, here: Path) -> list[str]:
    """The system calls of the run when nothing fails; once to warm up, for imports read files too."""
    for _ in range(2):
        arrange(scenario)
        done = run(scenario.args, str(here))
        assert (ended_well(done), done.code, finished(scenario), left_lying()) == ([], 0, [], []), done.said
    return done.calls


def check(scenario: Scenario, done: Ran, struck: str) -> list[str]:
    """Everything that is wrong after a fault in the call `struck`."""
    wrong = ended_well(done) + whole(scenario)
    if struck not in ("unlink", "listdir", "scandir"):
        wrong += [f"left lying: {name}" for name in left_lying()]
    if done.code == 0:
        wrong += finished(scenario)
    return wrong + taken_back(scenario, done.said)


def try_all(name: str, here: Path, faults: Iterator[Fault]) -> int:
    """Run a scenario with each fault; the number of cases."""
    scenario = SCENARIOS[name]
    names = calls(scenario, here)
    failures = []
    cases = 0
    for fault in faults:
        cases += 1
        arrange(scenario)
        done = run(scenario.args, str(here), fault)
        if wrong := check(scenario, done, names[fault.at - 1]):
            failures.append(f"{fault} ({names[fault.at - 1]}): {'; '.join(wrong)} [{done.said.strip()}]")
    assert not failures, f"{len(failures)} of {cases}:\n" + "\n".join(failures[:12])
    return cases


def one_each(count: int) -> Iterator[Fault]:
    """Every call fails once, in a way of its own."""
    return (Fault(at, ERRORS[at % len(ERRORS)]) for at in range(1, count + 1))


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_call_that_fails_leaves_old_or_new_files_and_no_lie(name: str, here: Path) -> None:
    count = len(calls(SCENARIOS[name], here))
    assert try_all(name, here, one_each(count)) == count


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_disk_that_stays_full_leaves_old_or_new_files(name: str, here: Path) -> None:
    count = len(calls(SCENARIOS[name], here))
    faults = (Fault(at, LASTING[at // 5 % len(LASTING)], lasting=True) for at in range(1, count + 1, 5))
    assert try_all(name, here, faults)


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.filterwarnings(FORKS)
def test_kill_9_at_a_call_leaves_old_or_new_files_and_a_way_on(name: str, here: Path) -> None:
    assert kill_at(name, here, 6)


def kill_at(name: str, here: Path, step: int) -> int:
    """Kill a scenario at every so many calls, then let it go on; the number of cases."""
    scenario = SCENARIOS[name]
    count = len(calls(scenario, here))
    failures = []
    for at in range(1, count + 1, step):
        arrange(scenario)
        assert ended(scenario.args, str(here), Fault(at))[0] == -signal.SIGKILL
        wrong = [*whole(scenario), *go_on(scenario, here)]
        if wrong:
            failures.append(f"killed at call {at}: {'; '.join(wrong)}")
    assert not failures, f"{len(failures)} of {count // step}:\n" + "\n".join(failures[:12])
    return count // step


def go_on(scenario: Scenario, here: Path) -> list[str]:
    """What is wrong when the same call is made again, or resumed where that is possible."""
    if "--no-journal" in scenario.args or scenario.targets == IN_PLACE[:1]:
        return []  # nobody knows what is done, and what is UTF-8 now would be read as cp1252 again
    done = run(scenario.resumed, str(here))
    if scenario.args[0] == "undo" and done.code == 2:
        assert "nothing to undo" in done.said  # killed when all was given back
        done = done._replace(code=0)
    wrong = ended_well(done) + whole(scenario) + finished(scenario)
    if scenario.journal:
        wrong += [f"left lying: {name}" for name in left_lying()]
    if done.code:
        wrong.append(f"exit code {done.code}: {done.said.strip()}")
    return wrong + taken_back(scenario, done.said)


@pytest.mark.nightly
@pytest.mark.parametrize("name", SCENARIOS)
def test_each_call_fails_in_every_way(name: str, here: Path) -> None:
    count = len(calls(SCENARIOS[name], here))
    try_all(name, here, (Fault(at, error) for at in range(1, count + 1) for error in ERRORS))
    try_all(name, here, (Fault(at, error, lasting=True) for at in range(1, count + 1) for error in LASTING))


@pytest.mark.nightly
@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.filterwarnings(FORKS)
def test_kill_9_at_every_call(name: str, here: Path) -> None:
    kill_at(name, here, 1)


def test_there_are_as_many_cases_as_we_say(here: Path) -> None:
    """Seven hundred by default, without counting those of lasting faults and of kills."""
    assert sum(len(calls(scenario, here)) for scenario in SCENARIOS.values()) >= 700
    assert all(hasattr(os, name) for name in ("fork", "replace", "fsync"))
