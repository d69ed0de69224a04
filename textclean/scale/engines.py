"""Engines: what runs tasks. Each starts them, tells what comes of them, and reports deaths; none decides.

`Local` keeps processes on this machine. `Ray` gives one task to one Ray task (not Ray Data, which moves the
rows through an object store). Its first try runs inside Ray's own worker; after a death a worker of ours does
the work below Ray's, so that its death has a place.
"""

from __future__ import annotations

import select
import time
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from textclean.errors import OptionError
from textclean.scale.job import Job
from textclean.scale.worker import GRACE, Answer, Bench, Task, Worker


class Died(NamedTuple):
    """A worker died while it was at a task."""

    task: Task
    shard: int
    """The place of the shard in the task; -1 where that is not known."""
    row: int
    """The number of the record; 0 where it was at none, or that is not known."""


Event = Answer | Died


class Engine(Protocol):
    """What runs tasks."""

    workers: int
    """How many tasks run at once."""

    def room(self) -> bool:
        """Whether another task may be started."""

    def start(self, task: Task, careful: bool) -> None:
        """Start a task; `careful` after a death."""

    def wait(self) -> list[Event]:
        """What has happened; waits until something has. Nothing at once if nothing is under way."""

    def close(self) -> None:
        """End everything."""


class Local:
    """So many worker processes; one that dies is replaced, and the others do not notice."""

    def __init__(self, job: Job, source: str, target: str, jobs: int) -> None:
        self._setup = (job, source, target)
        self.workers = jobs
        self.processes: list[Worker] = []

    def room(self) -> bool:
        """See `Engine`."""
        return len(self._busy()) < self.workers

    def start(self, task: Task, careful: bool) -> None:
        """See `Engine`; here every death has a place."""
        idle = next((worker for worker in self.processes if worker.task is None), None)
        if idle is None:
            idle = Worker(*self._setup)
            self.processes.append(idle)
        idle.start(task)

    def wait(self) -> list[Event]:
        """See `Engine`."""
        busy = self._busy()
        events: list[Event] = []
        if not busy:
            return events
        for worker in select.select(busy, [], [])[0]:
            task = worker.task
            answers = worker.hear()
            if answers is not None:
                events += answers
            elif task is not None:
                events.append(Died(task, *worker.place()))
                self.processes.remove(worker)
                worker.end()
        return events

    def close(self) -> None:
        """See `Engine`."""
        for worker in self.processes:
            worker.process.terminate()
        until = time.monotonic() + GRACE
        while self.processes:
            self.processes.pop().end(max(until - time.monotonic(), 0))

    def _busy(self) -> list[Worker]:
        return [worker for worker in self.processes if worker.task is not None]


@dataclass(slots=True)
class _Sent:
    task: Task
    careful: bool


class Ray:
    """A Ray cluster, or a local one for this run."""

    def __init__(self, job: Job, source: str, target: str, jobs: int, address: str | None) -> None:
        try:
            import ray
        except ImportError:
            raise OptionError("engine ray needs an extra: pip install 'textclean[ray]'") from None
        self._ray = ray
        self._own = not ray.is_initialized()
        if self._own:
            try:
                _connect(ray, jobs, address)
            except (ConnectionError, RuntimeError, ValueError) as error:
                raise OptionError(f"ray: {str(error).partition(chr(10))[0]}; check --address") from error
        self._setup = ray.put((job.as_json(), source, target))
        self._do = ray.remote(max_retries=0, num_cpus=1)(_in_ray)
        self.workers = max(int(ray.cluster_resources().get("CPU", 1)), 1)
        self._sent: dict[Any, _Sent] = {}

    def room(self) -> bool:
        """See `Engine`; twice as many as can run, so that no node waits for this process."""
        return len(self._sent) < 2 * self.workers

    def start(self, task: Task, careful: bool) -> None:
        """See `Engine`."""
        self._sent[self._do.remote(self._setup, task.as_json(), careful)] = _Sent(task, careful)

    def wait(self) -> list[Event]:
        """See `Engine`."""
        if not self._sent:
            return []
        done, _ = self._ray.wait(list(self._sent), num_returns=1)
        events: list[Event] = []
        for reference in done:
            sent = self._sent.pop(reference)
            try:
                told = self._ray.get(reference)
            except self._ray.exceptions.RayError:  # its worker died, or the node
                events.append(Died(sent.task, -1, 0))
                continue
            events += [Answer.from_json(answer) for answer in told["answers"]]
            if told["died"] is not None:
                events.append(Died(sent.task, *told["died"]))
        return events

    def close(self) -> None:
        """See `Engine`; only a cluster that was made for this run is shut down."""
        for reference in self._sent:
            self._ray.cancel(reference, force=True)
        if self._own:
            self._ray.shutdown()


def _connect(ray: Any, jobs: int, address: str | None) -> None:
    quiet = {"log_to_driver": False, "logging_level": "warning"}
    if address is not None:
        ray.init(address=address, **quiet)
    else:
        ray.init(num_cpus=jobs, include_dashboard=False, object_store_memory=100 << 20, **quiet)


def _in_ray(setup: tuple[dict[str, Any], str, str], task: dict[str, Any], careful: bool) -> dict[str, Any]:
    """Do a task in a Ray worker; after a death in a process below it."""
    from textclean.scale.stores import store

    job, source, target = setup
    answers: list[Answer] = []
    if not careful:
        bench = Bench(Job.from_json(job), store(source), store(target))
        bench.do(Task.from_json(task), answers.append)
        return {"answers": [answer.as_json() for answer in answers], "died": None}
    worker = Worker(Job.from_json(job), source, target)
    try:
        worker.start(Task.from_json(task))
        while worker.task is not None:
            heard = worker.hear()
            if heard is None:
                return {"answers": [answer.as_json() for answer in answers], "died": worker.place()}
            answers += heard
    finally:
        worker.end()
    return {"answers": [answer.as_json() for answer in answers], "died": None}
