"""`textclean completion`: the script that makes a shell complete textclean's commands, options and names."""

from __future__ import annotations

import click

HELP = """Print a script that completes textclean's commands, options and names in a shell.

    \b
    Examples:
      textclean completion bash > ~/.local/share/bash-completion/completions/textclean
      textclean completion zsh > ~/.zfunc/_textclean       (with ~/.zfunc in fpath, before compinit)
      textclean completion fish > ~/.config/fish/completions/textclean.fish
      eval "$(textclean completion bash)"                  for this shell only; zsh the same
      textclean completion fish | source                   for this shell only, in fish
    """
SHELLS = ("bash", "zsh", "fish")
_FISH = """\
function _textclean_completion
    set -l answer (env _TEXTCLEAN_COMPLETE=fish_complete COMP_WORDS=(commandline -cp | string collect) \\
        COMP_CWORD=(commandline -t | string collect) textclean)
    for line in $answer
        set -l parts (string split --max 1 "," -- $line)
        switch $parts[1]
            case file dir
                __fish_complete_path $parts[2]
            case plain
                echo $parts[2]
        end
    end
end

complete --no-files --command textclean --arguments "(_textclean_completion)"
"""
"""click's own script splits at every comma: it shows `Clean files, folders` as `Clean files`, and completes
`--keep ad,sh` to `ad`."""


@click.command("completion", help=HELP, short_help="Print a completion script for bash, zsh or fish.")
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the shell's script: click's, but for fish."""
    if shell == "fish":
        click.echo(_FISH, nl=False)
        return
    from click.shell_completion import get_completion_class

    from textclean.cli import main

    script = get_completion_class(shell)
    assert script is not None
    click.echo(script(main, {}, "textclean", "_TEXTCLEAN_COMPLETE").source())
