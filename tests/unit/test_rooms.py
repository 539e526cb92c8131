"""The rooms, what each may import, and the size of what is in them, read off the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "guinet"

# In this order. `library` is the module behind `import guinet`; like the command line it stands over the torch side.
ROOMS = ("core", "nodes", "storage", "compile", "data", "train", "probe", "exchange", "session", "library", "ui", "cli")
PLAIN = ("core", "nodes", "storage")
TORCH_SIDE = ("compile", "data", "train", "probe", "exchange", "session")
UI_MAY_IMPORT = ("core", "nodes", "storage", "session", "ui")
SESSION_CLIENT = ("client", "commands", "events", "messages", "transport")

QT = ("PySide6", "shiboken6", "superqt", "qtpy")
TORCH = ("torch", "torchmetrics", "torchvision", "safetensors", "onnx", "onnxscript", "onnxruntime")
HEAVY = ("pandas", "sklearn", "scipy", "matplotlib", "PIL", "sympy")  # too slow to import in the window's process

LONGEST_FILE = 500
LONGEST_FUNCTION = 50

FILES = sorted(PACKAGE.rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room_of(path: Path) -> str:
    """The room a file lies in; for the files directly in the package, their own name."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def room_imported(name: str) -> str | None:
    """The room that `import name` reaches into; None outside GuiNet, and for facts such as `guinet.__version__`."""
    parts = name.split(".")
    if parts[0] != "guinet" or len(parts) == 1 or parts[1].startswith("__"):
        return None
    return parts[1] if parts[1] in ROOMS else "library"


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def imports(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name of all that is imported below `node`, also in functions, but not for type checkers only.

    `from a import b` yields `a.b`, since `b` may be a module. `import_module("a.b")` counts like `import a.b`.
    """
    if isinstance(node, ast.Import):
        yield from ((node.lineno, alias.name) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"line {node.lineno}: relative imports hide the room"
        yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
    elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
        yield from ((node.lineno, str(name.value)) for name in node.args if isinstance(name, ast.Constant))
    for child in ast.iter_child_nodes(node):
        yield from imports(child)


def top_level_imports(node: ast.AST) -> Iterator[tuple[int, str]]:
    """As `imports`, but only of what happens when the module itself is imported."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or is_type_checking(node):
        return
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Call):
        yield from imports(node)
        return
    for child in ast.iter_child_nodes(node):
        yield from top_level_imports(child)


def faults(rule: str, wrong: list[str]) -> str:
    return f"{rule}:\n  " + "\n  ".join(wrong)


def outside_imports(rooms: tuple[str, ...], packages: tuple[str, ...]) -> list[str]:
    """Where a file of `rooms` imports one of `packages`."""
    return [
        f"{name_of(path)}:{line} imports {name}"
        for path in FILES
        if room_of(path) in rooms
        for line, name in imports(tree_of(path))
        if name.split(".")[0] in packages
    ]


def test_every_folder_of_the_package_is_a_room() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir()} - {"__pycache__"}

    assert folders <= {*ROOMS}, f"not in the list of rooms: {folders - {*ROOMS}}"


def test_the_package_is_read_at_all() -> None:
    assert {room_of(path) for path in FILES} >= {"core", "nodes"}


def test_a_room_imports_only_rooms_before_it() -> None:
    wrong = [
        f"{name_of(path)}:{line} imports {name}"
        for path in FILES
        if room_of(path) in ROOMS
        for line, name in imports(tree_of(path))
        if (room := room_imported(name)) and ROOMS.index(room) > ROOMS.index(room_of(path))
    ]

    assert not wrong, faults("a room imports only itself and the rooms before it in the list", wrong)


def test_the_window_imports_only_plain_rooms_and_the_client_half_of_the_session() -> None:
    wrong = []
    for path in FILES:
        if room_of(path) != "ui":
            continue
        for line, name in imports(tree_of(path)):
            room, parts = room_imported(name), name.split(".")
            host = room == "session" and (len(parts) < 3 or parts[2] not in SESSION_CLIENT)
            if host or (room and room not in UI_MAY_IMPORT):
                wrong.append(f"{name_of(path)}:{line} imports {name}")

    assert not wrong, faults("ui imports core, nodes, storage and session's client half only", wrong)


def modules_run(name: str) -> Iterator[str]:
    """The modules of the package that `import name` runs: the packages it lies in, and itself where it is a module."""
    parts = name.split(".")
    for length in range(1, len(parts) + 1):
        dotted = ".".join(parts[:length])
        if source_of(dotted):
            yield dotted


def source_of(module: str) -> Path | None:
    path = ROOT.joinpath(*module.split("."))
    return next((file for file in (path / "__init__.py", path.with_suffix(".py")) if file.is_file()), None)


def reached_from(start: list[str]) -> dict[str, str]:
    """All that importing the modules `start` imports in turn, by name, and the chain of imports that leads there."""
    chains = {module: module for name in start for module in modules_run(name)}
    waiting = list(chains)
    while waiting:
        module = waiting.pop()
        source = source_of(module)
        for _, name in top_level_imports(tree_of(source)) if source else ():
            for found in modules_run(name) if name.startswith("guinet.") else (name,):
                if found not in chains:
                    chains[found] = f"{chains[module]} > {found}"
                    waiting.append(found)
    return chains


def test_importing_the_window_leads_to_no_torch_nor_anything_slow() -> None:
    window = [f"guinet.session.{name}" for name in SESSION_CLIENT]
    window += [module_of(path) for path in FILES if room_of(path) == "ui"]

    wrong = [chain for name, chain in reached_from(window).items() if name.split(".")[0] in (*TORCH, *HEAVY)]

    assert not wrong, faults("the window's process imports these", wrong)


def test_importing_the_torch_side_leads_to_no_qt() -> None:
    torch_side = [module_of(path) for path in FILES if room_of(path) in TORCH_SIDE]

    wrong = [chain for name, chain in reached_from(torch_side).items() if name.split(".")[0] in QT]

    assert not wrong, faults("the torch side imports these", wrong)


def test_chains_of_imports_are_followed() -> None:
    chains = reached_from(["guinet.core.changes"])

    assert chains["guinet.core.graph"] == "guinet.core.changes > guinet.core.graph"
    assert "guinet" in chains


def test_only_the_command_line_imports_the_window() -> None:
    wrong = [
        f"{name_of(path)}:{line} imports {name}"
        for path in FILES
        if room_of(path) not in ("ui", "cli", "__main__")
        for line, name in imports(tree_of(path))
        if room_imported(name) == "ui"
    ]

    assert not wrong, faults("nothing but cli and __main__ imports ui", wrong)


@pytest.mark.parametrize(
    ("rooms", "packages"),
    [
        pytest.param(PLAIN, TORCH, id="core, nodes and storage know no torch"),
        pytest.param(tuple({room_of(path) for path in FILES} - {"ui"}), QT, id="only ui knows Qt"),
        pytest.param(("ui",), TORCH, id="ui knows no torch"),
        pytest.param((*PLAIN, "ui"), HEAVY, id="the window's process stays small"),
    ],
)
def test_what_a_room_may_not_import(rooms: tuple[str, ...], packages: tuple[str, ...]) -> None:
    wrong = outside_imports(rooms, packages)

    assert not wrong, faults(f"no {', '.join(packages)} in {', '.join(rooms)}", wrong)


def test_the_command_line_imports_either_side_only_when_it_needs_it() -> None:
    """Not at the top of a module: `guinet FILE` may not import torch, nor `guinet train` Qt."""
    wrong = []
    for path in FILES:
        if room_of(path) not in ("cli", "__main__", "__init__"):
            continue
        for line, name in top_level_imports(tree_of(path)):
            if room_imported(name) in (*TORCH_SIDE, "library", "ui") or name.split(".")[0] in (*TORCH, *QT, *HEAVY):
                wrong.append(f"{name_of(path)}:{line} imports {name}")

    assert not wrong, faults("cli, __main__ and the library import either side inside functions", wrong)


def test_no_file_is_longer_than_500_lines() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    wrong = [f"{name}: {length} lines" for name, length in lengths.items() if length > LONGEST_FILE]

    assert not wrong, faults("split these by idea", wrong)


def test_no_function_is_longer_than_50_lines() -> None:
    wrong = [
        f"{name_of(path)}:{node.lineno} {node.name}: {length} lines"
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]

    assert not wrong, faults("split these by idea", wrong)


def made_at_run_time(argument: ast.expr) -> bool:
    """Whether a text is put together before `tr` sees it, so that no translation can be found for it."""
    formatted = isinstance(argument, ast.Call) and ast.unparse(argument.func).endswith(".format")
    return formatted or isinstance(argument, ast.JoinedStr | ast.BinOp)


def test_only_whole_texts_are_translated() -> None:
    wrong = [
        f"{name_of(path)}:{node.lineno} {ast.unparse(node)}"
        for path in FILES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] in ("tr", "translate")
        and any(made_at_run_time(argument) for argument in node.args)
    ]

    assert not wrong, faults("fill values in after tr(), not before", wrong)


def test_the_rule_for_translations_can_fail() -> None:
    texts = ['f"{n} nodes"', '"%d nodes" % n', '"{} nodes".format(n)', '"nodes"']

    judged = [made_at_run_time(ast.parse(text, mode="eval").body) for text in texts]

    assert judged == [True, True, True, False]


def test_imports_are_found_where_they_hide() -> None:
    module = ast.parse("import a.b\nif x:\n    def f():\n        from torch import nn\n        import_module('c')\n")

    assert [name for _, name in imports(module)] == ["a.b", "torch.nn", "c"]
    assert [name for _, name in top_level_imports(module)] == ["a.b"]
