"""``km plugins``: what installed packages bring, and whether it works."""

import click

from km_graph.plugins import GROUPS


@click.command()
@click.option("--group", type=click.Choice(GROUPS), help="Only this kind.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def plugins(group: str | None, *, as_json: bool) -> None:
    """Every plugin: its name, the package it comes from, and whether it loads."""
    from km_graph.cli import plugins_output  # noqa: PLC0415  # keeps `km --help` light

    plugins_output.show([group] if group else GROUPS, as_json=as_json)
