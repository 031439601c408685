"""The ``km`` command itself: global options, and subcommands from entry points."""

from collections.abc import Mapping
from importlib.metadata import version

import click

from km_graph.cli.completion import completion
from km_graph.cli.group import ListedGroup
from km_graph.cli.logs import log_to_stderr
from km_graph.errors import PluginError, PluginNotFoundError
from km_graph.plugins import Plugin, PluginGroup

COMMANDS = PluginGroup("km.commands")


class PluginCommands(ListedGroup):
    """The commands of this group and those that installed packages bring."""

    def listing(self, ctx: click.Context) -> Mapping[str, str]:
        """Short help by command name; a broken one says why and hides no other."""
        brought: dict[str, list[Plugin]] = {}
        for plugin in COMMANDS:
            brought.setdefault(plugin.name, []).append(plugin)
        said = {name: _short_help(offers) for name, offers in brought.items()}
        return dict(sorted({**said, **super().listing(ctx)}.items()))

    def missing(self, name: str) -> str:
        """What to say when there is no such command: near names, or the package to install."""
        names = list(self.listing(click.get_current_context()))
        try:
            COMMANDS.find(name)
        except PluginNotFoundError as error:
            if error.hint and error.hint.startswith("pip"):
                return f"no command {name!r} is installed; {error.hint}"
        known = PluginNotFoundError("km", name, names)
        return f"no command {name!r}; {known.hint}"

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, its module imported now; a broken or ambiguous plugin is an error."""
        own = super().get_command(ctx, cmd_name)
        if own is not None or cmd_name not in COMMANDS.names():
            return own
        return _load(COMMANDS.find(cmd_name))


def _load(plugin: Plugin) -> click.Command:
    found = plugin.load()
    if isinstance(found, click.Command):
        return found
    raise PluginError(
        f"{plugin.group} {plugin.name!r} of {plugin.origin}: expected a click command at "
        f"{plugin.target}, found {type(found).__name__}"
    )


def _short_help(offers: list[Plugin]) -> str:
    if len(offers) > 1:
        return f"[unusable] offered by {' and by '.join(plugin.origin for plugin in offers)}"
    try:
        return _load(offers[0]).get_short_help_str(200)
    except PluginError as error:
        return f"[unusable] {error.message}"


@click.group(cls=PluginCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-v", "--verbose", count=True, help="Say more; -vv: everything, and tracebacks.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but results and errors.")
@click.option(
    "--log-file",
    type=click.Path(dir_okay=False, writable=True),
    help="Also append everything logged to this file, one JSON object a line.",
)
@click.version_option(version("km-graph"), prog_name="km", message="%(prog)s %(version)s")
@click.pass_context
def km(ctx: click.Context, verbose: int, quiet: bool, log_file: str | None) -> None:
    """Turn a knowledge graph into faithful, measured question answering."""
    ctx.with_resource(log_to_stderr(verbose, quiet=quiet, log_file=log_file))


km.add_command(completion)


def main() -> None:
    """Run the ``km`` command (console script)."""
    km(prog_name="km")
