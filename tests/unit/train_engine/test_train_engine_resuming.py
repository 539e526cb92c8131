"""A run that goes on: bit for bit the uninterrupted one, or refused with the reason."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import torch
from torch import Tensor, nn

from guinet.core.problems import GuinetError, Misuse, Unreadable
from guinet.train.checkpoints import Checkpoints
from guinet.train.events import EpochEnded, TrainingEvent, Warned
from guinet.train.optimizers import OptimizerChoice
from guinet.train.runs import RunStore
from guinet.train.weights import load_weights

if TYPE_CHECKING:
    from tests.unit.train_engine.conftest import MakePlan, StopAfter, Train, Trained


@pytest.mark.parametrize("stop", [1, 4, 7, 8, 12])
def test_a_resumed_run_is_the_uninterrupted_one_bit_for_bit(
    train: Train, stop_after: type[StopAfter], tmp_path: Path, either: MakePlan, stop: int
) -> None:
    whole = train(either(), tmp_path / "whole")
    hand = stop_after(stop)
    first = train(either(), tmp_path / "parts", control=hand.control, on_event=hand)
    assert first.finished.step == stop
    torch.manual_seed(999)

    second = train(either(), tmp_path / "parts", resume="1")

    assert first.losses + second.losses == whole.losses
    assert_same(second.weights, whole.weights)
    assert second.finished == whole.finished
    assert RunStore(tmp_path / "parts").losses("1").tolist() == whole.losses
    assert untimed(first, second) == untimed(whole)
    best = [dict(Checkpoints(tmp_path / name / "1").load_best().tensors) for name in ("whole", "parts")]
    assert_same(*best)


def assert_same(weights: dict[str, Tensor], others: dict[str, Tensor]) -> None:
    torch.testing.assert_close(weights, others, rtol=0, atol=0)


def untimed(*parts: Trained) -> list[dict[str, float]]:
    """What was told of each epoch, but for what depends on the machine."""
    timed = {"samples_per_second", "memory_bytes"}
    told = [event.values for part in parts for event in part.of(EpochEnded)]
    return [{name: value for name, value in values.items() if name not in timed} for values in told]


def test_a_completed_run_goes_on_with_more_epochs(train: Train, iris: MakePlan, tmp_path: Path) -> None:
    whole = train(iris(epochs=5), tmp_path / "whole")
    first = train(iris(epochs=3), tmp_path / "parts")

    second = train(iris(epochs=5), tmp_path / "parts", resume="1")

    assert first.losses + second.losses == whole.losses


def test_resuming_what_is_not_there_names_what_is(train: Train, iris: MakePlan) -> None:
    train(iris(epochs=1))

    with pytest.raises(Misuse, match=r"no run “7” .*there are: 1"):
        train(iris(), resume="7")


def test_resuming_with_another_optimiser_is_refused(train: Train, iris: MakePlan) -> None:
    train(iris(epochs=1))

    with pytest.raises(GuinetError, match=r"trained with torch\.optim\.Adam.*torch\.optim\.SGD"):
        train(iris(optimizer=OptimizerChoice("torch.optim.SGD", {})), resume="1")


def test_resuming_another_network_is_refused_and_a_changed_text_is_told(train: Train, iris: MakePlan) -> None:
    train(iris(epochs=1))

    with pytest.raises(Unreadable, match="do not fit the network"):
        train(iris(build=lambda: nn.Linear(4, 3)), resume="1")
    made = train(iris(source="other"), resume="1")
    assert [str(event.text) for event in made.of(Warned)] == [
        "The network's code is no longer what it was when run 1 began"
    ]


def test_resuming_with_other_data_is_refused(train: Train, iris: MakePlan) -> None:
    train(iris(epochs=1))

    with pytest.raises(Unreadable, match="batch_size was 16 and is 8"):
        train(iris(batch_size=8), resume="1")


def test_a_flipped_bit_in_a_checkpoint_names_the_tensor(train: Train, iris: MakePlan, folder: Path) -> None:
    train(iris(epochs=1))
    path = next((folder / "1").glob("last-*.safetensors"))
    weight = load_weights(path).tensors["4.weight"].numpy().tobytes()
    content = path.read_bytes()
    place = content.index(weight)
    path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])

    with pytest.raises(Unreadable, match=r"the tensor 4\.weight is not what was written"):
        train(iris(), resume="1")


def test_a_run_that_is_still_going_is_not_resumed(train: Train, iris: MakePlan) -> None:
    refused: list[str] = []

    def on_event(event: TrainingEvent) -> None:
        if isinstance(event, EpochEnded) and not refused:
            with pytest.raises(GuinetError, match="still running") as caught:
                train(iris(), resume="1")
            refused.append(str(caught.value))

    train(iris(), on_event=on_event)

    assert refused
