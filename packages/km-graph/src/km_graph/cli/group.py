"""What all ``km`` groups are: listed without loading, with suggestions, inside the border."""

from collections.abc import Mapping
from typing import Any

import click
from click.shell_completion import CompletionItem

from km_graph.cli.border import border
from km_graph.errors import nearest


class ListedGroup(click.Group):
    """A group that knows its commands' names and short help without loading them."""

    def listing(self, ctx: click.Context) -> Mapping[str, str]:  # noqa: ARG002  # as click's
        """Short help by command name."""
        return {
            name: command.get_short_help_str(200)
            for name, command in sorted(self.commands.items())
            if not command.hidden
        }

    def missing(self, name: str) -> str:
        """What to say when there is no such command."""
        near = nearest(name, self.listing(click.get_current_context()))
        hint = f"did you mean {', '.join(map(repr, near))}?" if near else "--help lists them"
        return f"no command {name!r}; {hint}"

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the listing."""
        return list(self.listing(ctx))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the listing as a section of the help."""
        if rows := list(self.listing(ctx).items()):
            with formatter.section("Commands"):
                formatter.write_dl(rows)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names of the listing, then options, as completions."""
        items = [
            CompletionItem(name, help=said)
            for name, said in self.listing(ctx).items()
            if name.startswith(incomplete)
        ]
        return items + click.Command.shell_complete(self, ctx, incomplete)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of ``args``; an unknown one is a usage error that suggests."""
        name = args[0]
        is_option = name.startswith("-")
        if not is_option and self.get_command(ctx, name) is None and not ctx.resilient_parsing:
            raise click.UsageError(self.missing(name), ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the subcommand inside the border."""
        with border(ctx):
            return super().invoke(ctx)
