"""The manual, read off the commands' own help: man pages for the wheel, and the site's command reference.

Written once, in the commands: what `--help` says, `man textclean-fix` and the site say too.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import NamedTuple

import click


class Section(NamedTuple):
    """One part of a command's help."""

    heading: str
    """`Examples`, `Exit codes`; empty for plain paragraphs."""
    text: str
    literal: bool
    """Whether lines stand as they are, as in examples."""


class Page(NamedTuple):
    """All that help says of one command."""

    path: str
    """`textclean rules list`."""
    summary: str
    usage: str
    sections: list[Section]
    options: list[tuple[str, str]]
    """Flags as they are typed, and what they do."""
    commands: list[Page]


def page(command: click.Command, path: str, parent: click.Context | None = None) -> Page:
    """The page of a command, and in it those of its own commands."""
    name = path.rpartition(" ")[2]
    # As wide as it gets: a man page and a site wrap lines themselves.
    context = click.Context(
        command,
        parent,
        name,
        max_content_width=10_000,
        terminal_width=10_000,
        help_option_names=["-h", "--help"],
    )
    options = [
        record
        for param in command.get_params(context)
        if isinstance(param, click.Option) and (record := param.get_help_record(context))
    ]
    inner = []
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            found = command.get_command(context, each)
            assert found is not None
            inner.append(page(found, f"{path} {each}", context))
    usage = " ".join([path, *command.collect_usage_pieces(context)])
    sections = list(_sections(command.help or ""))
    return Page(path, command.get_short_help_str(200), usage, sections, options, inner)


def _sections(text: str) -> Iterator[Section]:
    """A help text's paragraphs; one that begins with `\\b` is literal, and may begin with its heading."""
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(text)):
        literal = paragraph.startswith("\b\n")
        lines = paragraph.removeprefix("\b\n").split("\n")
        heading = re.fullmatch(r"([A-Z][\w ]*):", lines[0])
        inline = re.match(r"(Exit codes): (.*)", lines[0])
        if heading:
            yield Section(heading[1], inspect.cleandoc("\n" + "\n".join(lines[1:])), literal)
        elif inline:
            yield Section(inline[1], " ".join([inline[2], *map(str.strip, lines[1:])]), False)
        else:
            yield Section("", inspect.cleandoc("\n".join(lines)), literal)


def man_pages(version: str) -> dict[str, str]:
    """File names and their text, `textclean.1`, `textclean-fix.1`, for `share/man/man1`."""
    from textclean.cli import main

    top = page(main, "textclean")
    pages = [top, *top.commands]
    return {f"{_name(each)}.1": _roff(each, pages, version) for each in pages}


def _name(of: Page) -> str:
    return of.path.replace(" ", "-")


def _roff(of: Page, pages: list[Page], version: str) -> str:
    lines = [
        f'.TH "{_name(of).upper()}" "1" "" "textclean {version}" "textclean manual"',
        ".SH NAME",
        f"{_escaped(_name(of))} \\- {_escaped(of.summary.rstrip('.'))}",
        ".SH SYNOPSIS",
        f".B {_escaped(of.usage)}",
        ".SH DESCRIPTION",
    ]
    lines += _roff_body(of, ".SH")
    if of.commands and of is pages[0]:
        lines.append(".SH COMMANDS")
        for each in of.commands:
            lines += [".TP", f".BR {_escaped(_name(each))} (1)", _escaped(each.summary)]
    elif of.commands:
        for each in of.commands:
            lines += [f'.SH "{_escaped(each.path.upper())}"', f".B {_escaped(each.usage)}", ".PP"]
            lines += _roff_body(each, ".SS")
    others = [f".BR {_escaped(_name(each))} (1)" for each in pages if each is not of]
    lines += [".SH SEE ALSO", " ,\n".join(others)]
    return "\n".join(lines) + "\n"


def _roff_body(of: Page, heading: str) -> list[str]:
    """Text and options, sections under headings of the level given."""
    lines: list[str] = []
    plain = [section for section in of.sections if not section.heading]
    for section in plain:
        lines += [*_roff_text(section), ".PP"]
    if of.options:
        lines.append(f"{heading} OPTIONS")
        for flags, text in of.options:
            lines += [".TP", f".B {_escaped(flags)}", _escaped(text)]
    for section in of.sections:
        if section.heading:
            name = {"Exit codes": "EXIT STATUS"}.get(section.heading, section.heading.upper())
            lines += [f'{heading} "{_escaped(name)}"', *_roff_text(section)]
    return lines


def _roff_text(section: Section) -> list[str]:
    lines = [_escaped(line) for line in section.text.split("\n")]
    return [".nf", *lines, ".fi"] if section.literal else lines


def _escaped(text: str) -> str:
    """Text that roff prints as it stands: a hyphen that can be copied, no line that is a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\`").replace("'", "\\(aq")
    return f"\\&{text}" if text.startswith((".", "\\(aq")) else text


def markdown(of: Page, level: int = 2) -> str:
    """A command's page for the site, its own commands below it."""
    parts = [f"{'#' * level} {of.path}", _prose(of.summary) if not of.sections else ""]
    parts += [_markdown_section(section, level + 1) for section in of.sections if not section.heading]
    parts.append(f"```text\n{of.usage}\n```")
    if of.options:
        rows = [f"| `{_cell(flags)}` | {_prose(_cell(text))} |" for flags, text in of.options]
        parts.append("\n".join(["| option | |", "| --- | --- |", *rows]))
    parts += [_markdown_section(section, level + 1) for section in of.sections if section.heading]
    parts += [markdown(each, level + 1) for each in of.commands]
    return "\n\n".join(part for part in parts if part)


def _markdown_section(section: Section, level: int) -> str:
    text = f"```text\n{section.text}\n```" if section.literal else _prose(section.text)
    return f"**{section.heading}**\n\n{text}" if section.heading else text


def _prose(text: str) -> str:
    """Text outside code: no mark of Markdown or HTML but the backticks that the help has."""
    pieces = re.split(r"(`[^`]*`)", text)
    return "".join(
        piece if index % 2 else re.sub(r"([*_<\[\]])", r"\\\1", piece) for index, piece in enumerate(pieces)
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
