"""The command line: `guinet [FILE]` opens the window, `guinet COMMAND …` works without one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from importlib import import_module
from types import ModuleType

from guinet.cli import streams
from guinet.core.problems import GuinetError

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code: see the contract in the README."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    debug = "--debug" in arguments
    arguments = [argument for argument in arguments if argument != "--debug"]
    streams.prepare()
    try:
        code = _run(arguments)
        # Here, where it can be told: what is left over would be lost, or complained of, when the interpreter ends.
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        streams.complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone (`guinet nodes | head`).
        streams.abandon_output()
        return 0
    except Exception as error:  # noqa: BLE001 - whatever a command raises is told in a sentence, once: here
        if debug:
            import traceback

            traceback.print_exc()
        streams.complain(_sentence(error))
        return error.exit_code if isinstance(error, GuinetError) else GuinetError.exit_code


def _sentence(error: Exception) -> str:
    """The error on one line: torch's own messages have many."""
    words = " ".join(str(error).split())
    if isinstance(error, GuinetError):
        return words
    if isinstance(error, OSError):
        from guinet.storage.atomic import reason

        place = error.filename if error.filename is not None else "the output, or a file,"
        return f"{place} could not be read or written ({reason(error)}): mend that and try again"
    return f"an error of GuiNet itself ({type(error).__name__}: {words}); --debug shows where"


def _run(arguments: list[str]) -> int:
    names = command_names() if arguments else []
    if arguments and (arguments[0] in names or arguments[0] in ("-h", "--help", "--version")):
        from guinet.cli.signals import terminable

        with terminable():
            return _run_command(arguments, names)
    from guinet.cli.window import open_window

    return open_window(arguments)


def _run_command(arguments: list[str], names: list[str]) -> int:
    from guinet import __version__
    from guinet.cli.parser import Parser
    from guinet.session.environment import be_patient

    be_patient()

    parser = Parser(
        prog="guinet",
        usage="guinet [FILE]  |  guinet COMMAND …",
        description="Draw a neural network, get real PyTorch. Without a command the window opens.",
        epilog="Any command takes --debug, which shows the traceback of an error.",
    )
    parser.add_argument("--version", action="version", version=f"GuiNet {__version__}")
    commands = parser.add_subparsers(prog="guinet", metavar="COMMAND", required=True)
    for name in names:
        module = _command(name)
        help_text = (module.__doc__ or "").strip().splitlines()[0]
        command = commands.add_parser(name, help=help_text, description=help_text)
        module.configure(command)
        command.set_defaults(run=module.run, parser=command)
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        options.parser.error(f"there is no {unknown[0]}")
    try:
        with streams.for_json() if getattr(options, "json", False) else nullcontext():
            code: int = options.run(options)
    except SystemExit as error:
        # Of the commands none leaves like this: it is code written by hand, in the project or a package it imports.
        raise GuinetError(
            f"code in {getattr(options, 'file', 'the project')} ended the program (sys.exit): take that out of it"
        ) from error
    return code


def command_names() -> list[str]:
    """The commands: the modules of `guinet.cli.commands`."""
    import pkgutil

    from guinet.cli import commands

    return [module.name for module in pkgutil.iter_modules(commands.__path__)]


def _command(name: str) -> ModuleType:
    return import_module(f"guinet.cli.commands.{name}")
