"""Learning from files: their texts, repaired as `fix` repairs them before it looks for boilerplate.

What repeats on one site is another's article, so each site is learned by itself: a folder of texts, or the
records of one host.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO, NamedTuple, cast

from textclean.boilerplate.learned import rule_file
from textclean.boilerplate.repeats import Repeat, find_repeats
from textclean.errors import ContainerError, TextcleanError
from textclean.files.containers.records import FIELDS, Text, clean_stream
from textclean.files.find import Input, is_stream
from textclean.files.problems import UNREADABLE, unreadable
from textclean.files.read import opened
from textclean.files.work import Job, shown_name, text_of
from textclean.pipeline import Cleaner
from textclean.settings import Options

_NAME = 60
"""Characters of a name: 255 bytes is what file systems take."""


class Learned(NamedTuple):
    """What was learned of a site."""

    text: str
    """Its rule file."""
    rules: int
    """How many rules that holds."""
    texts: int
    """Of how many texts it was learned."""


Fail = Callable[[str, str], None]
"""Hears of each file that was not read: its name, and why."""


def learning(
    encoding: str | None = None,
    type: str = "",
    fields: tuple[str, ...] = (),
    url_field: str | None = None,
    limit: int | None = None,
) -> Job:
    """What there is to know of files before their texts can be read."""
    options = Options(stages=("repair",))
    return Job(options, encoding, type=type, fields=fields, url_field=url_field, limit=limit)


def learn(
    inputs: Sequence[Input], site: str, job: Job, fail: Fail = lambda name, why: None
) -> dict[str, Learned]:
    """What was learned of each site: of the hosts of records; all else is `site`."""
    texts = [item for item in inputs if not job.kind(item.path).holds_records]
    with Pages() as pages:
        for item in inputs:
            if job.kind(item.path).holds_records:
                pages.read(item, job, "", fail)
        if not pages.sites or texts:
            return {site: _of_site(_repeats(texts, job, fail), site, len(texts))} | _learned(pages, site)
        return _learned(pages, site)


def learn_each(inputs: Iterable[Input], job: Job) -> dict[str, str]:
    """The rule files of those sites that repeat something: of folders, by their paths, and of hosts."""
    folders: dict[str, list[Input]] = {}
    learned: dict[str, Learned] = {}
    with Pages() as pages:
        for item in inputs:
            folder = os.path.dirname(item.path)
            if job.kind(item.path).holds_records:
                pages.read(item, job, None if job.url_field else folder, lambda name, why: None)
            elif not is_stream(item.path):
                folders.setdefault(folder, []).append(item)
        learned |= _learned(pages, "")
    for folder, group in folders.items():
        learned[folder] = _of_site(_repeats(group, job, lambda name, why: None), folder, len(group))
    return {site: one.text for site, one in learned.items() if one.rules}


def _of_site(repeats: Sequence[Repeat], site: str, texts: int) -> Learned:
    return Learned(*rule_file(repeats, site, texts), texts)


def _learned(pages: Pages, unnamed: str) -> dict[str, Learned]:
    found = {}
    for site, places in pages.sites.items():
        repeats = find_repeats(lambda site=site: pages.texts(site))  # type: ignore[misc]
        found[site or unnamed] = _of_site(repeats, site or unnamed, len(places))
    return found


def named_after(site: str) -> str:
    """A name for a site's rule file, without its suffix: any host or folder, as far as a file name goes."""
    return re.sub(r"[^\w.-]+", "-", os.path.basename(site))[:_NAME].strip(".-")


class Pages:
    """The texts of records by site, laid down in a temporary file, for they are read twice."""

    def __init__(self) -> None:
        self.sites: dict[str, list[tuple[int, int]]] = {}
        """Where each site's texts begin in the file, and their sizes."""
        self._file = tempfile.TemporaryFile(prefix="textclean-")  # noqa: SIM115 - closed on leaving
        self._size = 0
        self._cleaner = Cleaner(stages=("repair",))

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, item: Input, job: Job, unnamed: str | None, fail: Fail) -> None:
        """Take all texts of a file of records; those of no host belong to the site `unnamed`, if to any."""

        def take(texts: Sequence[Text]) -> list[str]:
            for text in texts:
                site = text.host or unnamed
                if site is not None:
                    self.add(site, self._cleaner.clean(text.text).text)
            return [text.text for text in texts]

        nowhere = cast(BinaryIO, _Nowhere())
        try:
            with opened(item.path) as (file, _):
                clean_stream(
                    file,
                    nowhere,
                    job.kind(item.path),
                    take,
                    job.fields or FIELDS,
                    url_field=job.url_field,
                    encoding=job.encoding,
                    limit=job.limit,
                    packing="",
                )
        except ContainerError as error:
            fail(item.path, f"{shown_name(item)}: {error}")
        except TextcleanError as error:
            fail(item.path, str(error))
        except UNREADABLE as error:
            fail(item.path, unreadable(error, item.path))

    def add(self, site: str, text: str) -> None:
        """Lay down one text."""
        data = text.encode("utf-8", "surrogatepass")
        self._file.seek(self._size)
        self._file.write(data)
        self.sites.setdefault(site, []).append((self._size, len(data)))
        self._size += len(data)

    def texts(self, site: str) -> Iterator[str]:
        """The texts of one site."""
        for start, size in self.sites[site]:
            self._file.seek(start)
            yield self._file.read(size).decode("utf-8", "surrogatepass")


class _Nowhere(io.RawIOBase):
    """Takes bytes and forgets them."""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return len(cast(bytes, data))

    def tell(self) -> int:
        return 0


def _repeats(inputs: Sequence[Input], job: Job, fail: Fail) -> list[Repeat]:
    return find_repeats(lambda: _texts(inputs, job, fail))


def _texts(inputs: Iterable[Input], job: Job, fail: Fail) -> Iterator[str]:
    for item in inputs:
        try:
            text = text_of(job, item)
        except ContainerError as error:
            fail(item.path, f"{shown_name(item)}: {error}")
        except TextcleanError as error:
            fail(item.path, str(error))
        except UNREADABLE as error:
            fail(item.path, unreadable(error, item.path))
        else:
            if text is not None:
                yield text
