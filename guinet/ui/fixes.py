"""Repairs one click away."""

from __future__ import annotations

from guinet.core.as_drawn import as_drawn
from guinet.core.problems import Fix
from guinet.core.project import Project
from guinet.ui.trusting import ask_to_look
from guinet.ui.words import fix_text


def apply_fix(project: Project, fix: Fix) -> bool:
    """Makes the repair as one undo step; False, with nothing changed, when what it repairs is gone already.

    One without changes shows the code that waits for trust.

    The step is named as the button was, in the language of that moment: its words hold values ("Set in_features 512"),
    which a text looked up again later would lack.
    """
    if not fix.changes:
        ask_to_look(project)
        return True
    try:
        project.run(fix_text(fix), as_drawn(project, fix.changes))
    except KeyError:
        # Its node or wire was removed after the check that offered it; the next check offers what fits then.
        return False
    return True
