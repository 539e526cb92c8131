"""The training as a plain PyTorch script: it reproduces the losses of a run of `train.engine` exactly."""

from __future__ import annotations

import ast
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path

from guinet import data
from guinet.compile.source import HEADER, Source
from guinet.compile.written_text import split_imports
from guinet.core.problems import QT_TRANSLATE_NOOP, GuinetError
from guinet.core.project import Project
from guinet.data import SourceText
from guinet.exchange import training_steps
from guinet.nodes.types import Task
from guinet.train.plan import generate, make_plan
from guinet.train.planned import Plan


def training_script(project: Project) -> str:
    """The script's text. Raises GuinetError when the project cannot be trained as it stands."""
    return _Script(project).text()


def needed_files(project: Project) -> tuple[Path, ...]:
    """The data files the script reads from beside itself."""
    return _Script(project).data.files


def device_line(device: str) -> str:
    """The script's line that says where it trains."""
    return f'DEVICE = "{device}"'


class _Script:
    """The parts of the script."""

    def __init__(self, project: Project) -> None:
        base = project.folder
        self.plan: Plan = make_plan(project, elsewhere=True)
        self.source: Source = generate(project, base)
        assert self.plan.data_node is not None
        assert self.source.objective is not None
        block, node = self.plan.data_node
        source = project.blocks[block].nodes[node]
        self.data: SourceText = data.source_text(source.kind, source.arguments, base)
        self.objective = self.source.objective.text
        self.name = project.main.name

    def text(self) -> str:
        module_imports, module = split_imports(self.source.text.replace(HEADER, "", 1))
        objective_imports, objective = split_imports(self.objective)
        if self.plan.device != "cpu":
            objective = training_steps.on_device(objective)
        training = [*training_steps.definitions(self.plan), self._evaluate(), self._train(), self._main()]
        _refuse_clashes((module, objective), (self.data.text, *training, "import copy"))
        title = f'"""Trains {self.name} exactly as GuiNet does: plain PyTorch, the same loss at every step."""'
        imports = _ordered(
            [*self.data.imports, *module_imports, *objective_imports, "import copy", *training_steps.imports(self.plan)]
        )
        head = f"{title}\n\n{imports}\n\n{self._settings()}"
        parts = [head, module, objective, self.data.definitions, *training]
        return "\n\n\n".join(part.strip("\n") for part in parts) + "\n"

    def _settings(self) -> str:
        plan = self.plan
        return "\n".join(
            (
                f"EPOCHS = {plan.epochs}",
                f"BATCH_SIZE = {plan.batch_size}",
                f"SEED = {plan.seed}",
                device_line(plan.device),
                f"THREADS = {plan.threads}  # another number of threads adds in another order",
                *training_steps.settings(plan),
            )
        )

    def _call(self) -> str:
        """The lines from a batch to its loss."""
        wiring = self.plan.wiring
        inputs = ", ".join(f'batch["{port}"]' for port in wiring.inputs)
        given = ", ".join(
            f'batch["{item}"]' if isinstance(item, str) else _output(item, wiring.outputs) for item in wiring.arguments
        )
        return f"output = model({inputs})\nloss = {_objective_name(self.source)}({given})"

    def _evaluate(self) -> str:
        if self.plan.task is not Task.CLASSES:
            return _EVALUATE.format(call=_indented(self._call(), 3))
        prediction = _output(self.plan.wiring.prediction, self.plan.wiring.outputs)
        correct = f'({prediction}.argmax(1) == batch["{self.plan.wiring.target}"]).float().mean()'
        return _EVALUATE_CLASSES.format(call=_indented(self._call(), 3), correct=correct)

    def _train(self) -> str:
        plan = self.plan
        validated = bool(plan.splits.validation.rows)
        judge = _VALIDATION if validated else _NO_VALIDATION
        batches = training_steps.batches(plan)
        return _TRAIN.format(
            class_name=self.source.class_name,
            made=_indented(training_steps.made(plan), 1),
            head=training_steps.loop(plan, f"batches({batches})"),
            step=_indented(training_steps.step(plan, self._call()), 3),
            judge=_indented("\n".join((judge, *training_steps.epoch_end(plan, validated))), 2),
        )

    def _main(self) -> str:
        tested = _TEST if self.plan.splits.test.rows else ""
        return _MAIN.format(tested=tested)


def _indented(text: str, depth: int) -> str:
    return textwrap.indent(text, "    " * depth)


def _output(number: int, outputs: int) -> str:
    return "output" if outputs == 1 else f"output[{number}]"


def _objective_name(source: Source) -> str:
    assert source.objective is not None
    return source.objective.name


_EVALUATE = '''def evaluate(model: nn.Module, part: dict[str, torch.Tensor]) -> dict[str, float]:
    """The mean loss over the rows of `part`."""
    model.eval()
    total, rows = 0.0, 0
    with torch.no_grad():
        for batch in batches(part, 4 * BATCH_SIZE, shuffle=False, generator=torch.Generator()):
            batch = {{port: values.to(DEVICE) for port, values in batch.items()}}
{call}
            size = len(next(iter(batch.values())))
            total += loss.item() * size
            rows += size
    return {{"loss": total / rows}}
'''

_EVALUATE_CLASSES = '''def evaluate(model: nn.Module, part: dict[str, torch.Tensor]) -> dict[str, float]:
    """The mean loss and the accuracy over the rows of `part`."""
    model.eval()
    total, correct, rows = 0.0, 0.0, 0
    with torch.no_grad():
        for batch in batches(part, 4 * BATCH_SIZE, shuffle=False, generator=torch.Generator()):
            batch = {{port: values.to(DEVICE) for port, values in batch.items()}}
{call}
            size = len(next(iter(batch.values())))
            total += loss.item() * size
            correct += {correct}.item() * size
            rows += size
    return {{"loss": total / rows, "accuracy": correct / rows}}
'''

_TRAIN = '''def train(epochs: int = EPOCHS) -> tuple[nn.Module, list[float]]:
    """The model with the weights of its best epoch, and the loss of every step."""
    torch.set_num_threads(THREADS)
    parts = load_data()
    torch.manual_seed(SEED)
    model = {class_name}().to(DEVICE)
{made}
    generator = torch.Generator().manual_seed(SEED)
    losses: list[float] = []
    best, best_loss = copy.deepcopy(model.state_dict()), float("inf")
    for epoch in range(1, epochs + 1):
        model.train()
        total, rows = 0.0, 0
        {head}
            batch = {{port: values.to(DEVICE) for port, values in batch.items()}}
{step}
            losses.append(loss.item())
            size = len(next(iter(batch.values())))
            total += losses[-1] * size
            rows += size
{judge}
    model.load_state_dict(best)
    return model, losses
'''

_VALIDATION = """scores = evaluate(model, parts["validation"])
shown = ", ".join(f"validation {name} {value:.4f}" for name, value in scores.items())
print(f"epoch {epoch}: loss {total / rows:.4f}, {shown}")
if scores["loss"] < best_loss:
    best, best_loss = copy.deepcopy(model.state_dict()), scores["loss"]"""

_NO_VALIDATION = """print(f"epoch {epoch}: loss {total / rows:.4f}")
if total / rows < best_loss:
    best, best_loss = copy.deepcopy(model.state_dict()), total / rows"""

_MAIN = """if __name__ == "__main__":
    trained, _ = train()
{tested}    torch.save(trained.state_dict(), Path(__file__).with_suffix(".pt"))
"""

_TEST = """    scores = evaluate(trained, load_data()["test"])
    print(", ".join(f"test {name} {value:.4f}" for name, value in scores.items()))
"""


def _refuse_clashes(drawn: Iterable[str], fixed: Iterable[str]) -> None:
    """Raises GuinetError where a name of the network is also one of the script's own."""
    taken = {name for text in fixed for name in _defined(text)}
    for text in drawn:
        clash = next((name for name in _defined(text) if name in taken), None)
        if clash is not None:
            raise GuinetError(
                QT_TRANSLATE_NOOP(
                    "Problem", "The training script has something called “{clash}” already: rename yours and try again"
                ),
                clash=clash,
            )


def _defined(text: str) -> list[str]:
    """The names a text gives a meaning to at its top level; PyTorch's own are the same everywhere."""
    found: list[str] = []
    for statement in ast.parse(text).body:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            found += [alias.asname or alias.name.split(".")[0] for alias in statement.names]
        elif isinstance(statement, (ast.ClassDef, ast.FunctionDef)):
            found.append(statement.name)
        elif isinstance(statement, ast.Assign):
            found += [target.id for target in statement.targets if isinstance(target, ast.Name)]
    return found


def _ordered(imports: Iterable[str]) -> str:
    """The future first, then the standard library, then torch and the rest."""
    distinct = set(imports)
    future = {line for line in distinct if line.startswith("from __future__")}
    standard = {line for line in distinct if line.split()[1].split(".")[0] in sys.stdlib_module_names} - future
    groups = (future, standard, distinct - future - standard)
    ordered = ["\n".join(sorted(group, key=lambda line: (line.startswith("from"), line))) for group in groups]
    return "\n\n".join(group for group in ordered if group)
