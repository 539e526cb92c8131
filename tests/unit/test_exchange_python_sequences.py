"""Python text becomes the graph: networks that read sequences, as people write them, stay the same networks."""

from __future__ import annotations

import pytest

from tests.rewritten import network, networks, same_network

INPUTS: dict[str, list[tuple[int, ...]]] = {"annotated_transformer": [(16,), (1, 16)], "mixture_of_experts": [(6, 8)]}
"""What enters, where the text does not tell: masks, and rows of which one alone would do as well."""

CODE = {"translator": ["PositionalEncoding"]}
"""What becomes a node of code: a table of five thousand positions is more than a form holds."""


@pytest.mark.parametrize("name", networks("sequences"))
def test_a_file_as_people_write_it_is_the_network(name: str) -> None:
    same_network(*network("sequences", name), inputs=INPUTS.get(name, ()), code=CODE.get(name, ()))
