import pytest

from textclean.repair.channels import WAYS, channel


def test_the_inverse_of_a_channel_says_what_a_stump_can_have_been() -> None:
    inverse = channel("UTF-8 > cp1252 > cp1251, ?").inverse
    assert inverse["?€™"] == "’"
    assert {"“", "”", "‘"} <= set(inverse["?€?"])
    assert "’" not in inverse["?€?"]


def test_a_channel_knows_plain_mojibake_from_loss() -> None:
    found = channel("UTF-8 > cp1252 > cp1252, ?")
    assert found.lossless("é") == "Ã©"
    assert found.inverse["â€?"][0] == "”"


@pytest.mark.parametrize("name", WAYS)
def test_what_a_channel_leaves_leads_back(name: str) -> None:
    found = channel(name)
    chars = "éł“’—"
    for char, left in zip(chars, WAYS[name].leave(chars), strict=True):
        assert not left or left == char or char in found.inverse[left]
