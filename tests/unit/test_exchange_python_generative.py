"""Python text becomes the graph: networks that make, choose and weigh, as people write them, stay the same networks."""

from __future__ import annotations

import pytest

from tests.rewritten import network, networks, same_network

OTHERS = ("vae", "tcn")
INPUTS: dict[str, list[tuple[int, ...]]] = {"gcn": [(5, 6), (5, 5)], "diffusion_unet": [(3, 8, 8), ()]}
"""What enters, where the text does not tell (what each is and who knows whom), or tells only after many tries."""


@pytest.mark.parametrize("name", [name for name in networks("generative") if name not in OTHERS])
def test_a_file_as_people_write_it_is_the_network(name: str) -> None:
    same_network(*network("generative", name), inputs=INPUTS.get(name, ()))


def test_what_asks_whether_the_network_trains_is_a_node_of_code_and_the_rest_a_graph() -> None:
    project = same_network(*network("generative", "vae"), code=["reparameterize"])
    assert "Line 38: this depends on what is known only when it runs" in str(project.import_report)
    assert [node.name for node in project.main.nodes.values() if node.code_id] == ["reparameterize"]


def test_a_layer_under_two_names_is_in_the_graph_under_one() -> None:
    inner = [
        f"tcn.network.{place}.conv{number}.{key}"
        for place in range(3)
        for number in (1, 2)
        for key in ("weight", "bias")
    ]
    project = same_network(*network("generative", "tcn"), twice=inner)
    told = "self.conv1 is in self.net too, and only there in the graph and in its state_dict."
    assert told in str(project.import_report)
