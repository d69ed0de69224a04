"""Pages that are made when the site is built: commands from their help, rules from their files.

Nothing of it is kept, so that nothing of it can be out of date.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel import Locale
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parent.parent
RULES = ROOT / "textclean" / "data" / "rules"
_UNKNOWN = "OWNER/textclean"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the rule pages into the navigation, language by language."""
    nav: list[Any] = ["rules/index.md", "rules/repair.md", "rules/quotes.md"]
    for folder in _languages():
        pages = [f"rules/{folder.name}/{path.stem}.md" for path in _categories(folder)]
        nav.append({_name(folder.name): pages})
    assert config.nav is not None
    config.nav = [*config.nav, {"Rules": nav}]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are generated."""
    for path, text in generated().items():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """Put in the address of the repository that the site is built from: what is shown can be pasted."""
    found = subprocess.run(
        ["git", "-C", str(ROOT), "remote", "get-url", "origin"], capture_output=True, text=True, check=False
    )
    return addressed(markdown, found.stdout.strip())


def addressed(markdown: str, origin: str) -> str:
    """The page with the repository's own address for that of the owner it does not know.

    An origin is `git@host:owner/name.git` or `https://host/owner/name`; of anything else, such as a folder,
    nobody else could clone, and the page stays as it is.
    """
    match = re.fullmatch(r"(?:https://|(?:ssh://)?git@)([\w.-]+)[:/]([\w./-]+?)(?:\.git)?/?", origin)
    if match is None:
        return markdown
    host, name = match.groups()
    page = markdown.replace(f"https://github.com/{_UNKNOWN}", f"https://{host}/{name}")
    return page.replace(_UNKNOWN, name) if host == "github.com" else page


def generated() -> dict[str, str]:
    """Paths of generated pages and their Markdown."""
    # Not at the top: mkdocs puts back the path as it was before it loaded this.
    for folder in (ROOT, ROOT / ".docs"):
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
    import gallery

    from textclean.cli import main
    from textclean.cli.manual import markdown, page

    pages = {"reference/commands.md": _commands(markdown(page(main, "textclean"), 2))}
    pages["gallery.md"] = gallery.page()
    pages["rules/index.md"] = _index()
    for stage in ("repair", "quotes"):
        pages[f"rules/{stage}.md"] = _changes(stage)
    for folder in _languages():
        for path in _categories(folder):
            pages[f"rules/{folder.name}/{path.stem}.md"] = _category(folder.name, path)
    return pages


def _commands(reference: str) -> str:
    first = "What `--help` says of each command; `man textclean-fix` says the same."
    return f"# Commands\n\n{first}\n\n{reference}\n"


def _index() -> str:
    rows = []
    for folder in _languages():
        paths = list(_categories(folder))
        count = sum(len(_rules(path)) for path in paths)
        links = ", ".join(f"[{path.stem}]({folder.name}/{path.stem}.md)" for path in paths)
        rows.append(f"| {_name(folder.name)} | {count} | {links} |")
    table = "\n".join(["| language | rules | categories |", "| --- | --: | --- |", *rows])
    return (
        "# Rules\n\nEvery change that textclean makes has a rule with a name. [Repairs](repair.md) and "
        "[quotation marks](quotes.md) are code; boilerplate is data, a file for each language and category, "
        "in which each rule carries what it removes and what it keeps. Those examples are its tests. "
        "[Add your own](../how-to/own-rules.md).\n\n"
        f"{table}\n"
    )


def _changes(stage: str) -> str:
    """The rules of a stage that is code: a title, and an example before and after."""
    title = {"repair": "Repairs", "quotes": "Quotation marks"}[stage]
    lines = [f"# {title}\n"]
    for name, rule in _rules(RULES / f"{stage}.toml").items():
        lines.append(f"## {stage}.{name} {{ #{stage}.{name} }}\n\n{_text(rule['title'])}.\n")
        if "before" in rule:
            lines.append(f'```text title="before"\n{rule["before"]}\n```\n')
            lines.append(f'```text title="after"\n{rule["after"]}\n```\n')
        lines.append(f'```text title="keeps"\n{rule["keeps"]}\n```\n')
    return "\n".join(lines)


def _category(language: str, path: Path) -> str:
    """The page of one file of boilerplate rules."""
    lines = [
        f"---\ntitle: {path.stem}\n---\n",
        f"# {_name(language)}: {path.stem}\n",
        f"From `textclean/data/rules/{language}/{path.name}`. Leave all of it in with `--keep {path.stem}`, "
        "one rule with `--keep` and its id.\n",
    ]
    for name, rule in _rules(path).items():
        lines += _rule(f"{language}.{path.stem}.{name}", rule)
    return "\n".join(lines)


def _rule(name: str, rule: dict[str, Any]) -> Iterator[str]:
    yield f"## {name} {{ #{name} }}\n\n{_text(rule['title'])}.\n"
    for verb in ("removes", "keeps"):
        yield f"**{verb}**\n"
        for example in rule[verb]:
            yield f"```text\n{example}\n```\n"


def _languages() -> Iterator[Path]:
    """Folders of rules; those for all languages first."""
    folders = (path for path in RULES.iterdir() if path.is_dir() and any(_categories(path)))
    return iter(sorted(folders, key=lambda path: _name(path.name)))


def _categories(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.glob("*.toml")) if path.stem != "words")


def _rules(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _name(language: str) -> str:
    return str(Locale("en").languages[language])


def _text(title: str) -> str:
    """A title as text: no markup in it."""
    for mark in "\\`*_<[":
        title = title.replace(mark, f"\\{mark}")
    return title
