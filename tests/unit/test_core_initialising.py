"""Edits of rules and of what is trained: one undo step each, and nothing else changes."""

from __future__ import annotations

from guinet.core.changes import SetTraining
from guinet.core.editing import rename
from guinet.core.graph import Initialiser, Selects
from guinet.core.initialising import add_rule, change_rule, freeze, move_rule, remove_rules, unfreeze
from guinet.core.project import Project


def value(index: str, number: float, function: str = "set") -> Initialiser:
    return Initialiser(Selects.NODE, "a", "weight", function, {"index": index, "value": number})


def test_a_later_value_goes_behind_the_others_and_undo_takes_it_back(project: Project) -> None:
    block = project.main
    add_rule(block, value("0", 1.0))
    add_rule(block, value("1", 2.0))

    assert list(block.initialisers) == [value("0", 1.0), value("1", 2.0)]
    assert project.undo() == "Set values"
    assert list(block.initialisers) == [value("0", 1.0)]


def test_the_same_place_set_again_is_one_rule_but_adding_again_is_two(project: Project) -> None:
    block = project.main
    for number in (1.0, 2.0):
        add_rule(block, value("0", number))
    for _ in range(2):
        add_rule(block, value("0", 1.0, "add"))

    assert list(block.initialisers) == [value("0", 2.0), value("0", 1.0, "add"), value("0", 1.0, "add")]
    project.undo()
    project.undo()
    project.undo()
    assert list(block.initialisers) == [value("0", 1.0)]


def test_rules_change_places_arguments_and_go(project: Project) -> None:
    block = project.main
    rules = [Initialiser(Selects.TYPE, "torch.nn.Linear", "weight", name) for name in ("zeros_", "ones_", "normal_")]
    for rule in rules:
        add_rule(block, rule)

    move_rule(block, 2, 0)
    assert [rule.function for rule in block.initialisers] == ["normal_", "zeros_", "ones_"]
    change_rule(block, 0, Initialiser(Selects.TYPE, "torch.nn.Linear", "weight", "normal_", {"std": 0.1}))
    change_rule(block, 0, Initialiser(Selects.TYPE, "torch.nn.Linear", "weight", "normal_", {"std": 0.01}))
    assert block.initialisers[0].arguments == {"std": 0.01}
    project.undo()  # typing in one field is one step
    assert block.initialisers[0].arguments == {}
    remove_rules(block, [0, 2])
    assert block.initialisers == (rules[0],)


def test_patterns_that_begin_with_a_name_follow_it_and_come_back_with_it(project: Project) -> None:
    block = project.main
    node = block.add("torch.nn.Linear", name="fc")
    patterns = ("fc.*", "fc", "fc2.*", "*.weight")
    for pattern in patterns:
        add_rule(block, Initialiser(Selects.PATTERN, pattern, "", "zeros_"))
    project.run("Groups", [SetTraining("groups.fc.*.lr", 0.5), SetTraining("groups.fc2.lr", 0.25)])

    rename(block, node.id, "head")

    assert [rule.target for rule in block.initialisers] == ["head.*", "head", "fc2.*", "*.weight"]
    assert project.training == {"groups.head.*.lr": 0.5, "groups.fc2.lr": 0.25}
    project.undo()
    assert [rule.target for rule in block.initialisers] == [*patterns]
    assert project.training == {"groups.fc.*.lr": 0.5, "groups.fc2.lr": 0.25}


def test_freezing_and_unfreezing_a_path(project: Project) -> None:
    freeze(project, "conv")

    assert project.training == {"groups.conv.frozen": True}
    unfreeze(project, "conv")
    assert project.training == {}
    assert project.undo() == "Unfreeze parameters"
    assert project.training == {"groups.conv.frozen": True}


def test_unfreezing_a_block_takes_what_lies_below_as_well(project: Project) -> None:
    freeze(project, "part.fc.weight")
    freeze(project, "part.fc.bias")
    freeze(project, "particle")

    unfreeze(project, "part")

    assert project.training == {"groups.particle.frozen": True}


def test_one_of_a_wider_pattern_keeps_its_other_arguments(project: Project) -> None:
    freeze(project, "features.*")
    project.training["groups.features.*.lr"] = 0.01

    unfreeze(project, "features.0.weight")

    assert project.training == {
        "groups.features.*.frozen": True,
        "groups.features.*.lr": 0.01,
        "groups.features.0.weight.frozen": False,
        "groups.features.0.weight.lr": 0.01,
    }
