"""The sentences of the cost panel."""

from __future__ import annotations

from guinet.core.costs import Basis, Cost, Profile, Room
from guinet.ui.panels.cost_table import count_text
from guinet.ui.panels.number_text import bytes_text
from guinet.ui.translate import tr


def total_words(cost: Cost) -> str:
    """The whole network in a line."""
    total = cost.total
    parts = [tr("{count} parameters").format(count=f"{total.parameters:,}".replace(",", "\u2009"))]
    if total.trainable != total.parameters:
        parts.append(tr("{count} of them trained").format(count=f"{total.trainable:,}".replace(",", "\u2009")))
    if total.flops:
        parts.append(tr("{count}FLOPs forward").format(count=_unit(total.flops)))
    if cost.backward_flops:
        parts.append(tr("{count}FLOPs backward").format(count=_unit(cost.backward_flops)))
    if cost.seconds:
        parts.append(tr("{time} ms a step").format(time=f"{cost.seconds * 1000:.3g}"))
    return " · ".join(parts)


def room_words(room: Room, cost: Cost) -> str:
    """Whether it fits, and how large a batch would."""
    needed, free = bytes_text(room.needed), bytes_text(room.free)
    if cost.basis is Basis.MEASURED:
        words = tr("Measured: a step on {batch} rows takes {needed}; {free} are free on {device}.")
    else:
        words = tr("Estimated: a step on {batch} rows takes about {needed}; {free} are free on {device}.")
    parts = [words.format(batch=cost.batch, needed=needed, free=free, device=room.device)]
    if not room.fits:
        parts.append(tr("It does not fit."))
    if room.largest is None:
        return " ".join(parts)
    if room.largest == 0:
        parts.append(tr("Not even a batch of one row fits."))
    elif room.rows and room.largest >= room.rows:
        parts.append(tr("It fits, and so would all {rows} rows at once.").format(rows=room.rows))
    else:
        parts.append(tr("The largest batch that fits has about {largest} rows.").format(largest=f"{room.largest:,}"))
    return " ".join(parts)


def profile_words(profile: Profile) -> str:
    """The phases of a step."""
    names = {
        "data": tr("data", "phase of a step"),
        "forward": tr("forward", "phase of a step"),
        "backward": tr("backward", "phase of a step"),
        "optimizer": tr("optimiser", "phase of a step"),
    }
    phases = [f"{names.get(name, name)} {seconds * 1000:.3g} ms" for name, seconds in profile.phases.items()]
    words = tr("One step of {time} ms: {phases}.").format(
        time=f"{profile.seconds * 1000:.3g}", phases=tr(", ").join(phases)
    )
    if profile.busy is not None:
        words += " " + tr("The GPU computed for {share} of it.").format(share=f"{profile.busy:.0%}")
    if profile.trace:
        words += " " + tr("The trace is in {path}.").format(path=profile.trace)
    return words


def _unit(count: int) -> str:
    text = count_text(count)
    return text if " " in text else f"{text} "
