"""The ``km`` command: a shell whose subcommands come from the packages that are installed."""
