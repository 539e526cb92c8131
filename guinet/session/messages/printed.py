"""What `print` shows of a module."""

from __future__ import annotations

from guinet.session.commands import Study
from guinet.session.events import Finding


class AskPrinted(Study, frozen=True, kw_only=True):
    """Asks for the text of the layer or block `node` of `block`; without one for the network, or a use of `block`."""

    block: str
    node: str = ""


class Printed(Finding, frozen=True):
    """The text that was asked for; "" where no module belongs to it, or none can be made."""

    block: str
    node: str
    text: str
