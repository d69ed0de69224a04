"""The command line: one module a command, each loaded only when it is called.

Start-up is felt at every call, so `textclean --help` imports click and nothing else: the commands' summaries
stand in a table here, and a test holds them to the commands' own words.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import click

from textclean.display import safe
from textclean.errors import TextcleanError
from textclean.files.streams import drop_stdout

COMMANDS = {
    "fix": "Clean files, folders or standard input.",
    "batch": "Clean the shards of a corpus, here or on a cluster.",
    "config": "Show the settings that hold here, and where they come from.",
    "detect": "Tell the encoding of files, and why.",
    "rules": "Look rules up, test your own, ask why.",
    "learn": "Learn a site's furniture from its files, as rules.",
    "apply": "Carry out what was decided in an HTML report.",
    "restore": "Give back the original from a clean file and its report.",
    "undo": "Give back the files that fix -i changed.",
    "completion": "Print a completion script for bash, zsh or fish.",
}

# Who wants several cores has several processes; threads of numpy's libraries would only wait for each other.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_name, "1")


class Commands(click.Group):
    """A group that imports a command when it is called, and ends every run with the right code.

    click itself gives exit code 1 to Ctrl-C and to a broken pipe, and a traceback to a full device; here
    Ctrl-C is 130, a reader who has seen enough (`| head -1`) is no failure, and an error is one line and 2.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order in which help shows them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module; its `command` is the click command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"textclean.cli.{cmd_name}").command
        if ctx.resilient_parsing:
            from textclean.cli.complete import offer_paths

            for each in (command, *getattr(command, "commands", {}).values()):
                offer_paths(each)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named; of a word that is none, what may have been meant."""
        if not ctx.resilient_parsing and args[0] not in COMMANDS and (args[0] == "-" or args[0][:1] != "-"):
            ctx.fail(_meant(args))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader who has gone is met here, before click turns it into exit code 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            drop_stdout()
            return 0

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run a command line and exit with its code."""
        extra |= {"standalone_mode": False, "prog_name": extra.get("prog_name") or "textclean"}
        code = _guarded(lambda: super(Commands, self).main(*args, **extra))
        if patterns := sys.modules.get("textclean.patterns"):
            patterns.save()
        sys.exit(code)


def _meant(args: list[str]) -> str:
    """What to say of a word that is no command: who names a file wants it cleaned."""
    from difflib import get_close_matches
    from shlex import join

    word = args[0]
    if word == "-" or os.path.exists(word):  # noqa: PTH110 - a word of any length may be no path
        return f"{word} is no command; did you mean `textclean {join(('fix', *args))}`?"
    if near := get_close_matches(word, COMMANDS, n=1):
        return f"no such command: {word}; did you mean `textclean {join((near[0], *args[1:]))}`?"
    return f"no such command, and no such file: {word}; there are {', '.join(COMMANDS)}"


def _guarded(run: Callable[[], Any]) -> int:
    """Run click and turn whatever ends it into an exit code."""
    try:
        code = run() or 0
        if sys.stdout is not None:
            sys.stdout.flush()
        return int(code)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.ClickException as error:
        click.echo(_usage(error), err=True)
        return 2
    except click.Abort:
        return 130
    except TextcleanError as error:
        click.echo(f"textclean: {safe(str(error))}", err=True)
        return 2
    except BrokenPipeError:
        drop_stdout()
        return 0
    except OSError as error:
        from textclean.files.problems import explain

        drop_stdout()
        click.echo(f"textclean: {explain(error, 'standard output')}", err=True)
        return 2
    except SystemExit as ended:
        # click answers a broken pipe of its own output, such as --help, with exit code 1.
        if isinstance(ended.__context__, BrokenPipeError):
            drop_stdout()
            return 0
        raise


def _usage(error: click.ClickException) -> str:
    """What click says of a wrong call, without what a name in it could say to the terminal."""
    shown = io.StringIO()
    error.show(shown)
    return safe(shown.getvalue().rstrip("\n"), allow="\n")


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        from textclean import __version__

        click.echo(f"textclean {__version__}")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version."
)
def main() -> None:
    """Give scraped articles back as their readers should have had them.

    Repairs the encoding, removes what is not the article, makes quotation marks consistent, and says why for
    every change.

    \b
    Examples:
      textclean fix article.txt              print the clean article
      curl -s URL | extract | textclean fix  clean what comes through a pipe
      textclean fix --diff articles/         show what would change, and why
      textclean fix -i articles/             clean a folder in place
      textclean undo                         take that back
    """
