"""``km graph verify``."""

import click

from km_graph.cli.graph_arguments import json_option
from km_graph.formats.folder import verify as verify_folder
from km_graph.formats.manifest import SCHEMA, read_manifest
from km_graph.terminal import print_json


@click.command()
@click.argument("folder", type=click.Path())
@json_option
def verify(folder: str, *, as_json: bool) -> None:
    """Check every byte of a graph folder against what was written."""
    graph = verify_folder(folder)
    schema = read_manifest(folder)["schema"]
    if as_json:
        whole = {"whole": True, "schema": schema, "fingerprint": graph.fingerprint()}
        print_json({**whole, "triples": graph.n_triples})
        return
    click.echo(f"{folder}: whole, {graph.n_triples:,} triples")
    if schema < SCHEMA:
        newer = f"km graph convert {folder} NEW --to folder writes schema {SCHEMA}"
        click.echo(f"schema {schema} has no hash of its manifest; {newer}", err=True)
