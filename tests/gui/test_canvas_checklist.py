"""What a hand expects of the canvas, item by item, and the tests that show it with real events.

The items are those of the design's checklist: adding, wiring, looking around, selecting and editing, history, keyboard
and access, safety.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

import pytest

TESTS: Final = Path(__file__).parents[1]

ITEMS: Final[dict[str, tuple[str, ...]]] = {
    # Add
    "double-click, Space, Tab or just typing opens the search": (
        "test_double_click_on_empty_canvas_searches_and_enter_adds_there",
        "test_space_and_tab_open_the_search",
        "test_typing_a_letter_opens_the_search_with_it",
    ),
    "the search is fuzzy, knows other names, and has what was added last first": (
        "test_what_was_added_last_comes_first",
        "test_a_word_nothing_is_called_says_so",
    ),
    "a wire dropped on empty canvas offers what fits and connects in one step": (
        "test_a_wire_dropped_on_empty_canvas_offers_what_fits_and_connects_in_one_step",
    ),
    "drag from the palette with a preview": ("test_a_drop_on_empty_canvas_adds_in_one_step",),
    "drop on a wire inserts and shifts neighbours; Alt prevents": (
        "test_a_drop_on_a_wire_inserts_and_makes_room_in_one_step",
        "test_alt_keeps_the_others_where_they_are",
        "test_a_node_let_go_on_a_wire_is_put_onto_it_and_the_rest_makes_room",
        "test_alt_at_the_end_prevents_that",
    ),
    "a file dragged onto the window opens or becomes a data node": (
        "test_a_table_becomes_a_data_node_where_it_fell",
        "test_a_project_dropped_on_the_window_opens",
    ),
    # Wire
    "the nearest port within a generous radius snaps": ("test_the_wire_snaps_to_a_port_nearby",),
    "a refusal says why at the pointer": (
        "test_the_reason_is_shown_at_the_pointer_while_dragging",
        "test_a_cycle_is_refused_in_words_and_changes_nothing",
    ),
    "incompatible ports dim while dragging": ("test_ports_that_do_not_fit_fade_while_a_wire_is_drawn",),
    "a new wire on a single input replaces the old one in one step": (
        "test_a_new_wire_on_a_taken_input_replaces_the_old_one_in_one_step",
    ),
    "drag an end to reconnect": (
        "test_the_end_of_a_wire_moves_to_another_input_in_one_step",
        "test_either_end_of_a_wire_is_taken_elsewhere",
        "test_the_place_among_several_wires_is_kept",
    ),
    "Ctrl and the right button cut": ("test_ctrl_right_drag_cuts_wires_in_one_step",),
    "double-click adds a reroute dot": (
        "test_a_double_click_on_a_wire_adds_a_dot_where_it_was",
        "test_a_wire_can_branch_off_a_dot",
        "test_delete_takes_the_dot_and_leaves_the_wire",
        "test_dots_change_neither_text_nor_training",
    ),
    "port colour and shape tell the type": ("test_the_types_of_ports_differ_in_shape_and_not_only_in_colour",),
    "Esc, the loss of focus and a second button leave no residue": (
        "test_cancelling_leaves_no_residue",
        "test_nothing_is_left_of_a_cancelled_gesture",
        "test_any_gestures_leave_a_canvas_that_is_the_graph_and_undo_leads_back",
    ),
    # View
    "wheel zooms at the pointer; Shift and touchpad scroll; pinch": (
        "test_wheel_zooms_at_the_pointer",
        "test_shift_wheel_and_touchpad_scroll_without_zooming",
        "test_ctrl_and_touchpad_zoom",
    ),
    "middle-drag or Space-drag pans": (
        "test_middle_drag_pans_and_escape_puts_back",
        "test_space_drag_pans_and_does_not_open_the_search",
    ),
    "auto-pan at the edges": ("test_dragging_to_the_edge_moves_the_view_along",),
    "F frames the selection, Home everything": (
        "test_f_frames_the_selection_and_home_everything",
        "test_f_alone_frames_the_selection",
    ),
    "minimap": (
        "test_a_click_on_the_minimap_brings_that_place_to_the_middle",
        "test_the_minimap_shows_only_what_is_not_all_in_sight",
    ),
    "zoomed out, nodes simplify and stay legible": (
        "test_far_out_the_title_of_a_frame_keeps_its_size",
        "test_zooming_out_shows_everything_at_once_from_the_overview",
    ),
    "breadcrumbs and Esc lead out of a block, double-click or Enter in": (
        "test_a_double_click_goes_in_and_escape_comes_out",
        "test_enter_goes_in_and_a_breadcrumb_leads_out_past_several",
    ),
    "blocks open in place, or as a page of their own with a smooth way in and out": (
        "test_a_click_on_the_corner_opens_and_closes",
        "test_what_is_inside_is_edited_there_as_an_undo_step",
        "test_it_moves_and_scales_with_the_canvas_around",
        "test_a_page_grows_out_of_its_node_and_shrinks_into_it",
        "test_with_less_motion_pages_change_at_once",
    ),
    "an outline in step with the selection, both ways": (
        "test_a_click_selects_on_the_canvas",
        "test_what_the_canvas_selects_is_marked_and_told_to_nobody",
        "test_one_selection_at_a_time_and_the_panels_hear_of_it",
    ),
    # Select and edit
    "rubber band with Shift and Ctrl": (
        "test_rubber_band_selects_what_it_touches",
        "test_rubber_band_with_shift_adds_and_with_ctrl_toggles",
    ),
    "copy and paste across windows and as text": (
        "test_paste_reaches_another_canvas_as_text",
        "test_what_one_window_copies_another_pastes",
        "test_lines_of_nodes_out_of_a_file_are_pasted",
        "test_the_text_of_a_whole_file_is_pasted",
    ),
    "Ctrl+D duplicates with wires": ("test_duplicate_brings_the_wires_into_it",),
    "Delete, and Ctrl+Delete reconnects": (
        "test_delete_removes_nodes_with_their_wires_and_undo_restores",
        "test_ctrl_delete_joins_what_was_before_and_after",
        "test_ctrl_delete_of_a_row_bridges_all_of_it",
    ),
    "Alt-drag pulls a node out of its wires": ("test_alt_drag_pulls_a_node_out_of_its_wires",),
    "M mutes": (
        "test_m_mutes_and_lets_run_again_in_named_steps",
        "test_they_look_different_and_say_so_in_words",
        "test_a_muted_layer_takes_the_rest_along",
        "test_what_a_muted_node_leaves_empty_is_one_problem",
    ),
    "B bypasses": (
        "test_b_bypasses_what_is_chosen",
        "test_a_bypassed_layer_is_not_in_the_text_and_a_comment_says_so",
        "test_the_host_follows_modes_as_they_change",
    ),
    "F2 renames": ("test_f2_renames_where_the_node_is", "test_renaming_in_place"),
    "Ctrl+G groups to a block, Ctrl+Shift+G ungroups": (
        "test_the_shortcuts_group_enter_leave_and_ungroup",
        "test_grouping_selects_the_instance_and_undo_brings_all_back",
    ),
    "frames: made, moved, resized, coloured, named": (
        "test_making_a_frame_asks_for_its_title",
        "test_moving_the_title_bar_moves_the_nodes_in_one_step",
        "test_the_title_is_written_where_it_stands",
        "test_a_frame_is_resized_by_its_sides_and_never_below_its_nodes",
        "test_a_resized_frame_moves_with_its_nodes",
        "test_colours_and_notes_are_in_the_file",
    ),
    "notes": (
        "test_a_note_is_moved_and_resized_as_one_step_each",
        "test_a_double_click_writes_a_note_and_ctrl_enter_takes_it",
        "test_delete_takes_the_chosen_note",
        "test_a_note_is_copied_to_another_place_with_its_text",
        "test_a_note_is_cut_and_duplicated",
    ),
    "align and distribute": ("test_edges_come_into_line_as_one_step", "test_gaps_become_equal_and_the_outermost_stay"),
    "automatic layout of a selection or everything": (
        "test_everything_is_laid_out_along_the_wires_as_one_step",
        "test_of_a_selection_the_others_stay",
        "test_the_nodes_of_a_frame_stay_together",
        "test_a_large_graph_is_laid_out_beside_the_window_with_cancel",
    ),
    "snapping with guides": ("test_a_node_snaps_to_its_neighbours_edges_and_lines_show_it",),
    "a layer dragged onto another is tied to it, and a link shows it": (
        "test_a_layer_dropped_on_another_with_ctrl_uses_that_one",
        "test_links_are_painted_between_the_two",
    ),
    # History
    "everything is undoable with named steps": (
        "test_steps_are_named_oldest_first",
        "test_any_gestures_leave_a_canvas_that_is_the_graph_and_undo_leads_back",
    ),
    "a drag or a typed value is one step": (
        "test_dragging_a_node_moves_the_selection_in_one_step",
        "test_typing_a_value_sets_it_in_one_step",
    ),
    "a history panel": ("test_a_click_goes_back_and_forward",),
    # Keyboard and access
    "every action is in the Ctrl+K palette": ("test_the_command_palette_lists_every_action_and_arrows_walk_it",),
    "arrows move the selection": ("test_arrows_move_by_ten_and_merge_into_one_step",),
    "Tab walks nodes along wires, Enter opens": (
        "test_tab_walks_along_the_wires_and_then_leaves",
        "test_enter_opens_and_escape_clears",
    ),
    "accessible names and descriptions": ("test_screen_readers_hear_the_selection",),
    "contrast 4.5:1": ("test_text_is_legible",),
    "reduced motion respected": ("test_where_less_motion_is_wanted_nothing_glides",),
    "nothing by colour alone": ("test_they_look_different_and_say_so_in_words",),
    # Safety
    "typing in a field never triggers canvas shortcuts": (
        "test_typing_in_a_field_never_reaches_the_canvas",
        "test_typing_in_the_search_line_never_reaches_the_canvas",
        "test_a_double_click_writes_a_note_and_ctrl_enter_takes_it",
    ),
    "problems and progress are badges on nodes": (
        "test_a_bad_node_has_a_border_and_a_badge_of_its_severity",
        "test_activity_draws_a_bar",
    ),
    "autosave; after a crash the work is there": ("test_work_left_by_a_crash_is_offered_and_taken",),
}


@cache
def known() -> frozenset[str]:
    """The names of all tests there are."""
    texts = (path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    return frozenset(name for text in texts for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE))


@pytest.mark.parametrize("item", ITEMS)
def test_each_item_has_tests_that_are_there(item: str) -> None:
    assert ITEMS[item], f"nothing shows that {item}"
    assert set(ITEMS[item]) <= known()
