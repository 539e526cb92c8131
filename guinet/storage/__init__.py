"""Project files, migrations, the clipboard, recovery after a crash: plain Python, no torch, no Qt."""
