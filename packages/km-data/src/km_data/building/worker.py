"""What a worker has at hand while it goes through shards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from km_data.budget import CountTokens, load_token_counter
from km_data.building.options import BuildOptions
from km_data.building.shards import Shard, Skip, read_shard
from km_data.building.usable import unusable
from km_data.contracts import (
    EXAMPLE_BUILDERS,
    TEXTUALIZERS,
    ExampleBuilder,
    Textualizer,
    WritingModel,
)
from km_data.mining.fits import Miner
from km_data.records import Question
from km_data.shared_graph import SharedGraph
from km_data.writing_models import load_writing_model
from km_graph.errors import DataError
from km_graph.graph import KnowledgeGraph
from km_graph.relation_path import RelationPath
from km_graph.walkers import Walker, load_walker


@dataclass(frozen=True, slots=True)
class Worker:
    """The state of a worker.

    Attributes:
        graph: The graph that questions share.
        walker: Who walks it.
        miner: Finds relation paths in it.
        options: Of the build.
        seed: For everything random.
        taught: The relation path of each wording that has been mined.
        builders: The example builders of the options, by name.
        textualizer: That of the options.
        count_tokens: By the tokenizer of the options, if there is one.
        model: That of the options, if there is one.
    """

    graph: KnowledgeGraph
    walker: Walker
    miner: Miner
    options: BuildOptions
    seed: int
    taught: Mapping[str, RelationPath]
    builders: Mapping[str, ExampleBuilder]
    textualizer: Textualizer
    count_tokens: CountTokens | None = None
    model: WritingModel | None = None

    def questions(self, shard: Shard) -> Iterator[tuple[int, Question | Skip]]:
        """The questions of a shard; those that nothing can be built from as skips.

        Raises:
            DataError: For the first of those, if the options say so.
        """
        has_relation = lru_cache(self.graph.relations.__contains__)
        for line, question in read_shard(shard):
            skip = question if isinstance(question, Skip) else None
            if isinstance(question, Question):
                reason = unusable(
                    question,
                    self.options,
                    has_entity=self.miner.knows,
                    has_relation=has_relation,
                )
                skip = Skip(line, question.id, reason) if reason else None
            if skip:
                self.check(skip, shard)
            yield line, skip or question

    def check(self, skip: Skip, shard: Shard) -> None:
        """Raise DataError for a question that is not to be skipped."""
        if self.options.on_error == "fail":
            raise DataError(
                shard.path,
                skip.detail or skip.reason,
                line=skip.line,
                hint="mend it, or pass it over with --on-error skip",
            )


@dataclass(frozen=True, slots=True)
class Start:
    """Makes the state of a worker, in whatever process it works."""

    shared: SharedGraph
    options: BuildOptions
    seed: int
    taught: Mapping[str, RelationPath] = field(default_factory=dict)

    def __call__(self) -> Worker:
        """The state."""
        graph, walker = self.shared.graph, load_walker(self.options.walker)
        return Worker(
            graph,
            walker,
            Miner(graph, walker, self.options.max_hops),
            self.options,
            self.seed,
            self.taught,
            {name: EXAMPLE_BUILDERS.load(name) for name in self.options.builders},
            _textualizer(self.options),
            load_token_counter(self.options.tokenizer) if self.options.tokenizer else None,
            load_writing_model(self.options.model, self.options.model_options),
        )


def _textualizer(options: BuildOptions) -> Textualizer:
    if options.templates is not None:
        # Imported here: it reads YAML, which other textualizers do not need.
        from km_data.textualizers.sentences import Sentences  # noqa: PLC0415

        return Sentences.from_file(options.templates)
    textualizer: Textualizer = TEXTUALIZERS.load(options.textualizer)
    return textualizer
