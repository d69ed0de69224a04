"""`textclean learn` and `fix --repeats`: from a folder to rules to clean files."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.boilerplate.test_repeats import BOX, site
from tests.cli.support import run
from textclean.boilerplate.rules import rules_from_file


def write(folder: Path, number: int = 5, box: str = BOX) -> Path:
    folder.mkdir()
    for index, blocks in enumerate(site(number, box)):
        (folder / f"{index}.txt").write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    return folder


def test_learn_writes_rules_that_fix_uses(tmp_path: Path) -> None:
    folder = write(tmp_path / "marsh")
    done = run("learn", "marsh", "-o", "site.toml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"textclean: 1 rule from 5 files\n")
    (rule,) = rules_from_file(tmp_path / "site.toml")
    assert (rule.title, rule.removes) == ("Stands in 5 of 5 files", (BOX,))
    page = folder / "0.txt"
    done = run("fix", "--rules", "site.toml", str(page), cwd=tmp_path)
    assert done.stdout.decode() == page.read_text(encoding="utf-8").replace(f"{BOX}\n\n", "")


def test_learn_prints_without_output_and_spares_a_corrected_file(tmp_path: Path) -> None:
    write(tmp_path / "marsh")
    assert BOX in run("learn", "marsh", cwd=tmp_path).stdout.decode()
    (tmp_path / "site.toml").write_text("# mine\n", encoding="utf-8")
    done = run("learn", "marsh", "-o", "site.toml", cwd=tmp_path)
    assert (done.returncode, b"--force" in done.stderr) == (2, True)
    assert (tmp_path / "site.toml").read_text(encoding="utf-8") == "# mine\n"
    assert run("learn", "marsh", "-o", "site.toml", "--force", cwd=tmp_path).returncode == 0


def test_learn_says_what_it_could_not_read_and_learns_from_the_rest(tmp_path: Path) -> None:
    write(tmp_path / "marsh")
    done = run("learn", "marsh", "gone", "-o", "site.toml", cwd=tmp_path)
    assert (done.returncode, done.stderr.count(b"gone")) == (2, 1)
    assert len(rules_from_file(tmp_path / "site.toml")) == 1


def test_repeats_learns_and_cleans_in_one_go(tmp_path: Path) -> None:
    folder = write(tmp_path / "marsh")
    before = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    told = run("fix", "--explain", "--repeats", "marsh", cwd=tmp_path).stdout
    assert b"(learned-marsh.related." in told or b"(learned-marsh.navigation." in told
    assert run("fix", "-i", "--repeats", "marsh", cwd=tmp_path).returncode == 0
    after = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert after == {name: text.replace(f"{BOX}\n\n", "") for name, text in before.items()}
    assert run("fix", "--check", "--repeats", "marsh", cwd=tmp_path).returncode == 0


def test_each_folder_is_a_site(tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    for name in "abc":
        write(tmp_path / "all" / name, 1)
    assert run("fix", "--check", "--repeats", "all", cwd=tmp_path).returncode == 0


OTHER = "Timetables, fares and piers of the Orrin line"


def test_what_one_site_repeats_stays_on_another(tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    write(tmp_path / "all/marsh")
    write(tmp_path / "all/orrin", box=OTHER)
    guest = tmp_path / "all/orrin/guest.txt"
    guest.write_text("\n\n".join(site(6, BOX)[5]) + "\n", encoding="utf-8")
    assert run("fix", "-i", "--repeats", "all", cwd=tmp_path).returncode == 0
    assert BOX in guest.read_text(encoding="utf-8")
    assert BOX not in (tmp_path / "all/marsh/0.txt").read_text(encoding="utf-8")
    assert OTHER not in (tmp_path / "all/orrin/0.txt").read_text(encoding="utf-8")


def corpus(path: Path, field: str = "text") -> None:
    """Articles of two hosts in turn, and one that speaks of the other host's box."""
    pages = [("https://www.marsh.example/a", blocks) for blocks in site(5, BOX)]
    pages += [("http://orrin.example/b", blocks) for blocks in site(5, OTHER)]
    pages += [("http://orrin.example/c", site(6, BOX)[5]), ("", site(7, BOX)[6])]
    rows = [{"url": url, field: "\n\n".join(blocks)} for url, blocks in pages[::2] + pages[1::2]]
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def test_the_host_of_a_record_is_its_site(tmp_path: Path) -> None:
    corpus(tmp_path / "a.jsonl.gz")
    call = ("fix", "-i", "--repeats", "--url-field", "url", "a.jsonl.gz")
    assert run(*call, cwd=tmp_path).returncode == 0
    with gzip.open(tmp_path / "a.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    left = [(row["url"], box) for row in rows for box in (BOX, OTHER) if box in row["text"]]
    assert sorted(left) == [("", BOX), ("http://orrin.example/c", BOX)]
    assert run(*call, "--check", cwd=tmp_path).returncode == 2  # -i and --check exclude each other
    assert run("fix", "--check", *call[2:], cwd=tmp_path).returncode == 0


def test_records_without_an_address_are_of_no_site_here_and_in_batch(tmp_path: Path) -> None:
    rows = [{"text": "\n\n".join(blocks)} for blocks in site(5, BOX)]
    rows += [{"url": "http://orrin.example/b", "text": "\n\n".join(blocks)} for blocks in site(5, OTHER)]
    (tmp_path / "in").mkdir()
    source = tmp_path / "in" / "a.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    asked = ("--repeats", "--url-field", "url")
    assert run("fix", *asked, "in/a.jsonl", "-o", "fixed.jsonl", cwd=tmp_path).returncode == 0
    assert run("batch", "in", "out", *asked, cwd=tmp_path).returncode == 0
    fixed = (tmp_path / "fixed.jsonl").read_bytes()
    assert fixed == (tmp_path / "out" / "a.jsonl").read_bytes()
    assert [fixed.decode().count(box) for box in (BOX, OTHER)] == [5, 0]


def test_learn_writes_a_file_for_each_host(tmp_path: Path) -> None:
    corpus(tmp_path / "a.jsonl.gz", "body")
    call = ("learn", "--url-field", "url", "--field", "body", "a.jsonl.gz", "-o")
    done = run(*call, "site.toml", cwd=tmp_path)
    assert (done.returncode, b"texts of 3 sites; name a folder" in done.stderr) == (2, True)
    done = run(*call, "sites/", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"textclean: 2 rules from 1 file\n")
    names = {path.name for path in (tmp_path / "sites").iterdir()}
    assert names == {"marsh.example.toml", "orrin.example.toml"}
    (rule,) = rules_from_file(tmp_path / "sites/orrin.example.toml")
    assert rule.removes == (OTHER,)
    assert run(*call, "sites/", cwd=tmp_path).returncode == 2
    assert run(*call, "sites/", "--force", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (["fix", "--repeats"], b"twice"),
        (["fix", "-i", "--resume", "--repeats", "."], b"--resume"),
        (["learn", "-"], b"twice"),
    ],
)
def test_what_cannot_be_read_twice_is_refused(tmp_path: Path, args: list[str], word: bytes) -> None:
    done = run(*args, cwd=tmp_path)
    assert (done.returncode, word in done.stderr) == (2, True)


def test_learn_says_why_it_learned_nothing_and_writes_no_file(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "0.txt").write_text("The ferry was late.\n\nJoin the Orrin Circle\n", encoding="utf-8")
    done = run("learn", str(site), "-o", str(tmp_path / "site.toml"))
    assert done.returncode == 0
    assert b"1 file of 3 or more that it takes to tell what a site repeats" in done.stderr
    for number in range(1, 8):
        (site / f"{number}.txt").write_text(f"Line {chr(97 + number) * 5} is of its own.\n", encoding="utf-8")
    done = run("learn", str(site), "-o", str(tmp_path / "site.toml"))
    assert b"no block stands in 3 or more of these 8 files" in done.stderr
    assert not (tmp_path / "site.toml").exists()


def test_learn_says_that_no_record_has_an_address(tmp_path: Path) -> None:
    corpus(tmp_path / "a.jsonl.gz")
    call = ("learn", "--url-field", "nope", "a.jsonl.gz", "-o", "site.toml")
    done = run(*call, cwd=tmp_path)
    said = b"textclean: no record has an address in its field nope; all were taken for one site\n"
    assert (done.returncode, done.stderr) == (0, said + b"textclean: 1 rule from 1 file\n")
    (tmp_path / "b.jsonl").write_text('{"text": "The ferry was late."}\n', encoding="utf-8")
    done = run(*call[:3], "b.jsonl", cwd=tmp_path)
    assert done.stderr == (
        b"textclean: nothing was learned and nothing written: no record has an address in its field nope\n"
    )
    assert b"1 text of 3 or more" in run("learn", "--field", "text", "b.jsonl", cwd=tmp_path).stderr


def test_a_site_of_any_name_has_a_rule_file(tmp_path: Path) -> None:
    name = "very-long-host-" + "a" * 300 + ".example"
    rows = [{"url": f"http://{name}/a", "text": "\n\n".join(blocks)} for blocks in site(5, BOX)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = run("fix", "--explain", "--repeats", "--url-field", "url", "a.jsonl", cwd=tmp_path)
    assert done.returncode == 0
    assert b"(learned-very-long-host-aaa" in done.stdout
    assert run("learn", "--url-field", "url", "a.jsonl", "-o", "sites/", cwd=tmp_path).returncode == 0
    assert len([*(tmp_path / "sites").iterdir()]) == 1
