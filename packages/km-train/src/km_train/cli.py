"""The commands ``km train …``."""

from km_graph.cli.lazy import LazyGroup

train = LazyGroup(
    "train",
    {
        "run": ("km_train.commands.run:run", "Fine-tune a language model on examples."),
        "check": ("km_train.commands.check:check", "Check options and examples; train nothing."),
        "show": ("km_train.commands.show:show", "Show rows as the model sees them."),
    },
    help="Fine-tune language models on examples.",
)
