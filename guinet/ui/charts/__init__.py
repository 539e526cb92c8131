"""Charts that stay fluent with ten million points: `pyramid` (numpy), `chart` (one plot), `panel` (the Charts panel).

Importing `chart` or `panel` imports pyqtgraph, a fifth of a second in which nothing moves: the window shows itself
first and lets a thread import them meanwhile (the worst gap between two events was then 15 ms).
"""

from __future__ import annotations

import os

# pyqtgraph takes whichever binding it finds first unless it is told
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
