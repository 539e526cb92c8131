"""Parameters that training leaves as they are: frozen by the settings, or never reached by a gradient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from torch import Tensor, nn

from guinet.compile.ghost import ghostly
from guinet.core.changes import SetTraining
from guinet.core.costs import Chain
from guinet.core.findings import Diagnosis, Ground
from guinet.core.problems import QT_TRANSLATE_NOOP, Fix, Severity
from guinet.core.settings import FROZEN, GROUP_PREFIX, parameter_groups
from guinet.core.values import MISSING
from guinet.probe.doctor.patient import Patient, diagnosis, said
from guinet.probe.doctor.repairs import reconnected
from guinet.probe.trial import Trial


def frozen(patient: Patient) -> Iterator[Diagnosis]:
    """What the settings keep as it is: meant or forgotten, it is said."""
    groups = parameter_groups(patient.project.training)
    patterns = [pattern for pattern, given in groups.items() if given.get(FROZEN)]
    if not patterns or patient.trial is None:
        return
    with ghostly():
        module = patient.trial.build()
    paths = {path: parameter.numel() for path, parameter in module.named_parameters()}
    for pattern in patterns:
        fits = [path for path in paths if next(filter(lambda each: _fits(each, path), groups), None) == pattern]
        if fits:
            count = sum(paths[path] for path in fits)
            chain = patient.trial.places.chain(fits[0])
            yield _frozen(pattern, count, sum(paths.values()), chain)


def _fits(pattern: str, path: str) -> bool:
    return fnmatchcase(path, pattern) or path.startswith(f"{pattern}.")


def _frozen(pattern: str, count: int, whole: int, chain: Chain) -> Diagnosis:
    words = QT_TRANSLATE_NOOP("Problem", "The parameters “{pattern}” are frozen: training leaves them as they are.")
    seen = QT_TRANSLATE_NOOP("Problem", "{count} of {whole} parameters take no part in training.")
    remedy = QT_TRANSLATE_NOOP("Problem", "Nothing, if that is meant; else take “frozen” off the group.")
    title = QT_TRANSLATE_NOOP("Fix", "Train them too")
    return diagnosis(
        "frozen",
        words,
        {"pattern": pattern},
        said(seen, count=f"{count:,}", whole=f"{whole:,}"),
        remedy,
        Ground.GRAPH,
        at=chain[-1] if chain else None,
        severity=Severity.INFO,
        figures={"frozen": count, "parameters": whole},
        fixes=(Fix(title, (SetTraining(f"{GROUP_PREFIX}{pattern}.{FROZEN}", MISSING),)),),
    )


def unreached(trial: Trial, module: nn.Module, gradients: Mapping[str, Tensor]) -> Iterator[Diagnosis]:
    """Parameters that are trained, but got no gradient, or one of zeros alone; `gradients` are those of a batch."""
    absent: dict[Chain, list[str]] = {}
    zero: dict[Chain, list[str]] = {}
    for path, parameter in module.named_parameters():
        if not parameter.requires_grad or not parameter.numel():
            continue
        chain = trial.places.chain(path)
        if path not in gradients:
            absent.setdefault(chain, []).append(path)
        elif not _any(gradients[path]):
            zero.setdefault(chain, []).append(path)
    used = {trial.places.chain(path) for path in gradients}
    for chain, paths in absent.items():
        # A layer of torch's may have a part that these rows do not need; one's own code hardly has it for that.
        if chain not in used or _by_hand(trial, chain):
            yield _unused(trial, chain, paths, whole=chain not in used)
    # The first stands for the others: before a place that lets nothing through, all are zero.
    weights = {chain: paths for chain, paths in zero.items() if any(not path.endswith("bias") for path in paths)}
    for chain, paths in list(weights.items())[:1]:
        yield _blocked(trial, chain, paths, len(weights))


def _any(gradient: Tensor) -> bool:
    numbers = gradient.coalesce().values() if gradient.is_sparse else gradient
    return bool((numbers != 0).any())


def _by_hand(trial: Trial, chain: Chain) -> bool:
    block, node = chain[-1] if chain else ("", "")
    return bool(chain) and trial.project.blocks[block].nodes[node].code_id is not None


def _unused(trial: Trial, chain: Chain, paths: list[str], whole: bool) -> Diagnosis:
    values = {"node": trial.path(chain) or paths[0], "paths": ", ".join(paths)}
    words = QT_TRANSLATE_NOOP("Problem", "A part of {node} does not reach the loss, so it is never trained.")
    if whole:
        words = QT_TRANSLATE_NOOP("Problem", "Nothing of {node} reaches the loss, so it is never trained.")
    seen = QT_TRANSLATE_NOOP("Problem", "After a backward pass {paths} had no gradient.")
    remedy = QT_TRANSLATE_NOOP("Problem", "Wire {node} into the loss, take it out of detach or no_grad, or remove it.")
    at = chain[-1] if chain else None
    block = trial.project.blocks[at[0]] if at is not None else None
    fixes = tuple(reconnected(block, block.nodes[at[1]])) if block is not None and at is not None else ()
    return diagnosis("unused-parameters", words, values, said(seen, **values), remedy, Ground.BATCH,
        at=at, figures={"parameters": len(paths)}, fixes=fixes)  # fmt: skip


def _blocked(trial: Trial, chain: Chain, paths: list[str], count: int) -> Diagnosis:
    values = {"node": trial.path(chain) or paths[0], "paths": ", ".join(paths), "count": count}
    words = QT_TRANSLATE_NOOP("Problem", "No gradient comes through to {node}: it cannot learn.")
    seen = QT_TRANSLATE_NOOP("Problem", "The gradient of {paths} is zero everywhere.")
    if count > 1:
        seen = QT_TRANSLATE_NOOP(
            "Problem", "The gradient of {paths} is zero everywhere; so it is at {count} nodes in all."
        )
    remedy = QT_TRANSLATE_NOOP(
        "Problem",
        "Look between {node} and the loss for a dead ReLU, a saturated sigmoid, weights of zero, or a rounding.",
    )
    return diagnosis("zero-gradient", words, values, said(seen, **{k: str(v) for k, v in values.items()}), remedy,
        Ground.BATCH, at=chain[-1] if chain else None, figures={"nodes": count})  # fmt: skip
