"""The command line: one module a command, each loaded only when it is called."""

import click


@click.group()
@click.version_option()
def main() -> None:
    """Give scraped articles back as their readers should have had them."""
