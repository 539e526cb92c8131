"""What is to be found in each of the doctor's networks, and how a person makes it well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct

from guinet.core.changes import SetTraining
from guinet.core.costs import Profile
from guinet.core.project import Project
from tests.gui import doctor_networks as networks
from tests.gui.doctor_networks import Make


class Found(Struct, frozen=True):
    """A finding: how its sentence and its evidence begin, the node it is at ("" for none), its repairs."""

    words: str
    evidence: str
    node: str = ""
    fixes: tuple[str, ...] = ()


class Case(Struct, frozen=True):
    """All that is found in a network, and how a person makes it well where the first repairs do not; `trains` where a
    click on Train comes first; `device` is what a GPU would show."""

    make: Make
    found: tuple[Found, ...]
    mend: Callable[[Project], object] | None = None
    trains: bool = False
    device: Profile | None = None


def case(make: Make, words: str, evidence: str, node: str = "", *fixes: str, **more: Any) -> Case:
    """One finding."""
    return Case(make, (Found(words, evidence, node, fixes),), **more)


def without(name: str) -> Callable[[Project], object]:
    """Takes a node out, and joins what is before it to what is behind."""

    def mend(project: Project) -> None:
        block, node = project.main, project.main.node(name)
        [wire] = block.incoming(node.id)
        behind = [each.target for each in block.outgoing(node.id)]
        block.remove([node])
        for target in behind:
            block.connect(wire.source, target)

    return mend


def setting(**settings: Any) -> Callable[[Project], object]:
    """Writes into the form of the training."""
    changes = [SetTraining(key.replace("__", "."), value) for key, value in settings.items()]
    return lambda project: project.run("Set", changes)


def argument(name: str, **arguments: Any) -> Callable[[Project], object]:
    return lambda project: project.main.set(project.main.node(name), **arguments)


def spread(project: Project) -> None:
    """Rows that differ, as many of each class, in place of those of `much_at_once`."""
    path = Path(str(project.main.node("data").arguments["path"]))
    rows = [f"{n / 400},{n * 37 % 400 / 400},{'yes' if n % 2 else 'no'}" for n in range(400)]
    path.write_text("\n".join(["a,b,label", *rows]) + "\n")
    project.main.set(project.main.node("data"), split_seed=1)


TWICE = "loss applies softmax itself, and softmax has applied it already."
NEVER_TRAINED = "Nothing of hidden reaches the loss, so it is never trained."
CASES = {
    # By hand: ln(1 + 2/e) = 0.5514, and ln(1 + 1/e) = 0.3133.
    "softmax": case(
        networks.twice("Softmax"), TWICE, "With 3 classes and two softmaxes the loss can never fall below 0.5514,",
        "softmax", "Remove softmax",
    ),
    "log-softmax": case(
        networks.twice("LogSoftmax"), TWICE, "A second log-softmax changes nothing, but costs time.",
        "softmax", "Remove softmax",
    ),
    "softmax, unknown width": case(
        networks.twice("Softmax", in_features=7), TWICE, "Two softmaxes in a row press all classes together.",
        "softmax", "Remove softmax",
        mend=argument("output", in_features=4),
    ),
    "sigmoid": case(
        networks.sigmoid, "loss applies sigmoid itself, and sigmoid has applied it already.",
        "After two sigmoids every answer lies between 0.5 and 0.73, so a yes never costs less than 0.3133.",
        "sigmoid", "Remove sigmoid",
    ),
    "scores": case(
        networks.too_few_scores, "loss gets 2 scores for 3 classes: a label has no score.",
        "The labels of data go from 0 to 2; the scores have 2 columns.", "output", "Set out_features to 3",
    ),
    "single rows": case(
        networks.norm_of(batch_size=1), "Batches of one row give norm nothing to take an average of.",
        "1 value per channel remains, and torch refuses to train on one.", "norm", "Set batch_size to 32",
    ),
    "single pictures": case(
        networks.norm_of_single_pictures, "Batches of one row give norm nothing to take an average of.",
        "64 values per channel remain, the statistics of one sample.", "norm", "Set batch_size to 32",
    ),
    "last row": case(
        networks.norm_of(samples=71, validation=0.0, test=0.0, batch_size=10),
        "The last batch of an epoch gives norm a single row.",
        "1 value per channel remains, and torch refuses to train on one.", "norm", "Leave the last batch out",
    ),
    "large": case(
        networks.large_values, "What data gives is not normalised: layers begin best with values around 0 ± 1.",
        "“features” goes from ", "data", "Standardise data", "Insert BatchNorm1d behind data",
    ),
    "much": Case(
        networks.much_at_once,
        (
            Found("loss gets 3 scores, but data has only 2 classes.", "The labels of data go from 0 to 1; the scores",
                  "output", ("Set out_features to 2",)),
            Found("What data gives is not normalised: layers begin best with values around 0 ± 1.",
                  "The widest column of “features” varies ", "data",
                  ("Standardise data", "Insert BatchNorm1d behind data")),
            Found("Rows of data are in the test part and in the training part at once.",
                  "80 of 80 rows (100.0%) have a twin among those trained on.", "data"),
            Found("Rows of data are in the validation part and in the training part at once.",
                  "40 of 40 rows (100.0%) have a twin among those trained on.", "data"),
            Found("The classes of data are out of balance: the network can win by ignoring the rare.",
                  "267 rows are of class no, 13 of yes: saying always no is right in 95%.", "data",
                  ("Weight the classes in loss",)),
            Found("The parameters “hidden” are frozen: training leaves them as they are.",
                  "12 of 27 parameters take no part in training.", "hidden", ("Train them too",)),
        ),
        spread,
    ),
    "too far apart": case(
        networks.too_far_apart, "data gives NaN or infinity in “features”: no loss survives that.",
        "8 of 84 training rows have such values, the first is row ", "data", mend=spread,
    ),
    "dead": Case(
        networks.between("torch.neg", "ReLU", "torch.neg", "ReLU"),
        (
            Found("between3 is dead in 100% of its units: no gradient passes there.",
                  "8 of 8 units give 0 for every one of 256 rows.", "between3", ("Use LeakyReLU",)),
            Found("No gradient comes through to hidden: it cannot learn.",
                  "The gradient of hidden.weight, hidden.bias is zero everywhere; so it is at 2 nodes in all.",
                  "hidden"),
            Found("The network gives the same answer whatever it is given.",
                  "Over 256 different rows its answers differ by 0 at most.", "loss"),
        ),
    ),
    "blocked": case(
        networks.between("torch.sign"), "No gradient comes through to hidden: it cannot learn.",
        "The gradient of hidden.weight, hidden.bias is zero everywhere.", "hidden", mend=without("between0"),
    ),
    "nan": case(
        networks.between("torch.log"), "between0 is the first to give a value that is not finite.",
        "The loss of one batch is nan.", "between0", "Insert clamp before between0",
    ),
    "in place": case(
        networks.between("torch.exp", "torch.Tensor.add_", other=1.0), "between1 works in place",
        "one of the variables needed for gradient computation has been modified by an inplace operation",
        "between1", "Let between1 make a new tensor",
    ),
    "cut": case(
        networks.between("torch.Tensor.detach"), NEVER_TRAINED,
        "After a backward pass hidden.weight, hidden.bias had no gradient.", "hidden", "Remove between0",
    ),
    "no_grad": case(
        networks.without_gradient, NEVER_TRAINED, "After a backward pass hidden.weight, hidden.bias had no gradient.",
        "hidden", "Take hidden out of the frame",
    ),
    "part": case(
        networks.spare, "A part of own does not reach the loss, so it is never trained.",
        "After a backward pass own.spare had no gradient.", "own", mend=without("own"),
    ),
    "vanishing": Case(
        networks.many("Sigmoid", 10),
        (
            Found("The gradient vanishes on its way to linear0: it hardly learns.",
                  "The gradient of linear0.weight is ", "linear0", ("Use ReLU between layers",)),
            Found("The network gives the same answer whatever it is given.", "Over 256 different rows its answers",
                  "loss"),
        ),
    ),
    "exploding": case(
        networks.steep_and_low, "The gradient explodes on its way to first.", "The gradient of first.weight is ",
        "first", mend=argument("finer", other=1.0),
    ),
    "high": case(
        networks.with_settings(optimizer__lr=1000.0), "The learning rate 1000 is too high: the loss does not fall.",
        "In 10 steps on one batch the loss went from 0.", "", "Set lr to ",
    ),
    "low": Case(
        networks.learns_nothing,
        (
            Found("The learning rate 1e-09 is very low: the loss hardly moves.",
                  "In 10 steps on one batch the loss went from 0.", "", ("Set lr to 0.0",)),
            Found("The network learned nothing.", "In run 1 the training loss was 0."),
        ),
        trains=True,
    ),
    "one thing": case(
        networks.says_one_thing, "The trained network always says class ", "So it does for 256 rows, though no class",
        "loss", mend=argument("small", other=1.0), trains=True,
    ),
    "by heart": case(
        networks.learns_by_heart, "The network over-fits: since epoch ", "In run 1 the validation loss rose from ",
        "", "Insert Dropout before output", "Set weight_decay to 0.01", "Set epochs to ", trains=True,
    ),
    "away": Case(
        networks.runs_away,
        (
            Found("The gradients are huge: one step can throw all weights off.",
                  "The norm of all gradients of one batch is ", "output", ("Set clip_norm to 1",)),
            Found("The gradients exploded during training.", "In run 1 their norm grew from ", "",
                  ("Set clip_norm to 1",)),
            Found("The training came off course: its loss rose again.", "In run 1 the training loss was "),
        ),
        setting(optimizer__lr=0.05),
        trains=True,
    ),
    "failed": Case(
        networks.fails,
        (
            Found("The last training failed.", "Run 1 ended at step 1: The loss became nan at step 2: "),
            Found("The learning rate 1e+30 is too high: the loss does not fall.",
                  "In 1 steps on one batch the loss went from 0."),
        ),
        setting(optimizer__lr=0.01),
        trains=True,
    ),
    "starved": case(
        networks.with_settings(), "cuda:0 waits for data.", "60% of a step goes into getting the batch.",
        "data", "Set batch_size to 128", device=networks.STARVED,
    ),
    "idle": case(
        networks.with_settings(), "cuda:0 is idle most of the time: its steps are too small.",
        "It computes during 10% of a step of 10 ms.", "data", "Set batch_size to 128", device=networks.IDLE,
    ),
}  # fmt: skip

NOT_LOOKED_AT = {
    "data": (networks.holes, "row 1 of 'features' of rows.npz holds a value that is not finite, or too large"),
    "loss": (networks.without_loss, "There is no loss to train with: add one"),
    "training": (networks.all_frozen, "All parameters are frozen, so there is nothing to train"),
    "rate": (networks.much_work, "The learning rate: trying it takes long with this network, run the range test"),
}
"""Networks of which a part cannot be looked at, and what is said of it."""
