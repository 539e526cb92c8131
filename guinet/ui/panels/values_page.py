"""The page that tells all there is to know of one node's value, as rich text with links to other nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from typing import Final, TypeAlias

from guinet.core.probed import NodeValue, PlainValue, ProbedValue, Progress, SequenceValue, Stretch, TensorValue
from guinet.ui.canvas.value_text import shape_text
from guinet.ui.panels.value_numbers import facts, notes
from guinet.ui.theme import Theme
from guinet.ui.translate import tr
from guinet.ui.words import problem_text

NODE: Final = "node:"
"""How the address of a link to a node begins; its id follows."""

ALL: Final = "all"
COPY: Final = "copy"
"""The addresses of the links to the table of all nodes, and of the one that copies the line of code."""

_BESIDE: Final = 60
"""Letters of a gradient that stand in the table; one of more has the width of the page."""

Row: TypeAlias = "tuple[str, str]"
"""What it is, and how it is here, as rich text."""

Link: TypeAlias = "Callable[[str], str]"


def page(title: str, value: NodeValue, names: Mapping[str, str], theme: Theme, above: str = "") -> str:
    """The page of a node called `title`; `names` are those of all nodes, by id. `above` stands below the title."""

    def link(node: str) -> str:
        name = escape(names.get(node, ""))
        return f'<a href="{NODE}{node}">{name}</a>' if name else ""

    every = escape(tr("All values"))
    parts = [
        f'<p><span class="title">{escape(title)}</span> &nbsp; <a href="{ALL}">{every}</a></p>',
        above,
        _progress(value, link),
        *(_output(port, output, value, link) for port, output in value.outputs.items()),
        _code(value),
    ]
    return document("".join(parts), theme)


def document(body: str, theme: Theme) -> str:
    """A page of the panel."""
    return f"<html><head><style>{_style(theme)}</style></head><body>{body}</body></html>"


def _progress(value: NodeValue, link: Link) -> str:
    lines = [f'<p class="error">{escape(words)}</p>' for words in _failures(value)]
    if value.waits_for:
        words = escape(tr("This was not run: it needs {name}, which failed or is not finished."))
        lines.append(f"<p>{words.format(name=link(value.waits_for))}</p>")
    return "".join(lines)


def _failures(value: NodeValue) -> Iterator[str]:
    for problem in value.problems:
        yield problem_text(problem)
    if value.progress is Progress.SKIPPED and not value.waits_for and not value.problems:
        yield tr("This was not run: something it needs is not known.")


def _output(port: str, output: ProbedValue, value: NodeValue, link: Link) -> str:
    head = f"<h4>{escape(port)}</h4>" if len(value.outputs) > 1 else ""
    if isinstance(output, TensorValue):
        rows = [*_tensor_rows(output, value), *_memory_rows(output, value, link)]
    else:
        rows = [(tr("type"), escape(output.type))]
        rows += [(tr("length"), str(output.length))] if isinstance(output, SequenceValue) else []
    return f"{head}{_table(rows)}{_printed(output)}"


def _tensor_rows(tensor: TensorValue, value: NodeValue) -> Iterator[Row]:
    yield tr("shape"), _code_text(_shape(tensor.shape))
    yield tr("dtype"), _code_text(f"torch.{tensor.dtype}")
    yield tr("device"), _code_text(tensor.device)
    if value.stretched:
        yield tr("broadcasting"), "<br>".join(escape(_stretch_words(each, tensor)) for each in value.stretched)
    if tensor.statistics is not None:
        told = facts(tensor.statistics, tensor.dtype)
        words = " · ".join(f"{escape(name)} {escape(number)}" for name, number in told)
        yield tr("numbers"), words
        note = notes(tensor.statistics, tensor.dtype)
        if note:
            yield "", escape(note)
    elif tensor.device != "meta":
        yield tr("numbers"), escape(tr("PyTorch shows no numbers of a tensor of this type."))
    yield "requires_grad", _code_text(str(tensor.requires_grad))
    yield "is_leaf", _code_text(str(tensor.is_leaf))
    yield "grad_fn", _code_text(f"<{tensor.grad_fn}>" if tensor.grad_fn else "None")
    if tensor.grad and len(tensor.grad) <= _BESIDE:
        yield "grad", _pre(tensor.grad)
    elif tensor.keeps_grad and not tensor.grad:
        yield "grad", escape(tr("None: no backward has come here."))


def _memory_rows(tensor: TensorValue, value: NodeValue, link: Link) -> Iterator[Row]:
    yield tr("strides"), _code_text(str(tensor.strides))
    yield tr("offset"), str(tensor.offset)
    yield tr("contiguous"), escape(tr("yes") if tensor.contiguous else tr("no"))
    if value.view_of:
        yield tr("view of"), link(value.view_of)
    if value.copied:
        yield tr("memory"), escape(tr("copied: the values could not be viewed where they lie"))
    if tensor.same:
        yield tr("same tensor as"), _links(tensor.same, link)
    shared = [node for node in tensor.shares if node != value.view_of]
    if shared:
        yield tr("shares memory with"), _links(shared, link)


def _printed(output: ProbedValue) -> str:
    was = output.was if isinstance(output, TensorValue) else ""
    heading, earlier = escape(tr("Value")), escape(tr("Before it was written over"))
    before = f"<h4>{earlier}</h4>{_pre(was)}" if was else ""
    gradient = output.grad if isinstance(output, TensorValue) and len(output.grad) > _BESIDE else ""
    below = f"<h4>grad</h4>{_pre(gradient)}" if gradient else ""
    return f"<h4>{heading}</h4>{_pre(output.text)}{before}{below}"


def _code(value: NodeValue) -> str:
    if not value.line:
        return ""
    heading, words = escape(tr("As torch")), escape(tr("Copy"))
    return f'<h4>{heading} &nbsp; <a href="{COPY}">{words}</a></h4>{_pre(value.line)}'


def _stretch_words(stretch: Stretch, tensor: TensorValue) -> str:
    """`other 4 is repeated 3 times along axis 0`, without being copied."""
    parts = [tr("{times} times along axis {axis}").format(times=tensor.shape[axis], axis=axis) for axis in stretch.axes]
    words = tr("{port} ({shape}) is repeated {how}, not copied")
    return words.format(port=stretch.port, shape=shape_text(stretch.shape), how=tr(", ").join(parts))


def _shape(shape: tuple[int, ...]) -> str:
    return f"torch.Size({list(shape)})"


def _links(nodes: Iterable[str], link: Link) -> str:
    return ", ".join(filter(None, map(link, nodes)))


def _table(rows: Iterable[Row]) -> str:
    cells = (f'<tr><td class="key">{escape(key)}</td><td>{words}</td></tr>' for key, words in rows)
    return f'<table cellspacing="0">{"".join(cells)}</table>'


def _pre(text: str) -> str:
    return f"<pre>{escape(text)}</pre>"


def _code_text(text: str) -> str:
    return f'<span class="code">{escape(text)}</span>'


def plain_type(value: ProbedValue) -> str:
    """What a table says in the place of a dtype."""
    match value:
        case TensorValue():
            return value.dtype
        case PlainValue() | SequenceValue():
            return value.type


def _style(theme: Theme) -> str:
    color = {name: theme.color(name).name() for name in ("text", "text-muted", "link", "code", "code-text", "error")}
    mono = ", ".join(f"'{family}'" for family in theme.families["mono"])
    return f"""
    body {{ color: {color["text"]}; }}
    a {{ color: {color["link"]}; text-decoration: none; }}
    p {{ margin: 4px 0; }}
    h4 {{ color: {color["text-muted"]}; font-weight: 500; margin: 10px 0 2px 0; }}
    table {{ margin-top: 4px; }}
    td {{ padding: 0 0 3px 0; }}
    .key {{ color: {color["text-muted"]}; padding-right: 12px; }}
    .title {{ font-size: {theme.metric("font-title")}px; font-weight: 700; }}
    .error {{ color: {color["error"]}; }}
    .code, pre {{ font-family: {mono}; font-size: {theme.metric("font-small")}px; }}
    pre {{ background-color: {color["code"]}; color: {color["code-text"]}; margin: 0; }}
    """
