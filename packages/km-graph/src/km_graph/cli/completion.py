"""``km completion``: the script that lets a shell complete ``km``."""

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """The script that completes km in your shell.

    For bash: km completion bash > ~/.km-complete && echo '. ~/.km-complete' >> ~/.bashrc
    """
    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(ctx.find_root().command, {}, "km", "_KM_COMPLETE").source())
