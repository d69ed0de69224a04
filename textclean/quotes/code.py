"""Code: which lines of a text are for a machine, so that no mark in them is touched.

A line alone often cannot say: `"end of the string "`, `# don't do this`. Its block can, and so can the whole
document: a file of source code is left alone to its last comment.
"""

from __future__ import annotations

import re

from textclean.patterns import compile_pattern

_SIGNS = compile_pattern(
    r"""(?P<three>
        ['"]\s{0,9}:\s{0,9}(?:['"\[{]|(?:true|false|null|None)\b|-?\d) | \s[-+*/|&^%=!]?=\s?['"]
    )|(?P<two>
        [;{]\s*$ | ^\s*[})\]]+[,;)]*\s*$ | \w[(\[]['"] | ['"]\)$ | ['"][)\]][;,:.)\]] | ['"]\]
        | \w\(\) | \w\.\w+\( | [=!]==? | => | -> | :: | && | \|\| | := | \+\+ | \s[-+*/|&^%]?=\s | \w=['"\w]
        | \$\{?[A-Za-z_] | \\[nrtux0"'\\] | %[sdrfq]\b | \{[a-z_]\w*(?::[^}\s]{0,9})?\} | \{\}
        | &'\w | <'\w | &mut\b | \b[a-z]\w*![(\[{]
        | ^\s*(?:\$|>>>|\#!)\s?\w | ^\s*(?://|/\*|\*/|\#\[|\*\s) | ['"]\s?[+%]\s?[\w'"(] | [\w)\]]\s?\+\s?['"]
    )|(?P<one>
        ^\s*(?:def|class|import|from|return|if|elif|else|for|while|try|except|with|async|await|assert|raise|yield
        |const|let|var|function|export|public|private|protected|static|final|fn|pub|use|mod|impl|struct|enum|match
        |package|func|type|case|switch|\#include|\#define|namespace|using|echo|print|self|this|lambda|throw|new
        |module|require|go|defer|default|extern|unsafe|where|in|and|or|not)\b
        | \b[a-z]\w*_\w+ | \b[a-z]+[A-Z]\w* | __\w | </?[A-Za-z] | /> | << | >> | [,(\[]\s*$ | ^\s*['"]
        | \b[rbuf]['"] | ['"],\s?['"]
    )""",
    re.VERBOSE,
)
_WEIGHTS = {"three": 3.0, "two": 2.0, "one": 1.0}
_WORD = compile_pattern(r"(?<!\S)[^\W\d_]{2,}(?=[\s,.;:!?]|$)")
_CSV = compile_pattern(r'(?:^|,)"(?:[^"\n]|""){0,500}"(?=,|$)')
_STRONG = compile_pattern(
    r"[{}\[\]=<>\\|$_#+()&%*](?:(?<=[{}=<>\\|_])|(?<=\w[(\[])|(?<=['\"][)\]])"
    r"|(?<=\$)(?=[{A-Za-z_])|(?<=%)(?=[sdrfq]\b)|(?<=[&*+#])(?=\S))"
)
"""Signs as prose seldom has them; it begins with a set of characters, which `re` finds fastest."""
_HINTS = ('",', "',", '":', "':", '" :', "' :")
_LAST = (";", ",")
_LINES = compile_pattern(r"[^\n]+")
_BLOCK = compile_pattern(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_LONG = 2000

_ENDINGS = frozenset(";{}),:`")
_INDENTS = frozenset(("  ", "\t\t"))
_WHOLE = 0.15
"""From which share of lines that are code a document is taken for code as a whole.

Of 4,000 article pages one is above it, of source files nearly all are.
"""
_LOOKED_AT = 150
"""How many lines, evenly spread, decide on the whole."""


def is_code(line: str) -> bool:
    """Whether a line by itself is code or data: `print("a")`, `12,"Smith, J."`, `{"n": 3}`."""
    if len(line) > _LONG or not _may_be_code(line):
        return False
    line = _unescaped(line)
    weight = sum([_WEIGHTS[match.lastgroup or "one"] for match in _SIGNS.finditer(line)])
    if weight >= 2.5 and weight >= 2.5 + len(_WORD.findall(line)) / 4:
        return True
    return '",' in line and len(_CSV.findall(line)) >= 2


def _unescaped(line: str) -> str:
    """A line as it was before its marks were escaped: `He typed \\"hello\\".` is prose.

    Only where it begins as a sentence does, and all its double marks are escaped: in code an escaped mark
    stands in a string, and a string has marks of its own around it.
    """
    if '\\"' not in line and "\\'" not in line:
        return line
    first = line.lstrip(" \t\\\"'“„«‘")[:1]
    if not first.isalpha() or first.islower() or '"' in line.replace('\\"', ""):
        return line
    return line.replace('\\"', '"').replace("\\'", "'")


def _may_be_code(line: str) -> bool:
    """Whether a line has as many signs as code of its length must have, by a count that errs upwards."""
    count = len(_STRONG.findall(line)) + ("//" in line)
    if line.rstrip().endswith(_LAST):
        count += 1
    if '"' in line or "'" in line:
        count += sum([line.count(hint) for hint in _HINTS])
    return count > 0 and 3 * count + 2 >= 2.5 + line.count(" ") / 8


def code_spans(text: str) -> list[tuple[int, int]]:
    """The stretches that are code by what stands around them: a whole document but its long prose, or blocks.

    Costs next to nothing where lines end and begin as they do in prose.
    """
    lines = [line for line in text.split("\n") if line]
    odd = sum([line[-1] in _ENDINGS or line[:2] in _INDENTS for line in lines])
    if odd * 10 < len(lines) or odd < 2:
        return []
    sample = lines[:: len(lines) // _LOOKED_AT + 1]
    coded = sum(map(is_code, sample))
    if coded > 1 and coded >= _WHOLE * len(sample):
        return [match.span() for match in _LINES.finditer(text) if not _is_prose(match[0])]
    if not coded:
        return []
    return [match.span() for match in _BLOCK.finditer(text) if _is_block(match[0].split("\n"))]


def _is_block(lines: list[str]) -> bool:
    coded = sum(map(is_code, lines))
    return coded > 1 and coded * 2 >= len(lines)


def _is_prose(line: str) -> bool:
    """Whether a line amid code is a paragraph of an article about it: longer than code is ever written."""
    return len(line) > 120 and line[0].isalpha() and len(_WORD.findall(line)) > 15
