"""`python -m guinet`."""

from __future__ import annotations

import sys

from guinet.cli import main

if __name__ == "__main__":
    sys.exit(main())
