"""Code written by hand in the document: its id is its content."""

from __future__ import annotations

import json
from pathlib import Path

from guinet.core.coding import code_id, write_code
from guinet.core.ports import Port, PortType
from guinet.core.project import Project
from guinet.core.rules import structure_problems
from guinet.nodes.registry import REGISTRY
from guinet.storage import files

HALVE = "def halve(x):\n    return x / 2"
SCALE = "def scale(x, by):\n    return x * by"


def test_a_node_that_calls_code_has_the_ports_of_its_text() -> None:
    project = Project(REGISTRY)
    node = project.main.add(f"code.{write_code(project, HALVE)}", name="halve")

    ports = project.ports(project.main, node)

    assert ports.inputs == (Port("x", PortType.ANY),)
    assert ports.outputs == (Port("output", PortType.ANY),)


def test_all_nodes_follow_the_text_and_undo_takes_it_back() -> None:
    project = Project(REGISTRY)
    first = write_code(project, HALVE)
    nodes = [project.main.add(f"code.{first}") for _ in range(2)]

    second = write_code(project, SCALE, instead_of=first)

    assert project.code == {second: SCALE}
    assert {project.main.nodes[node.id].kind for node in nodes} == {f"code.{second}"}
    assert [port.name for port in project.ports(project.main, project.main.nodes[nodes[0].id]).inputs] == ["x", "by"]
    project.undo()
    assert project.code == {first: HALVE}
    assert {project.main.nodes[node.id].kind for node in nodes} == {f"code.{first}"}


def test_a_text_that_is_not_python_is_said_on_its_node() -> None:
    project = Project(REGISTRY)
    id = write_code(project, HALVE)
    node = project.main.add(f"code.{id}", name="halve")

    write_code(project, "def halve(x:\n", instead_of=id)

    problem = next(problem for problem in structure_problems(project) if problem.node == node.id)
    assert problem.code == "code"
    assert problem.message.startswith("Line 1 is not Python")


def test_a_file_keeps_code_line_by_line_and_a_text_edited_there_is_followed(tmp_path: Path) -> None:
    project = Project(REGISTRY)
    project.main.add(f"code.{write_code(project, HALVE)}", name="halve")
    path = files.save(project, tmp_path / "net.guinet")
    raw = json.loads(path.read_text())
    assert raw["code"] == {code_id(HALVE): HALVE.split("\n")}

    raw["code"][code_id(HALVE)] = SCALE.split("\n")
    path.write_text(json.dumps(raw))
    again = files.load(path)

    assert again.code == {code_id(SCALE): SCALE}
    assert again.main.node("halve").kind == f"code.{code_id(SCALE)}"
    assert files.dumps(files.loads(files.dumps(again))) == files.dumps(again)


def test_a_text_under_another_id_is_not_taken_in() -> None:
    REGISTRY.learn("0123456789abcdef", HALVE)

    assert REGISTRY.get("code.0123456789abcdef") is None
