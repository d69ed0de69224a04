"""Diffs reproduce the clean bytes through the very programs that people apply them with."""

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from textclean import Document, Edit, Result, apply
from textclean.document import Patch
from textclean.reports.unified import encode_clean, patch_name, quote_name, unified

PROGRAMS = [
    pytest.param(
        ["patch", "-p1", "-s"], marks=pytest.mark.skipif(not shutil.which("patch"), reason="no patch")
    ),
    pytest.param(
        ["git", "apply", "--whitespace=nowarn"],
        marks=pytest.mark.skipif(not shutil.which("git"), reason="no git"),
    ),
]
ENDS = ["\n", "\n", "\n", "\r\n", "\r", "\x0c", "\x85", "\u2028", ""]
CODECS = ["utf-8", "cp1252", "cp1251", "shift_jis", "gb18030", "iso2022_jp", "utf-16-le", "utf-32-be"]


def result(text: str, *edits: Edit, encoding: str = "utf-8", bom: bytes = b"") -> Result:
    return Result(Document(text, encoding, bom=bom), apply(text, edits), edits)


def random_result(dice: random.Random) -> Result:
    """A document in some encoding, with lines of all ends, and edits of all kinds."""
    codec = dice.choice(CODECS)
    letters = [letter for letter in "ab c-+\t“é„яカ" if can(letter, codec)]
    ends = [end for end in ENDS if can(end, codec)]
    lines = ["".join(dice.choices(letters, k=dice.randrange(6))) for _ in range(dice.randrange(30))]
    text = "".join(line + dice.choice(ends) for line in lines)
    cuts = sorted(dice.choices(range(len(text) + 1), k=2 * dice.randrange(6)))
    edits = []
    for low, high in zip(cuts[::2], cuts[1::2], strict=True):
        after = "".join(dice.choices([*letters, "\n", "\r\n", "…"], k=dice.randrange(4)))
        if text[low:high] != after:
            edits.append(Edit(low, text[low:high], after, (f"repair.{dice.choice('xyz')}",)))
    bom = b"\xef\xbb\xbf" if codec == "utf-8" and dice.random() < 0.2 else b""
    return result(text, *edits, encoding=codec, bom=bom)


def can(letter: str, codec: str) -> bool:
    try:
        return letter.encode(codec).decode(codec) == letter
    except UnicodeError:
        return False


def applied(program: list[str], folder: Path, diff: bytes) -> None:
    done = subprocess.run(program, cwd=folder, input=diff, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode() + done.stdout.decode() + diff.decode("latin-1")[-3000:]
    assert not list(folder.rglob("*.orig")), "patch had to guess"


@pytest.mark.parametrize("program", PROGRAMS)
def test_patch_and_git_apply_reproduce_500_random_documents(
    program: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    dice = random.Random(7)
    wanted: dict[str, bytes] = {}
    diffs = []
    for number in range(500):
        made = random_result(dice)
        name = f"{number}.txt"
        original = made.document.encode()
        Path(name).write_bytes(original)
        wanted[name] = encode_clean(made)
        diffs.append(unified(made, name))
        assert (diffs[-1] == b"") == (original == wanted[name])
    applied(program, tmp_path, b"".join(diffs))
    for name, clean in wanted.items():
        assert Path(name).read_bytes() == clean, name


NAMES = [
    "plain.txt",
    "two words.txt",
    " edge .txt",
    "tab\there.txt",
    'quote".txt',
    "back\\slash.txt",
    "café.txt",
    "line\nbreak.txt",
    "-dash.txt",
    "esc\x1b[31m.txt",
    "\udcff raw byte.txt",
    "deep/er/file.txt",
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_hostile_names_are_quoted_as_git_does(
    program: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = result("one\ntwo\n", Edit(0, "one", "1", ("repair.x",)))
    for name in NAMES:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(b"one\ntwo\n")
    applied(program, tmp_path, b"".join(unified(made, name) for name in NAMES))
    for name in NAMES:
        assert Path(name).read_bytes() == b"1\ntwo\n", name


def test_a_name_is_quoted_byte_by_byte() -> None:
    assert quote_name('a/caf\u00e9\t".txt'.encode()) == rb'"a/caf\303\251\t\".txt"'
    assert quote_name(b"a/two words.txt") == b"a/two words.txt"


def test_names_are_relative_to_where_patch_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    assert patch_name(str(tmp_path / "in" / "a.txt")) == b"a.txt"
    assert patch_name("../b.txt") == str(tmp_path / "b.txt").lstrip("/").encode()
    assert patch_name("-") == b"stdin"


def test_each_hunk_names_its_rules() -> None:
    text = "".join(f"line {number}\n" for number in range(40))
    made = result(
        text,
        Edit(0, "line", "LINE", ("repair.no-such-rule",)),
        Edit(7, "line", "LINE", ("quotes.other-thing", "repair.no-such-rule")),
        Edit(text.index("line 30"), "line 30\n", "", ("en.donation.some-letter",)),
    )
    headers = [line for line in unified(made, "a.txt").decode().splitlines() if line.startswith("@@")]
    assert headers == [
        "@@ -1,5 +1,5 @@ repair.no-such-rule: No such rule; quotes.other-thing: Other thing",
        "@@ -28,7 +28,6 @@ en.donation.some-letter: Some letter",
    ]


def test_bytes_that_only_change_encoding_say_so() -> None:
    made = result("plain\ncaf\u00e9\n", encoding="cp1252")
    diff = unified(made, "a.txt")
    assert b"@@ encoding: cp1252 written as UTF-8\n" in diff
    assert b"\n plain\n-caf\xe9\n+caf\xc3\xa9\n" in diff


def test_stray_bytes_inside_edits_and_outside() -> None:
    document = Document("a\ufffdb\ncd\n", "utf-8", patches=(Patch(1, 2, b"\xff"),))
    made = Result(document, "a\ufffdb\nCd\n", (Edit(4, "c", "C", ("repair.x",)),))
    assert unified(made, "a").split(b"@@ ")[-1].endswith(b"\n-a\xffb\n-cd\n+a\xef\xbf\xbdb\n+Cd\n")
    whole = Result(document, "B\ncd\n", (Edit(0, "a\ufffdb", "B", ("repair.x",)),))
    assert b"\n-a\xffb\n+B\n cd\n" in unified(whole, "a")


def test_no_newline_at_the_end_is_marked_on_both_sides() -> None:
    made = result("a\nb", Edit(2, "b", "c", ("repair.x",)))
    assert unified(made, "a").endswith(
        b"\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"
    )


def test_a_removed_block_shows_only_its_own_lines() -> None:
    made = result("one\n\nGive now!\n\ntwo\n", Edit(3, "\n\nGive now!", "", ("en.donation.x",)))
    body = unified(made, "a").split(b"@@ ")[-1].split(b"\n", 1)[1]
    assert body == b" one\n \n-Give now!\n-\n two\n" or body == b" one\n-\n-Give now!\n \n two\n"
