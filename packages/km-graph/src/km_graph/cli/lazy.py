"""A click group that imports a command only when it runs, so that help is instant."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from km_graph.cli.group import ListedGroup


class LazyGroup(ListedGroup):
    """A group with a table of its commands.

    Args:
        name: The name of the group.
        commands: By command name, where it is (``"module:attribute"``) and its short help. What
            is there is a ``click.Command`` or a ``Step``, which becomes a command.
        help: What the group is for.
        attrs: Passed on to ``click.Group``.

    Example:
        >>> toys = LazyGroup("toys", {"show": ("toys.show:show", "A toy.")}, help="Toys.")
        >>> toys.list_commands(click.Context(toys))
        ['show']
    """

    def __init__(
        self,
        name: str,
        commands: Mapping[str, tuple[str, str]],
        *,
        help: str,  # click's name
        **attrs: Any,
    ) -> None:
        attrs.setdefault("no_args_is_help", True)
        super().__init__(name, help=help, **attrs)
        self.table = dict(commands)

    def listing(self, ctx: click.Context) -> Mapping[str, str]:
        """Short help by command name: the table, then commands added by decorator."""
        return {**{name: said for name, (_, said) in self.table.items()}, **super().listing(ctx)}

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in self.table:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = self.table[cmd_name][0].partition(":")
        return as_command(getattr(import_module(module), attribute), cmd_name)


def as_command(found: Any, name: str) -> click.Command:
    """What stands behind a name as a click command."""
    if isinstance(found, click.Command):
        return found
    # Imported here because it needs pydantic, which help and plain commands do without.
    from km_graph.cli.step_command import command_for  # noqa: PLC0415

    return command_for(found, name)
