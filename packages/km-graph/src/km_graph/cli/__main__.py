"""``python -m km_graph.cli``: the ``km`` command of this Python."""

from km_graph.cli.main import main

if __name__ == "__main__":
    main()
