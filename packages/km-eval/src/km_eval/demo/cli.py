"""``km demo``: the main job on an embedded graph; what it needs is imported when it runs."""

import click


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False),
    default="runs/demo",
    show_default=True,
    help="The run folder; a run that was interrupted goes on there.",
)
@click.option(
    "--seed", type=click.IntRange(0), default=7, show_default=True, help="For everything random."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def demo(out: str, seed: int, *, as_json: bool) -> None:
    """Fine-tune a tiny model on a graph of the world, and see its answers before and after."""
    from km_eval.demo.running import run_demo  # noqa: PLC0415
    from km_eval.demo.showing import show_demo  # noqa: PLC0415
    from km_graph.cli.run_output import show_step  # noqa: PLC0415
    from km_graph.terminal import print_json, terminal_progress  # noqa: PLC0415

    done = run_demo(out, seed=seed, progress=terminal_progress(), watch=show_step)
    if as_json:
        print_json(done.report)
    else:
        show_demo(done)
