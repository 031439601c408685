"""Supervised fine-tuning: the model learns to write the completion after the prompt."""

import hashlib
import math
import shutil
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from datasets import Dataset  # type: ignore[import-untyped]
from transformers import PrinterCallback, set_seed
from trl import SFTTrainer  # type: ignore[attr-defined]  # trl loads its names lazily

from km_data.records import Example
from km_graph.step import StepContext
from km_train import checkpoints, compat, loading
from km_train.adapters import add_adapter, parameter_counts, save_weights
from km_train.callbacks import CheckpointCallback, MetricsCallback, ProgressCallback
from km_train.encoding import Encoded, encode
from km_train.options import ScheduleOptions, TrainOptions
from km_train.threads import worthwhile_threads


class SupervisedFineTuning:
    """The recipe ``sft``, by TRL's SFTTrainer on rows that we tokenise and mask ourselves."""

    def run(
        self,
        options: TrainOptions,
        context: StepContext,
        *,
        examples: Sequence[Example],
        validation: Sequence[Example] = (),
    ) -> Mapping[str, Any]:
        """Train on the examples; see the contract ``Recipe``."""
        tokenizer = loading.load_tokenizer(options.model, allow_download=options.allow_download)
        rows = self._encode(examples, tokenizer, options)
        held_out = self._encode(validation, tokenizer, options) if validation else None
        folder = context.out / "checkpoints"
        checkpoints.claim(folder, _fingerprint(options, context.seed, rows))
        resumed = checkpoints.last_complete(folder)
        metrics = MetricsCallback(
            context.out / "metrics.jsonl",
            resumed_step=checkpoints.step_of(resumed) if resumed else 0,
        )
        model = _model(options, context.seed)
        trainer = _trainer(model, tokenizer, options, context, rows, held_out)
        trainer.add_callback(metrics)
        steps = trainer.args.max_steps
        with compat.quiet(), context.progress.task("fine-tuning", steps) as advance:
            trainer.add_callback(ProgressCallback(advance))
            with worthwhile_threads(model) as threads:
                trainer.train(resume_from_checkpoint=str(resumed) if resumed else None)
        weights = save_weights(model, tokenizer, context.out, reference=options.model)
        shutil.rmtree(folder)
        return {
            "weights": weights.name,
            "parameters": parameter_counts(model),
            "examples": rows.summary(),
            **({"validation": held_out.summary()} if held_out else {}),
            "steps": steps,
            "seconds": metrics.seconds,
            "loss": _last(metrics.rows, "loss"),
            "validation_loss": _last(metrics.rows, "validation_loss"),
            "device": str(trainer.args.device),
            "threads": threads,
            "dtype": str(model.dtype).removeprefix("torch."),
        }

    def _encode(
        self, examples: Sequence[Example], tokenizer: Any, options: TrainOptions
    ) -> Encoded:
        return encode(
            examples,
            tokenizer,
            max_tokens=options.train.max_tokens,
            overlong=options.overlong,
            distinct=options.distinct,
        )


def _model(options: TrainOptions, seed: int) -> Any:
    set_seed(seed)  # peft draws the first weights of an adapter from torch's global generator
    model = loading.load_model(
        options.model, dtype=options.dtype, allow_download=options.allow_download
    )
    return add_adapter(model, options.adapter, reference=options.model)


def _trainer(
    model: Any,
    tokenizer: Any,
    options: TrainOptions,
    context: StepContext,
    rows: Encoded,
    held_out: Encoded | None,
) -> SFTTrainer:
    settings = _settings(options.train, len(rows.rows))
    cpu = not torch.cuda.is_available()
    config = compat.sft_config(
        output_dir=str(context.out / "checkpoints"),
        seed=context.seed,
        evaluate="epoch" if held_out else "no",
        cpu=cpu,
        bf16=model.dtype == torch.bfloat16 and not cpu,
        **settings,
    )
    with compat.quiet():
        trainer = SFTTrainer(
            model=model,
            args=config,
            train_dataset=_dataset(rows),
            eval_dataset=_dataset(held_out) if held_out else None,
            processing_class=tokenizer,
            callbacks=[CheckpointCallback()],
        )
    trainer.remove_callback(PrinterCallback)
    return trainer


def _settings(train: ScheduleOptions, rows: int) -> dict[str, Any]:
    steps = math.ceil(train.epochs * math.ceil(rows / train.batch))
    part = math.ceil(train.batch / train.accumulate)
    return {
        "max_steps": steps,
        "per_device_train_batch_size": part,
        "per_device_eval_batch_size": part,
        "gradient_accumulation_steps": train.accumulate,
        "learning_rate": train.learning_rate,
        "lr_scheduler_type": train.schedule
        if train.schedule != "constant"
        else "constant_with_warmup",
        "warmup_steps": round(train.warmup * steps),
        "weight_decay": train.weight_decay,
        "save_strategy": "steps",
        "save_steps": train.checkpoint_every,
        "save_total_limit": 2,  # the last, and the one before should the last be damaged
        "logging_steps": max(1, min(10, steps // 20)),
        "logging_nan_inf_filter": False,  # else a loss that is not a number is logged as zero
        "max_length": None,
        "dataset_kwargs": {"skip_prepare_dataset": True},
        "activation_checkpointing": False,
        "dataloader_pin_memory": torch.cuda.is_available(),
        "report_to": "none",
        "disable_tqdm": True,
    }


def _dataset(encoded: Encoded) -> Dataset:
    return Dataset.from_dict(
        {
            "input_ids": [row.input_ids for row in encoded.rows],
            "labels": [row.labels for row in encoded.rows],
        }
    )


def _fingerprint(options: TrainOptions, seed: int, rows: Encoded) -> str:
    digest = hashlib.sha256(options.model_dump_json(exclude={"examples", "validation"}).encode())
    digest.update(f"{seed} {sorted(compat.versions().items())}".encode())
    for row in rows.rows:
        digest.update(f"{row.input_ids}{row.labels}".encode())
    return digest.hexdigest()


def _last(rows: Sequence[Mapping[str, Any]], key: str) -> float | None:
    return next((row[key] for row in reversed(rows) if key in row), None)


SFT = SupervisedFineTuning()
