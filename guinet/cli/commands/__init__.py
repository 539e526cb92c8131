"""One module a command: its docstring is the help, `configure(parser)` its arguments, `run(options)` its work.

They import what they need inside `run`, so that `guinet --help` costs nothing.
"""
