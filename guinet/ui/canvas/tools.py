"""What hands work with on a canvas. None of it is needed for the first picture: each is read when it is first used."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from guinet.ui.canvas.stage import Stage

if TYPE_CHECKING:
    from guinet.ui.canvas.appearance import Appearance
    from guinet.ui.canvas.arranging import Arranging
    from guinet.ui.canvas.blocks import Blocks
    from guinet.ui.canvas.canvas import Canvas
    from guinet.ui.canvas.edits import Edits
    from guinet.ui.canvas.inline import Inline
    from guinet.ui.canvas.pointer import Pointer
    from guinet.ui.canvas.search import Search


class Tools(Stage):
    """Of a Canvas, which is made of it."""

    @cached_property
    def pointer(self) -> Pointer:
        from guinet.ui.canvas.pointer import Pointer

        return Pointer(cast("Canvas", self))

    @property
    def near(self) -> str:
        """The node the pointer is near, "" for none and before it was ever here."""
        return self.pointer.near if "pointer" in vars(self) else ""

    @cached_property
    def search(self) -> Search:
        from guinet.ui.canvas.search import Search

        return Search(cast("Canvas", self))

    @cached_property
    def edits(self) -> Edits:
        from guinet.ui.canvas.edits import Edits

        return Edits(cast("Canvas", self))

    @cached_property
    def appearance(self) -> Appearance:
        from guinet.ui.canvas.appearance import Appearance

        return Appearance(cast("Canvas", self))

    @cached_property
    def blocks(self) -> Blocks:
        from guinet.ui.canvas.blocks import Blocks

        return Blocks(cast("Canvas", self))

    @cached_property
    def inline(self) -> Inline:
        from guinet.ui.canvas.inline import Inline

        return Inline(cast("Canvas", self))

    @cached_property
    def arranging(self) -> Arranging:
        from guinet.ui.canvas.arranging import Arranging

        return Arranging(cast("Canvas", self))

    def end_glide(self) -> None:
        """Shows nodes that are on their way to a new place where they are."""
        if "arranging" in vars(self):
            self.arranging.end_glide()

    def close_inline(self, *, take: bool) -> None:
        """Ends what is written on the canvas, if anything is; `take` keeps it."""
        if "inline" in vars(self):
            self.inline.close(take=take)
