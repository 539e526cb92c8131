"""Five things of the tutorial in the real window, by mouse and keyboard, on the display this process finds.

    python -m tests.end_to_end.tutorial_story FOLDER

A derivative, a view that cannot be, a block within a block, one layer at two places, and code that asks for trust.
What the window shows after each is left in `FOLDER` as pictures.
"""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QApplication, QCheckBox, QPlainTextEdit, QPushButton, QWidget

from guinet.core.coding import write_code
from guinet.core.graph import BlockData
from guinet.core.probed import TensorValue
from guinet.core.project import MAIN, Project
from guinet.core.values import Value
from guinet.nodes.registry import REGISTRY
from guinet.ui.trust_dialog import TrustDialog
from guinet.ui.window import Window
from tests.end_to_end.person import Person, child, live, show
from tests.end_to_end.x_hands import Hands

CENTERED = """class CenteredLayer(nn.Module):
    def forward(self, X):
        return X - X.mean()
"""


class Story(Person):
    """Chapters one and two share a canvas of tensors, three and four one of layers; the last has its own."""

    def __init__(self, hands: Hands, window: Window, folder: Path) -> None:
        super().__init__(hands, window)
        self.folder = folder

    def all(self) -> None:
        self.tell(self.derivative, self.view)
        self._go_to(_layers())
        self.tell(self.block_within_a_block, self.one_layer_at_two_places)
        self._go_to(_centered())
        self.tell(self.trust)
        self.hands.see(self.project.history.mark_saved)
        self.hands.see(self.window.close)

    # Tensors

    def derivative(self) -> None:
        """y = x² + 2x + 2 has the slope 6 at 2."""
        for text, at in (
            ("tensor", (90, 90)),
            ("pow", (300, 60)),
            ("mul", (300, 190)),
            ("add", (470, 90)),
            ("add", (640, 90)),
            ("backward", (640, 230)),
        ):
            self.hands.double_click(self.canvas, QPointF(*at))
            self.search(text)
        self.drag_wire(("tensor", "output"), ("pow", "input"))
        self.drag_wire(("tensor", "output"), ("mul", "input"))
        self.drag_wire(("pow", "output"), ("add", "input"))
        self.drag_wire(("mul", "output"), ("add", "other"))
        self.drag_wire(("add", "output"), ("add_1", "input"))
        self.drag_wire(("add_1", "output"), ("backward", "input"))
        self._set("tensor", "data", "2.0")
        self._tick("tensor", "requires_grad")
        self._set("pow", "exponent", "2")
        self._set("mul", "other", "2")
        self._set("add_1", "other", "2")

        self.hands.until("the gradient is there", lambda: self._plate("tensor") == ("2.", "6."))
        assert self.hands.see(lambda: self._text("add_1")) == "tensor(10., grad_fn=<AddBackward0>)"
        assert not self.hands.see(lambda: self.window.panels.problems)
        self._keep("derivative")

    def view(self) -> None:
        """`view` of a transposed tensor fails on its node; the button there makes it `reshape`, by name too."""
        for text, at in (("tensor", (90, 370)), ("transpose", (300, 370)), ("view", (520, 370))):
            self.hands.double_click(self.canvas, QPointF(*at))
            self.search(text)
        self._set_values("tensor_1", "[[1, 2, 3], [4, 5, 6]]", ((1, 2, 3), (4, 5, 6)))
        self.drag_wire(("tensor_1", "output"), ("transpose", "input"))
        self._set("transpose", "dim0", "0")
        self._set("transpose", "dim1", "1")
        self.drag_wire(("transpose", "output"), ("view", "input"))
        self._set("view", "size", "6")
        self.click_node("view")
        button = self.hands.until("the node says why", lambda: self.fix("Use reshape"))
        card = self.hands.see(lambda: self.canvas.problem_cards.card)
        assert card is not None
        assert "view size is not compatible" in self.hands.see(lambda: card.message.text())
        self._keep("view")

        self.hands.click(button)

        self.hands.until("it is another", lambda: self._has("reshape"))
        self.hands.until("it runs", lambda: self._text("reshape") == "tensor([1, 4, 2, 5, 3, 6])")
        assert self.hands.see(lambda: self.node("reshape").kind) == "torch.Tensor.reshape"
        assert not self.hands.see(lambda: self.window.panels.problems)

    # Layers

    def block_within_a_block(self) -> None:
        self._select("first", "act")
        self.hands.keys("ctrl+g")
        self.hands.until("there is a block", lambda: self._has("block"))
        self.hands.double_click(self.canvas, self.hands.see(lambda: self.canvas.node_rect("block").center()))
        self.hands.until("one is inside", lambda: self.canvas.block_id != MAIN)
        self._select("first", "act")
        self.hands.keys("ctrl+g")
        self.hands.until("there is one within", lambda: len(self.project.blocks) == 3)
        self._keep("blocks")
        self.hands.keys("Escape", "Escape")
        self.hands.until("one is outside again", lambda: self.canvas.block_id == MAIN)

        self.hands.until("the text has both", lambda: self._code().count("nn.Module") == 3)
        assert not self.hands.see(lambda: self.window.panels.problems)

    def one_layer_at_two_places(self) -> None:
        """Dropped on another with Ctrl, a layer is that one; the link is drawn, and there is one attribute less."""
        before = self.hands.see(lambda: self.node("third").position)
        self.hands.move(self.canvas, self.hands.see(lambda: self.canvas.node_rect("third").center()))
        self.hands.press()
        to = self.hands.see(lambda: self.canvas.node_rect("second").center())
        with self.hands.holding("ctrl"):
            self.move_until_there(to, lambda: self.canvas.gesture is not None)
            self.hands.release()
            self.hands.until("it is dropped", lambda: self.canvas.gesture is None)

        owner = self.hands.see(lambda: self.node("second").id)
        self.hands.until("they are one", lambda: self.node("third").shares == owner)
        assert self.hands.see(lambda: self.node("third").position) == before
        self.hands.until("the text follows", lambda: self._code().count("self.second(") == 2)
        assert "self.third" not in self.hands.see(self._code)
        self._keep("shared")

    def trust(self) -> None:
        """Nothing written by hand runs before it was shown and allowed."""
        bar = self.hands.until("it asks", lambda: self.window.trust if self.window.trust.isVisible() else None)
        self.hands.until("it has not run", lambda: [each.code for each in self.window.panels.problems] == ["untrusted"])
        self._keep("untrusted")
        self.hands.click(self.hands.see(lambda: child(bar, QPushButton, "trust_look")))
        dialog = self.hands.until("the code is shown", self._trust_dialog)
        self.hands.until_focus(lambda: dialog)
        assert self.hands.see(lambda: child(dialog, QPlainTextEdit, "trust_text").toPlainText()) == CENTERED
        self.hands.click(self.hands.see(lambda: child(dialog, QPushButton, "trust_yes")))

        self.hands.until("it runs in the check", lambda: self.report("own") == "N×4 float32")
        self.hands.until("nothing is wrong", lambda: not self.window.panels.problems)
        assert not self.hands.see(bar.isVisible)

    # How it is done

    def _go_to(self, project: Project) -> None:
        """Closes the window without saving, and opens another on a project."""

        def turn() -> Window:
            self.project.history.mark_saved()
            opened = show(Window(project))
            self.window.close()
            return opened

        self.turn_to(self.hands.see(turn))
        self.hands.until_focus(lambda: self.window)
        self.hands.see(self.canvas.frame_all)

    def _set(self, node: str, argument: str, text: str) -> None:
        self.click_node(node)
        self.hands.until("it is selected", lambda: self.canvas.selection == (self.node(node).id,))
        self.write(argument, text)
        self.hands.until("it is set", lambda: argument in self.node(node).arguments)

    def _set_values(self, node: str, text: str, values: Value) -> None:
        self.click_node(node)
        self.write("data", text)
        self.hands.until("it is set", lambda: self.node(node).arguments.get("data") == values)

    def _tick(self, node: str, argument: str) -> None:
        self.click_node(node)
        box = self.hands.until("the box is shown", lambda: self._box(argument))
        self.hands.click(box, self.hands.see(lambda: QPoint(8, box.height() // 2)))
        self.hands.until("it is set", lambda: self.node(node).arguments.get(argument) is True)

    def _select(self, *names: str) -> None:
        self.click_node(names[0])
        with self.hands.holding("shift"):
            for name in names[1:]:
                self.click_node(name)
        self.hands.until("they are selected", lambda: len(self.canvas.selection) == len(names))

    def _keep(self, name: str) -> None:
        self.hands.see(lambda: self.window.grab().save(str(self.folder / f"{name}.png")))

    # What there is

    def _box(self, argument: str) -> QCheckBox | None:
        fields = self.window.panels["properties"].findChildren(QWidget, f"field_{argument}")
        return next((field.findChildren(QCheckBox)[0] for field in fields if field.isVisible()), None)

    def _plate(self, name: str) -> tuple[str, str] | None:
        """The value and the gradient written on a node."""
        plate = self.canvas.scene.plates.get(self.node(name).id)
        return None if plate is None else (plate.lines[0], plate.grad)

    def _text(self, name: str) -> str:
        value = self.window.values.values.get(self.node(name).id)
        output = next(iter(value.outputs.values()), None) if value is not None else None
        return output.text if isinstance(output, TensorValue) else ""

    def _has(self, name: str) -> bool:
        return self.canvas.scene.block.has_name(name)

    def _code(self) -> str:
        panel = self.window.panels["code"]
        return child(panel, QPlainTextEdit, "code_view").toPlainText()

    def _trust_dialog(self) -> TrustDialog | None:
        return next((each for each in QApplication.topLevelWidgets() if isinstance(each, TrustDialog)), None)


def _layers() -> Project:
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    block = project.main
    nodes = [
        block.add("guinet.Input", "x", (0.0, 0.0), shape=(8,)),
        block.add("torch.nn.Linear", "first", (200.0, 0.0), out_features=6),
        block.add("torch.nn.ReLU", "act", (400.0, 0.0)),
        block.add("torch.nn.Linear", "second", (0.0, 160.0), out_features=6),
        block.add("torch.nn.Linear", "third", (200.0, 160.0), out_features=6),
        block.add("guinet.Output", "y", (400.0, 160.0)),
    ]
    for one, other in pairwise(nodes):
        block.connect(one["output"], other["input"])
    return project


def _centered() -> Project:
    project = Project(REGISTRY, [BlockData(MAIN, "Net")])
    block = project.main
    x = block.add("guinet.Input", "x", (0.0, 0.0), shape=(4,))
    own = block.add(f"code.{write_code(project, CENTERED)}", "own", (220.0, 0.0))
    y = block.add("guinet.Output", "y", (440.0, 0.0))
    block.connect(x["output"], own["X"])
    block.connect(own["output"], y["input"])
    return project


def main(folder: Path) -> int:
    return live(Project(REGISTRY, [BlockData(MAIN, "Net")]), lambda hands, window: Story(hands, window, folder).all())


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
