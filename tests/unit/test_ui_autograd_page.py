"""What the page of the autograd graph says of a leaf that two layers share."""

from __future__ import annotations

from guinet.core.project import Project
from guinet.core.record_view import Box, BoxKind
from guinet.core.recorded import Function
from guinet.nodes.registry import REGISTRY
from guinet.ui.panels.autograd_page import page
from guinet.ui.theme import current_theme

TIED = "one.weight = two.weight"


def test_a_tied_leaf_adds_to_the_gradient_of_both_its_paths() -> None:
    box = Box(BoxKind.LEAF, "AccumulateGrad", "", TIED, (0,), (), (), None, 0, False, False, "", TIED)
    told = {0: Function("AccumulateGrad", ((4, 4),), leaf=TIED)}

    assert "<code>one.weight.grad = two.weight.grad</code>" in page(box, told, Project(REGISTRY), current_theme())
