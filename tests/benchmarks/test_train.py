"""An epoch of a bare loop, of the trainer's steps alone, and with everything an epoch's end costs; and a checkpoint.

    pytest tests/benchmarks/test_train.py --benchmark-enable --benchmark-only --benchmark-columns=median,iqr,rounds

`python -m tests.benchmarks training` compares whole trainings, in processes of their own.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from pytest_benchmark.fixture import BenchmarkFixture
from torch import nn

from guinet import library
from guinet.storage.examples import example_path
from guinet.train.checkpoints import Checkpoints
from guinet.train.plan import make_plan
from guinet.train.planned import Plan
from guinet.train.trainer import Trainer


@pytest.fixture
def plan() -> Plan:
    return make_plan(library.load(example_path("digits-mlp")), epochs=10**6)


@pytest.mark.benchmark(group="epoch of digits-mlp")
def test_bare_epoch(benchmark: BenchmarkFixture, plan: Plan) -> None:
    images, labels = plan.splits.train.fields["image"], plan.splits.train.fields["label"]
    module, criterion = plan.build(), nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(module.parameters())

    def epoch() -> None:
        order = torch.randperm(len(images))
        shuffled, wanted = images[order], labels[order]
        for start in range(0, len(images), plan.batch_size):
            rows = slice(start, start + plan.batch_size)
            optimizer.zero_grad()
            loss = criterion(module(shuffled[rows]), wanted[rows])
            loss.backward()
            optimizer.step()

    benchmark(epoch)


@pytest.mark.benchmark(group="epoch of digits-mlp")
def test_steps_of_an_epoch(benchmark: BenchmarkFixture, plan: Plan) -> None:
    trainer = Trainer(plan)

    def epoch() -> None:
        for _ in trainer.steps():
            pass
        trainer.take_losses()
        trainer.in_epoch = 0

    benchmark(epoch)


@pytest.mark.benchmark(group="epoch of digits-mlp")
def test_whole_epoch_with_validation_and_metrics(benchmark: BenchmarkFixture, plan: Plan) -> None:
    trainer = Trainer(plan)

    def epoch() -> None:
        for _ in trainer.steps():
            pass
        trainer.take_losses()
        trainer.end_epoch(lambda: False)

    benchmark(epoch)


@pytest.mark.benchmark(group="checkpoint of digits-mlp")
def test_checkpoint(benchmark: BenchmarkFixture, plan: Plan, tmp_path: Path) -> None:
    trainer, checkpoints = Trainer(plan), Checkpoints(tmp_path)
    next(trainer.steps())

    benchmark(lambda: checkpoints.save_last(trainer.step, trainer.module.state_dict(), trainer.state()))
