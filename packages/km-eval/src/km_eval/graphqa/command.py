"""``km eval leaderboard``: the scores of several systems in one table."""

from pathlib import Path

import click

from km_eval.graphqa.leaderboard import leaderboard_markdown, read_leaderboard, write_leaderboard

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("files", type=_FILE, nargs=-1, required=True)
@click.option("--write", "target", type=_FILE, help="Write all entries into this file, too.")
def leaderboard(files: tuple[Path, ...], target: Path | None) -> None:
    """Show the leaderboard FILES as one Markdown table for each version of the sets.

    Of two entries of one system and version the later one is kept.
    """
    entries = [entry for file in files for entry in read_leaderboard(file)]
    kept = {(entry.system, entry.version): entry for entry in entries}
    if target is not None:
        write_leaderboard(target, kept.values())
    click.echo(leaderboard_markdown(kept.values()))
