"""Learning from files: their texts, repaired as `fix` repairs them before it looks for boilerplate."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence

from textclean.boilerplate.learned import rule_file
from textclean.boilerplate.repeats import Repeat, find_repeats
from textclean.errors import TextcleanError
from textclean.files.find import Input, is_stream
from textclean.files.read import read
from textclean.pipeline import Cleaner


def learn(
    inputs: Sequence[Input],
    site: str,
    encoding: str | None = None,
    fail: Callable[[str, str], None] | None = None,
) -> tuple[str, int]:
    """The rule file for one site, and how many rules it has; `fail` hears of each file that was not read."""
    return rule_file(_repeats(inputs, encoding, fail), site, len(inputs))


def learn_folders(inputs: Iterable[Input], encoding: str | None = None) -> tuple[str, int]:
    """One rule file for several sites, each folder being one; streams are left out."""
    folders: dict[str, list[Input]] = {}
    for item in inputs:
        if not is_stream(item.path):
            folders.setdefault(os.path.dirname(item.path), []).append(item)
    repeats = [repeat for group in folders.values() for repeat in _repeats(group, encoding)]
    return rule_file(repeats, "each folder", sum(map(len, folders.values())))


def _repeats(
    inputs: Sequence[Input], encoding: str | None, fail: Callable[[str, str], None] | None = None
) -> list[Repeat]:
    return find_repeats(lambda: _texts(inputs, encoding, fail))


def _texts(
    inputs: Iterable[Input], encoding: str | None, fail: Callable[[str, str], None] | None
) -> Iterator[str]:
    from textclean.repair.decode import looks_binary

    cleaner = Cleaner(stages=("repair",))
    for item in inputs:
        try:
            data = read(item.path)
            if encoding is not None or not looks_binary(data):
                yield cleaner.clean_bytes(data, encoding).text
        except TextcleanError as error:
            if fail is not None:
                fail(item.path, str(error))
