import pickle
from pathlib import Path

import pytest

from textclean.files import pile
from textclean.files.pile import Pile

ITEMS = ["a", "é\n“b”", "\ud800", "c" * 50, ""]


@pytest.mark.parametrize("most", [1 << 20, 40, 0])
def test_strings_come_back_in_order_from_memory_and_from_the_file(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pile, "MOST", most)
    some = Pile()
    assert not some
    some.add(ITEMS[:3])
    some.add(ITEMS[3:])
    assert list(some) == list(pickle.loads(pickle.dumps(some))) == ITEMS
    assert some
    some.drop()
    assert not some.path or not Path(some.path).exists()
