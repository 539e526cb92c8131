"""Parameters by the patterns of their paths: what each group learns with, and what stays as it is.

The training script holds `parameter_groups` word for word.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

from torch import nn


def parameter_groups(model: nn.Module, patterns: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The parameters no pattern fits, then those of each pattern; where several fit, the first holds.

    Frozen ones are left out and need no gradients. A pattern fits all that lies below it as well: "features".
    """
    found: dict[str, list[nn.Parameter]] = {"": [], **{pattern: [] for pattern in patterns}}
    for path, parameter in model.named_parameters():
        fits = (pattern for pattern in patterns if fnmatchcase(path, pattern) or path.startswith(f"{pattern}."))
        found[next(fits, "")].append(parameter)
    groups = []
    for pattern, parameters in found.items():
        arguments = dict(patterns.get(pattern, {}))
        if arguments.pop("frozen", False):
            for parameter in parameters:
                parameter.requires_grad_(False)
        elif parameters:
            groups.append({"params": parameters, **arguments})
    return groups
