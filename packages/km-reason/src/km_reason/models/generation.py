"""Token ids to scored completions, by greedy or beam search."""

import logging
from collections.abc import Sequence
from typing import Any

import torch
from transformers import GenerationConfig

from km_reason.constrained.choosing import Decoding
from km_reason.constrained.constraint import Constraint
from km_reason.constrained.search import Found, search
from km_reason.contracts import Completion, Constrained
from km_reason.models.threads import worthwhile_threads

logger = logging.getLogger(__name__)


class Generator:
    """A loaded model and its tokenizer."""

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self.model = model
        self.tokenizer = tokenizer
        self._ends = _end_tokens(model, tokenizer)
        pad = tokenizer.pad_token_id
        self._pad = tokenizer.eos_token_id if pad is None else pad
        # Only what generate() is told below counts, not the sampling a checkpoint recommends.
        model.generation_config = _settings(
            bos_token_id=tokenizer.bos_token_id, eos_token_id=self._ends, pad_token_id=self._pad
        )

    def encode(self, prompt: str) -> list[int]:
        """The token ids of a prompt, as in training."""
        ids = list(self.tokenizer(prompt)["input_ids"])
        if ids and ids[-1] == self.tokenizer.eos_token_id:  # some tokenizers close every text
            ids.pop()
        return ids

    @torch.inference_mode()
    def generate(
        self, rows: Sequence[list[int]], *, max_tokens: int, beams: int
    ) -> list[list[Completion]]:
        """Completions of prompts given as token ids, best first."""
        ids, mask = self._left_padded([self._fitted(row, max_tokens) for row in rows])
        search = self._search(max_tokens, beams)
        with worthwhile_threads(self.model):
            output = self.model.generate(
                input_ids=ids, attention_mask=mask, generation_config=search
            )
        written = output.sequences[:, ids.shape[1] :].tolist()
        cut = [self._cut(tokens) for tokens in written]
        scores = self._scores(output, [n for _, n in cut], beams)
        found = [
            Completion(self._text(tokens), score, len(tokens))
            for (tokens, _), score in zip(cut, scores, strict=True)
        ]
        return [found[i : i + beams] for i in range(0, len(found), beams)]

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of texts, without tokens of begin and end."""
        return [
            list(ids) for ids in self.tokenizer(list(texts), add_special_tokens=False)["input_ids"]
        ]

    def generate_within(
        self,
        rows: Sequence[list[int]],
        constraints: Sequence[Constraint],
        *,
        max_tokens: int,
        decoding: Decoding,
    ) -> list[list[Constrained]]:
        """Completions that satisfy constraints, of prompts given as token ids, best first."""
        fitted = [self._fitted(row, max_tokens) or [self._pad] for row in rows]
        with worthwhile_threads(self.model):
            found = search(
                self.model, fitted, constraints,
                decoding=decoding, max_tokens=max_tokens, pad=self._pad,
            )  # fmt: skip
        return [[self._constrained(one) for one in completions] for completions in found]

    def _constrained(self, found: Found) -> Constrained:
        text = self._text(list(found.tokens))
        return Constrained(Completion(text, found.score, len(found.tokens)), found.state)

    def _search(self, max_tokens: int, beams: int) -> GenerationConfig:
        # No length penalty and no early stop: a short wrong beam must not end the search before
        # a longer, more probable one is finished.
        search = {"length_penalty": 0.0, "early_stopping": "never"} if beams > 1 else {}
        return _settings(
            max_new_tokens=max_tokens,
            num_beams=beams,
            num_return_sequences=beams,
            do_sample=False,
            eos_token_id=self._ends,
            pad_token_id=self._pad,
            return_dict_in_generate=True,
            output_scores=True,
            **search,
        )

    def _fitted(self, row: list[int], max_tokens: int) -> list[int]:
        limit = getattr(self.model.config, "max_position_embeddings", None)
        if limit is None or len(row) + max_tokens <= limit:
            return row
        logger.warning("a prompt of %d tokens is cut to the model's %d", len(row), limit)
        return row[-max(1, limit - max_tokens) :]

    def _left_padded(self, rows: Sequence[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
        width = max([1, *map(len, rows)])
        ids = torch.full((len(rows), width), self._pad, dtype=torch.long)
        mask = torch.zeros((len(rows), width), dtype=torch.long)
        for i, row in enumerate(rows):
            if row:
                ids[i, -len(row) :] = torch.tensor(row)
                mask[i, -len(row) :] = 1
        return ids.to(self.model.device), mask.to(self.model.device)

    def _cut(self, tokens: list[int]) -> tuple[list[int], int]:
        """The tokens before end-of-sequence, and how many were scored (that one included)."""
        for i, token in enumerate(tokens):
            if token in self._ends:
                return tokens[:i], i + 1
        return tokens, len(tokens)

    def _text(self, tokens: list[int]) -> str:
        # Special tokens stay: the marks of a relation path may be among them.
        text = self.tokenizer.decode(
            tokens, skip_special_tokens=False, clean_up_tokenization_spaces=False
        )
        return str(text)

    def _scores(self, output: Any, lengths: list[int], beams: int) -> list[float]:
        if beams > 1:
            return [float(score) for score in output.sequences_scores.tolist()]
        steps = self.model.compute_transition_scores(
            output.sequences, output.scores, normalize_logits=True
        ).tolist()
        return [float(sum(row[:n])) for row, n in zip(steps, lengths, strict=True)]


def _settings(**values: Any) -> GenerationConfig:
    make: Any = GenerationConfig  # untyped in transformers
    config: GenerationConfig = make(**values)
    return config


def _end_tokens(model: Any, tokenizer: Any) -> list[int]:
    stated = getattr(model.generation_config, "eos_token_id", None)
    listed = stated if isinstance(stated, list) else [stated]
    return sorted({tokenizer.eos_token_id, *(token for token in listed if token is not None)})
