"""Object stores: an S3 server on this machine that stutters, and what must hold of any store."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.scale.support import batch, cleaned, corpus, environment, found, tree
from textclean.errors import OptionError
from textclean.scale.stores import Folder, Store, again, store

ANSWER = (
    b'<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>Please reduce your rate.</Message></Error>'
)


class Stutter:
    """Answers 503 to every so-many-th request, instead of the server behind."""

    def __init__(self, server: Callable[..., Any]) -> None:
        self.server, self.every, self.requests, self.refused = server, 0, 0, 0
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        with self._lock:
            self.requests += 1
            refuse = self.every and self.requests % self.every == 0
            self.refused += bool(refuse)
        if refuse:
            start("503 Slow Down", [("Content-Type", "application/xml"), ("Connection", "close")])
            return [ANSWER]
        return self.server(environ, start)


@pytest.fixture(scope="module")
def bucket() -> Iterator[tuple[Stutter, dict[str, str]]]:
    """A server with a bucket, and the environment in which it is found."""
    moto = pytest.importorskip("moto.server")
    pytest.importorskip("s3fs")
    from werkzeug.serving import make_server

    stutter = Stutter(moto.DomainDispatcherApplication(moto.create_backend_app))
    server = make_server("127.0.0.1", 0, stutter, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    yield stutter, settings
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.filterwarnings("ignore")
def test_a_store_that_answers_503_now_and_then(
    bucket: tuple[Stutter, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stutter, settings = bucket
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    import s3fs

    files = s3fs.S3FileSystem(skip_instance_cache=True)
    files.mkdir("crawl")
    rows = corpus(tmp_path / "raw", 6, 20)
    for path in (tmp_path / "raw").rglob("part-*"):
        files.put_file(str(path), f"crawl/raw/{path.relative_to(tmp_path / 'raw')}")
    assert batch(tmp_path / "raw", tmp_path / "here").returncode == 0
    stutter.every = 7
    done = batch("s3://crawl/raw", "s3://crawl/clean", "-j", 2, env={**environment(), **settings})
    assert done.returncode == 0, done.stderr
    again = batch("s3://crawl/raw", "s3://crawl/clean", "--resume", env={**environment(), **settings})
    assert "6 of 6 shards, 6 of them done before, 120 records" in again.stderr, again.stderr
    mixed = batch("s3://crawl/raw", "s3://crawl/clean", env={**environment(), **settings})
    assert (mixed.returncode, "--resume does what is left" in mixed.stderr) == (2, True)
    stutter.every = 0
    assert stutter.refused > 5
    for name in files.find("crawl/clean"):
        path = tmp_path / "clean" / name.removeprefix("crawl/clean/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files.cat_file(name))
    assert found(tmp_path / "clean") == cleaned(rows)
    there, here = tree(tmp_path / "clean"), tree(tmp_path / "here")
    assert there.keys() == here.keys()
    assert all(data == here[name] for name, data in there.items() if "_manifests" not in name)


@pytest.fixture(params=["folder", "memory"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "memory":
        pytest.importorskip("fsspec")
        return store(f"memory://{tmp_path.name}")
    return store(str(tmp_path))


def test_what_is_put_is_there_and_what_is_not_finished_is_not(place: Store) -> None:
    with place.drafted("a/one.txt") as draft:
        Path(draft.path).write_bytes(b"1")
        assert (place.files(), place.size("a/one.txt")) == ([], -1)
    with place.drafted("a/one.txt") as draft:
        Path(draft.path).write_bytes(b"22")
    with pytest.raises(FileNotFoundError), place.drafted("a/one.txt") as draft:
        Path(draft.path, "no folder").write_bytes(b"333")
    assert (place.read("a/one.txt"), place.size("a/one.txt")) == (b"22", 2)
    with place.fetched("a/one.txt") as path:
        assert Path(path).read_bytes() == b"22"
    with place.drafted("a/one.txt") as draft:
        draft.wanted = False
    assert place.read("a/one.txt") is None


def test_a_name_is_taken_once(place: Store) -> None:
    assert [place.write("_claim", data, new=True) for data in (b"1", b"2")] == [True, False]
    assert place.read("_claim") == b"1"
    assert place.write("_claim", b"3")
    assert place.read_all(["_claim", "nothing"]) == {"_claim": b"3"}


def test_what_is_not_data_is_not_listed(place: Store) -> None:
    for name in ("b.txt", "a/c.txt", "_report.json", "_failed/b.txt", "a/.hidden", ".x/y"):
        place.write(name, b"x")
    assert [(entry.name, entry.size) for entry in place.files()] == [("a/c.txt", 1), ("b.txt", 1)]
    assert [entry.name for entry in place.files("_failed")] == ["_failed/b.txt"]
    place.remove("b.txt")
    place.remove("b.txt")
    assert [entry.name for entry in place.files()] == ["a/c.txt"]


def test_what_a_killed_process_left_is_tidied_up_and_what_a_live_one_writes_is_not(tmp_path: Path) -> None:
    place = Folder(str(tmp_path))
    with place.drafted("a.txt") as draft:
        Path(draft.path).write_bytes(b"1")
        dead = Path(draft.path.replace(f"-{os.getpid()}-", "-99999999-"))
        dead.write_bytes(b"half")
        place.tidy()
        assert not dead.exists()
    assert place.read("a.txt") == b"1"


def fail(error: OSError) -> None:
    raise error


def test_what_may_pass_is_tried_again_and_what_lasts_is_not() -> None:
    pauses: list[float] = []
    calls: list[int] = []

    def passing() -> str:
        calls.append(1)
        if len(calls) < 4:
            raise OSError("503 Slow Down")
        return "there"

    assert again(passing, sleep=pauses.append) == "there"
    assert len(pauses) == 3
    assert pauses[0] < pauses[1] < pauses[2] <= 20
    for lasting in (FileNotFoundError(), PermissionError(), OSError(errno.ENOSPC, "full")):
        with pytest.raises(type(lasting)):
            again(partial(fail, lasting), sleep=pauses.append)
    assert len(pauses) == 3
    with pytest.raises(ConnectionError):
        again(partial(fail, ConnectionError("gone")), sleep=lambda seconds: None)


def test_a_store_that_nothing_here_reaches_is_an_error_of_usage() -> None:
    pytest.importorskip("fsspec")
    with pytest.raises(OptionError, match="nowhere://"):
        store("nowhere://bucket")
