"""The page that tells of a node type, as rich text: formulas with raised and lowered parts, a table of arguments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final

from guinet.core.values import Missing, Value
from guinet.nodes.docs import Docs, signature
from guinet.nodes.registry import Registry
from guinet.nodes.types import Argument, NodeType
from guinet.ui.theme import Theme
from guinet.ui.translate import tr
from guinet.ui.words import category_text, node_doc, node_title

PICTURE: Final = "guinet-docs-picture"
"""The name the page calls its picture by."""

SHOW: Final = "show:"
ADD: Final = "add:"
"""How the addresses of links within GuiNet begin; the kind of node follows."""

_MARKED: Final = re.compile(r"([_^])(?:\{((?:[^{}]|\{[^{}]*\})*)\}|(\w)(?!\w))")
_VARIABLE: Final = re.compile(r"(?<![\w&#])([A-Za-zα-ωΘΛΦΨΩ])(?![\w;])")


def formula_html(formula: str) -> str:
    """A formula with TeX's `_{…}` and `^{…}` as lowered and raised text, and single letters slanted."""
    html, place = [], 0
    for match in _MARKED.finditer(formula):
        html.append(_slanted(formula[place : match.start()]))
        tag = "sub" if match[1] == "_" else "sup"
        html.append(f"<{tag}>{formula_html(match[2] or match[3])}</{tag}>")
        place = match.end()
    html.append(_slanted(formula[place:]))
    return "".join(html)


def _slanted(text: str) -> str:
    slanted = _VARIABLE.sub(r"<i>\1</i>", escape(text, quote=False))
    return slanted.replace("   ", "&emsp; ")


def page(
    kind: NodeType, told: Docs, arguments: Mapping[str, Value], registry: Registry, theme: Theme, picture: str
) -> str:
    """The whole page; `arguments` are those set by hand, `picture` what stands below the picture, "" for none."""
    parts = [
        _head(kind, theme),
        f"<p>{_words(told.summary or node_doc(kind))}</p>",
        *(f'<p class="formula">{formula_html(line)}</p>' for line in told.formula),
        f'<p><img src="{PICTURE}"><br><span class="muted">{picture}</span></p>' if picture else "",
        _signature(kind),
        _arguments(kind, told, arguments),
        _example(told),
        _further(told, registry),
    ]
    return f"<html><head><style>{_style(theme)}</style></head><body>{''.join(parts)}</body></html>"


def nothing(theme: Theme) -> str:
    """The page while no node is selected."""
    words = tr("Select a node, and what it does is told here.")
    return f'<html><head><style>{_style(theme)}</style></head><body><p class="muted">{words}</p></body></html>'


def _head(kind: NodeType, theme: Theme) -> str:
    color = theme.category(kind.category).name()
    add = _link(f"{ADD}{kind.kind}", tr("Add this node"))
    return (
        f'<p class="title">{escape(node_title(kind))}</p><p><span style="color: {color}">●</span> '
        f'<span class="muted">{escape(category_text(kind.category))}</span> · {add}</p>'
    )


def _words(text: str) -> str:
    """A paragraph; what stands between ` signs is code."""
    return re.sub(r"`([^`]+)`", r'<span class="code">\1</span>', escape(text, quote=False))


def _signature(kind: NodeType) -> str:
    call = signature(kind)
    heading = _heading(tr("Call"))
    return f'{heading}<p class="code">{escape(call)}</p>' if call else ""


def _arguments(kind: NodeType, told: Docs, arguments: Mapping[str, Value]) -> str:
    if not kind.arguments:
        return ""
    rows = "".join(_argument(each, told.arguments[each.name], arguments) for each in kind.arguments)
    heading = _heading(tr("Arguments"))
    return f'{heading}<table cellspacing="0" cellpadding="3" width="100%">{rows}</table>'


def _argument(argument: Argument, text: str, arguments: Mapping[str, Value]) -> str:
    if argument.name in arguments:
        value = tr("here {value}").format(value=_value(arguments[argument.name]))
    elif argument.inferred is not None:
        value = tr("follows the input")
    elif isinstance(argument.default, Missing):
        value = tr("required")
    else:
        value = _value(argument.default)
    return (
        f'<tr><td class="code">{escape(argument.name)}</td>'
        f'<td>{_words(text)} <span class="muted">{escape(value)}</span></td></tr>'
    )


def _value(value: object) -> str:
    return repr(value)


def _example(told: Docs) -> str:
    if not told.example:
        return ""
    lines = "\n".join(told.example)
    result = f'\n<span class="result">{escape(told.result)}</span>' if told.result else ""
    heading = _heading(tr("Example"))
    return f'{heading}<pre class="example">{escape(lines)}{result}</pre>'


def _further(told: Docs, registry: Registry) -> str:
    """Links to other node types there are, and to torch's page."""
    others = [other for other in map(registry.get, told.see) if other is not None]
    links = [_link(SHOW + other.kind, node_title(other)) for other in others]
    outside = _link(told.link, tr("PyTorch documentation")) if told.link else ""
    also = tr("See also")
    see = f'<p class="muted">{also} {" · ".join(links)}</p>' if links else ""
    return f"{see}<p>{outside}</p>" if outside else see


# Texts are put in by these, since the collector of texts does not look into f-strings.


def _heading(words: str) -> str:
    return f'<p class="heading">{words}</p>'


def _link(address: str, words: str) -> str:
    return f'<a href="{address}">{escape(words)}</a>'


def _style(theme: Theme) -> str:
    color = {name: theme.color(name).name() for name in ("text", "text-muted", "link", "code", "code-text", "success")}
    mono = ", ".join(f"'{family}'" for family in theme.families["mono"])
    return f"""
    body {{ color: {color["text"]}; }}
    a {{ color: {color["link"]}; text-decoration: none; }}
    p {{ margin: 4px 0; }}
    .title {{ font-size: {theme.metric("font-title")}px; font-weight: 700; }}
    .heading {{ font-weight: 700; color: {color["text-muted"]}; margin: 12px 0 2px 0; }}
    .formula {{ font-size: {theme.metric("font-title")}px; margin: 6px 0 6px 12px; }}
    .muted {{ color: {color["text-muted"]}; }}
    .code, pre {{ font-family: {mono}; font-size: {theme.metric("font-small")}px; }}
    pre {{ background-color: {color["code"]}; color: {color["code-text"]}; white-space: pre-wrap; margin: 2px 0; }}
    .result {{ color: {color["success"]}; }}
    """
