"""What `print` shows of a module: of the whole network, or of a layer or block in it."""

from __future__ import annotations

import warnings

import torch
from torch import nn

from guinet import data
from guinet.compile import module as compiled
from guinet.compile.endless import guards
from guinet.compile.precedence import is_script
from guinet.compile.script import Script, Unwritable
from guinet.compile.shapes import Checker
from guinet.compile.source import Source, generate
from guinet.compile.written import execute
from guinet.core.plain import plain
from guinet.core.project import MAIN, Project
from guinet.core.sharing import owner_of
from guinet.probe.feeds import seed_of
from guinet.storage import trust

_IMPORTS = "import torch\nimport torch.nn.functional as F\nfrom torch import nn\n"


def printed(project: Project, block: str, node: str = "", checker: Checker | None = None) -> str:
    """The text of `print` for the layer or block `node` of `block`; without one for the network, or for the first use
    of `block`. "" where no module belongs to it. On a canvas of tensors the layers are those of its script.

    Raises SourceError where the code cannot be written, NotAllowed for code that nobody trusted, and whatever code
    written by hand raises.
    """
    drawn = plain(project)
    if node:
        owner = drawn.blocks[block].nodes.get(node)
        node = "" if owner is None else owner_of(drawn.blocks[block], node)
        if not node:
            return ""
    if checker is None or drawn is not project:
        checker = Checker(drawn, data.project_specs(drawn))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed_of(drawn))
        if is_script(drawn.main):
            return _in_script(drawn, checker, block, node)
        source = generate(drawn, checker.report)
        return _in_module(_built(source, drawn), source, drawn, block, node)


def _built(source: Source, project: Project) -> nn.Module:
    """The module without numbers, which no text shows: a large one is there at once, and takes no memory."""
    try:
        with torch.device("meta"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return compiled.build(source, *guards(project))
    except Exception:  # noqa: BLE001 - code written by hand may look at numbers, or be wrong: then it says so with them
        return compiled.build(source, *guards(project))


def _in_module(module: nn.Module, source: Source, project: Project, block: str, node: str) -> str:
    if block == MAIN and not node:
        return str(module)
    for path, part in module.named_modules(remove_duplicate=False):
        key = source.chain(path)[-1:] if path else ()
        for home, id in key:
            if (home, id) == (block, node) or (not node and project.blocks[home].nodes[id].block_id == block):
                return str(part)
    return ""


def _in_script(project: Project, checker: Checker, block: str, node: str) -> str:
    """Only the layers of the main block have variables there, so that of a node inside one is not found."""
    trust.require(project)
    script = Script(project, checker.scope, checker.report)
    wanted = [each for each in script.order if _is_wanted(project, block, node, each)]
    if not wanted or script.blocking(wanted[0]) is not None:
        return ""
    try:
        statement = script.statement(wanted[0])
    except Unwritable:
        return ""
    if not statement.made:
        return ""
    names: dict[str, object] = {"__name__": "guinet_script"}
    for text in script.code.values():
        execute(text, names)
    exec(f"{_IMPORTS}{script.classes().text}\n{statement.made}", names)
    return str(names[statement.layer])


def _is_wanted(project: Project, block: str, node: str, each: str) -> bool:
    if node:
        return (block, node) == (MAIN, each)
    return block != MAIN and project.main.nodes[each].block_id == block
