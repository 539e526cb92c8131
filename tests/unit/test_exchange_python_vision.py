"""Python text becomes the graph: networks that see, as people write them, stay the same networks."""

from __future__ import annotations

import pytest

from tests.rewritten import network, networks, same_network

CODE = {"pointnet_transform": ["STN3d"]}
"""What becomes a node of code: of numpy's own arrays nothing is read."""

INPUTS: dict[str, list[tuple[int, ...]]] = {"convnext": [(3, 32, 32)], "crnn": [(1, 32, 32)]}
"""What enters, where many tries would find it."""


@pytest.mark.parametrize("name", networks("vision"))
def test_a_file_as_people_write_it_is_the_network(name: str) -> None:
    same_network(*network("vision", name), inputs=INPUTS.get(name, ()), code=CODE.get(name, ()))
