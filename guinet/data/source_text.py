"""The data part of an exported training script: plain PyTorch that gives the very same tensors."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from guinet.compile.objective import imports as import_lines
from guinet.compile.written_text import needed, split_imports
from guinet.data.arguments import Options, options
from guinet.data.batches import batches
from guinet.data.catalogue import find
from guinet.data.parts import fit_standardiser, split_in_order, split_rows
from guinet.data.source import Recipe

_ALWAYS = ("from __future__ import annotations", "from pathlib import Path", "import torch")


class SourceText(Struct, frozen=True):
    """Lines for a script, without guinet.

    `imports` belong at its top (a `__future__` import first), `definitions` are functions:

    - `load_data(folder)` returns ``{"train" | "validation" | "test": {port: tensor}}``;
    - `batches(part, batch_size, shuffle, generator, drop_last)` yields the batches of one epoch, the same as
      `Batches` with a generator in the same state.

    `files`, folders among them, are read from `folder`, by default the script's own: they must lie beside it under
    their own names.
    """

    imports: tuple[str, ...]
    definitions: str
    files: tuple[Path, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.imports) + "\n\n\n" + self.definitions


def source_text(kind: str, arguments: Mapping[str, object], base: Path | None = None) -> SourceText:
    """Raises DataError where the data cannot be read: a script for a CSV file states its columns and classes."""
    chosen = options(arguments)
    source = find(kind)
    recipe = source.recipe(arguments, base)
    standardised = source.standardised and chosen.standardise and recipe.standardised
    splitting = split_rows if recipe.gap is None else split_in_order
    functions = [*recipe.functions, splitting, *([fit_standardiser] if standardised else []), batches]
    imports, definitions = _copied(functions)
    if recipe.text:
        own_imports, own = split_imports(recipe.text)
        imports += [*own_imports, *import_lines(needed([recipe.text]))]
        definitions.insert(0, own)
    loader = _load_data(recipe, chosen, standardised)
    return SourceText(
        _ordered([*_ALWAYS, *imports]),
        "\n\n\n".join([*definitions[:-1], loader, definitions[-1]]) + "\n",
        recipe.files,
    )


def _load_data(recipe: Recipe, chosen: Options, standardised: bool) -> str:
    lines = [line.replace("{folder}", "folder") for line in recipe.lines]
    shares = f"len(next(iter(data.values()))), validation={chosen.validation!r}, test={chosen.test!r}"
    by_seed, in_order = (
        f"split_rows({shares}, seed={chosen.split_seed!r})",
        f"split_in_order({shares}, gap={recipe.gap})",
    )
    lines += [
        f"rows = {by_seed if recipe.gap is None else in_order}",
        "parts = {name: {port: values[index] for port, values in data.items()} for name, index in rows.items()}",
    ]
    if standardised:
        lines += [
            f'mean, deviation = fit_standardiser(parts["train"]["{recipe.input}"])',
            "for part in parts.values():",
            f'    part["{recipe.input}"] = (part["{recipe.input}"] - mean) / deviation',
        ]
    head = (
        "def load_data(folder: Path = Path(__file__).parent) -> dict[str, dict[str, torch.Tensor]]:\n"
        '    """The training, validation and test parts of the data, port by port."""\n'
    )
    return head + textwrap.indent("\n".join([*lines, "return parts"]), "    ")


def _copied(functions: Iterable[Callable[..., object]]) -> tuple[list[str], list[str]]:
    """The functions' text, and the imports they need: their own are taken out, for the top of the script."""
    imports: list[str] = []
    definitions: list[str] = []
    for function in functions:
        text = inspect.getsource(function)
        lines = text.rstrip().split("\n")
        tree = ast.parse(text)
        for statement in ast.walk(tree):
            if isinstance(statement, (ast.Import, ast.ImportFrom)):
                imports.append(ast.unparse(statement))
                lines[statement.lineno - 1] = ""
        used = {name.id for name in ast.walk(tree) if isinstance(name, ast.Name)}
        imports += _module_imports(function, used)
        definitions.append(_without_gaps(lines))
    return imports, definitions


def _module_imports(function: Callable[..., object], used: set[str]) -> list[str]:
    """The imports of the function's module that bind a name in `used`."""
    found: list[str] = []
    module = inspect.getsource(sys.modules[function.__module__])
    for statement in ast.walk(ast.parse(module)):
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            statement.names = [alias for alias in statement.names if (alias.asname or alias.name) in used]
            if statement.names and not _is_ours(statement):
                found.append(ast.unparse(statement))
    return found


def _is_ours(statement: ast.Import | ast.ImportFrom) -> bool:
    """Functions of ours are copied, not imported."""
    return isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith("guinet.")


def _without_gaps(lines: list[str]) -> str:
    """`lines` without blank ones behind the docstring, and no two blank ones in a row."""
    kept = [line for line, previous in zip(lines, ["", *lines], strict=False) if line or previous]
    body = next(number for number, line in enumerate(kept) if line.rstrip().endswith('"""')) + 1
    while not kept[body]:
        del kept[body]
    return "\n".join(kept)


def _ordered(imports: Iterable[str]) -> tuple[str, ...]:
    """As a person sorts them: the future first, then the standard library, then the rest."""
    distinct = set(imports)
    standard = {line for line in distinct if line.split()[1].split(".")[0] in sys.stdlib_module_names}
    future = {line for line in distinct if line.startswith("from __future__")}
    groups = (future, standard - future, distinct - standard)
    return tuple(line for group in groups for line in sorted(group, key=lambda line: (line.startswith("from"), line)))
