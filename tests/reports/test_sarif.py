"""SARIF logs, as the standard wants them."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.reports.samples import HOSTILE, ONE, SUMMARY, result
from tests.support import cases
from textclean import Edit, Notice
from textclean.reports import sarif
from textclean.reports.places import Within


def log(*records: str) -> dict[str, Any]:
    [(_, data)] = sarif.assemble(records, SUMMARY, "r.sarif")
    made: dict[str, Any] = json.loads(data)
    return made


def check(made: dict[str, Any]) -> None:
    """What the standard's schema asks of the parts that are used here (sections 3.13 to 3.55)."""
    assert made["version"] == "2.1.0"
    [run] = made["runs"]
    ids = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert len(ids) == len(run["tool"]["driver"]["rules"])
    for found in run["results"]:
        assert found["ruleId"] in ids
        assert found["level"] in ("none", "note", "warning", "error")
        assert found["message"]["text"]
        assert -1.0 <= found.get("rank", -1.0) <= 100.0
        for location in found["locations"]:
            region = location["physicalLocation"]["region"]
            assert region["startLine"] >= 1
            assert region["startColumn"] >= 1
            assert (region["endLine"], region["endColumn"]) >= (region["startLine"], region["startColumn"])
            assert region["charOffset"] >= 0
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert uri
            assert uri.isascii()
            assert not set(uri) & set(' <>"{}|\\^`\n')


def test_results_rules_and_fixes() -> None:
    made = log(sarif.record(ONE, "a b.txt"))
    check(made)
    [run] = made["runs"]
    assert [found["level"] for found in run["results"]] == ["warning"] * 3 + ["note"]
    removed = run["results"][2]
    assert removed["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b.txt"
    region = removed["locations"][0]["physicalLocation"]["region"]
    assert [region[f"{end}{what}"] for end in ("start", "end") for what in ("Line", "Column")] == [
        2,
        1,
        2,
        12,
    ]
    [change] = removed["fixes"][0]["artifactChanges"]
    gone = change["replacements"][0]["deletedRegion"]  # with its line end
    assert [gone[f"{end}{what}"] for end in ("start", "end") for what in ("Line", "Column")] == [2, 1, 3, 1]
    assert change["replacements"][0]["insertedContent"]["text"] == ""
    assert run["properties"]["summary"] == SUMMARY.as_json()
    assert run["invocations"][0]["executionSuccessful"] is True


def test_a_record_is_found_in_its_file_at_the_line_where_it_begins() -> None:
    [run] = log(sarif.record(ONE, "a b.csv", (), Within(3, 7, "body", "marsh.example")))["runs"]
    assert len(run["results"]) == 4
    for found in run["results"]:
        assert found["locations"] == [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "a%20b.csv"},
                    "region": {"startLine": 7},
                }
            }
        ]
        assert found["message"]["text"].startswith("record 3, field 'body': ")
        assert "fixes" not in found, "an offset in the text is none in the file"


def test_a_record_of_a_format_without_lines_is_found_in_its_file() -> None:
    [run] = log(sarif.record(ONE, "a.warc", (), Within(3)))["runs"]
    for found in run["results"]:
        [location] = found["locations"]
        assert location == {"physicalLocation": {"artifactLocation": {"uri": "a.warc"}}}
        assert found["message"]["text"].startswith("record 3: ")


def test_a_failed_input_is_a_notification() -> None:
    [run] = log(sarif.record(ONE, "a.txt"), sarif.failure("b.txt", "b.txt: cannot be read"))["runs"]
    [invocation] = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "b.txt: cannot be read"


@cases(300)
@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=10))
def test_any_text_makes_a_valid_log(before: str, after: str, name: str) -> None:
    text = f"{before}\n{HOSTILE}"
    edit = Edit(0, before, after + "!", ("quotes.straight",))
    made = result(text, [edit], (Notice(0, text, "repair.x", f"left: {name}"),))
    check(log(sarif.record(made, name)))
