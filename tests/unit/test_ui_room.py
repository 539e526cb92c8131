"""Where cards of open blocks go and how far down others make way, in numbers worked out by hand."""

from __future__ import annotations

from guinet.ui.canvas.room import CLEAR, GAP, Card, make_room

BOXES = {
    "n": (0.0, 0.0, 150.0, 60.0),
    "beside": (220.0, 0.0, 370.0, 90.0),
    "below": (0.0, 100.0, 150.0, 160.0),
    "low": (900.0, 300.0, 1050.0, 360.0),
}


def test_a_card_lies_below_the_row_and_what_is_below_goes_down_together() -> None:
    room = make_room([Card("n", 400.0, 200.0)], BOXES)
    top = 90.0 + GAP  # below what stands beside its node
    assert room.cards == {"n": (0.0, top - 60.0)}
    by = room.ways["below"]
    assert 0 <= 100.0 + by - (top + 200.0 + CLEAR) < 10, "as far as needed, on the grid"
    assert by % 10 == 0
    assert room.ways == {"below": by, "low": by}, "rows stay as they are to one another"


def test_where_nothing_is_in_the_way_nothing_moves() -> None:
    card = Card("n", 400.0, 200.0)
    assert make_room([card], {"n": BOXES["n"], "low": BOXES["low"]}).ways == {}
    assert make_room([], BOXES).ways == {}
    assert make_room([card], {"n": BOXES["n"], "up": (0.0, -90.0, 150.0, -30.0)}).ways == {}


def test_cards_in_one_row_do_not_cover_each_other() -> None:
    room = make_room([Card("n", 400.0, 200.0), Card("beside", 300.0, 100.0)], BOXES)
    first = 60.0 + room.cards["n"][1]
    second = 90.0 + room.cards["beside"][1]
    assert second == first + 200.0 + GAP
    assert 100.0 + room.ways["below"] >= first + 200.0 + CLEAR


def test_a_card_moved_by_hand_stays_where_it_was_put_but_on_nothing() -> None:
    room = make_room([Card("n", 400.0, 200.0, (520.0, 100.0))], BOXES)
    assert room.cards["n"] == (520.0, GAP + 100.0)
    assert room.ways["low"] % 10 == 0
    assert 0 <= 300.0 + room.ways["low"] - (60.0 + GAP + 100.0 + 200.0 + CLEAR) < 10
    assert "below" not in room.ways, "it is above the card"
    room = make_room([Card("n", 400.0, 200.0, (100.0, 70.0))], BOXES)
    assert room.cards["n"] == (100.0, 160.0 + GAP - 60.0), "below what it would lie on with its upper edge"
