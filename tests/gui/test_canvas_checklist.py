"""What a hand expects of the canvas, item by item, and the tests that show it with real events.

The items are those of the design's checklist: adding, wiring, looking around, selecting and editing, history, keyboard
and access, safety, panels.
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
        "test_in_a_tight_row_the_node_stands_beside_the_one_before",
        "test_between_rows_the_lower_one_goes_down_and_stays_below",
        "test_a_node_let_go_on_a_wire_is_put_onto_it_and_the_rest_makes_room",
        "test_alt_at_the_end_prevents_that",
    ),
    "a file dragged onto the window opens or becomes a data node": (
        "test_a_table_becomes_a_data_node_where_it_fell",
        "test_a_project_dropped_on_the_window_opens",
        "test_a_picture_of_a_network_holds_it",
        "test_a_file_may_fall_anywhere_on_the_window",
        "test_of_what_nobody_reads_it_is_said_why",
    ),
    # Wire
    "the nearest port within a generous radius snaps": (
        "test_the_wire_snaps_to_a_port_nearby",
        "test_ports_are_pulled_from_far_out_too",
    ),
    "a wire let go on a node takes the port it fits": (
        "test_a_wire_let_go_on_a_node_takes_its_first_free_input",
        "test_from_an_input_a_wire_let_go_on_a_node_takes_its_output",
        "test_a_wire_let_go_on_a_node_it_cannot_enter_says_why",
    ),
    "wires follow a port that is called something else": (
        "test_the_wire_into_a_parameter_of_code_follows_its_name_in_one_step",
        "test_a_wire_to_a_block_follows_the_name_of_what_it_leads_to",
    ),
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
        "test_the_middle_of_a_long_wire_is_ground_for_a_rubber_band",
        "test_the_place_among_several_wires_is_kept",
    ),
    "all wires of an output go to another, and a wire of an input comes a second time, with Shift or Ctrl": (
        "test_all_wires_of_an_output_go_to_another_in_one_step",
        "test_let_go_on_nothing_they_are_taken_off_in_one_step",
        "test_where_one_of_them_may_not_go_none_goes_and_it_is_said_why",
        "test_from_a_wired_input_another_wire_comes_from_the_same_place",
    ),
    "several nodes are wired one after the other": ("test_ctrl_j_wires_the_selected_nodes_one_after_the_other",),
    "a node is searched for a wire, and stands in between": (
        "test_a_node_chosen_in_the_search_over_a_wire_goes_in_between",
        "test_the_menu_of_a_wire_offers_what_fits_onto_it",
    ),
    "Ctrl and the right button cut": (
        "test_ctrl_right_drag_cuts_wires_in_one_step",
        "test_a_cut_takes_only_what_it_crosses",
    ),
    "double-click adds a reroute dot": (
        "test_a_double_click_on_a_wire_adds_a_dot_where_it_was",
        "test_a_wire_can_branch_off_a_dot",
        "test_delete_takes_the_dot_and_leaves_the_wire",
        "test_dots_change_neither_text_nor_training",
    ),
    "port colour and shape tell the type": ("test_the_types_of_ports_differ_in_shape_and_not_only_in_colour",),
    "the names of ports stand beside them where one needs them": (
        "test_names_stand_beside_ports_when_the_pointer_comes_near",
        "test_while_a_wire_is_drawn_the_ports_it_may_end_at_say_their_names",
    ),
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
        "test_pinching_zooms_at_the_fingers",
    ),
    "middle-drag or Space-drag pans": (
        "test_middle_drag_pans_and_escape_puts_back",
        "test_space_drag_pans_and_does_not_open_the_search",
        "test_space_that_the_system_repeats_opens_no_search",
    ),
    "auto-pan at the edges": ("test_dragging_to_the_edge_moves_the_view_along",),
    "F frames the selection, Home everything": (
        "test_f_frames_the_selection_and_home_everything",
        "test_f_alone_frames_the_selection",
    ),
    "panning and dragging paint no more than what changes": (
        "test_panning_on_costs_nothing_once_it_was_painted_ahead",
        "test_however_one_panned_the_picture_is_the_one_painted_anew",
        "test_a_drag_repaints_all_that_it_changes_and_not_much_more",
    ),
    "minimap": (
        "test_a_click_on_the_minimap_brings_that_place_to_the_middle",
        "test_the_minimap_shows_only_what_is_not_all_in_sight",
    ),
    "zoomed out, nodes simplify and stay legible": (
        "test_far_out_the_title_of_a_frame_keeps_its_size",
        "test_zooming_out_shows_everything_at_once_from_the_overview",
        "test_a_title_is_shortened_and_left_out_only_where_a_few_letters_have_no_room",
        "test_words_on_a_card_are_legible_however_small_it_is",
        "test_titles_of_frames_never_lie_over_one_another",
    ),
    "far out, wires bundle and grow faint": (
        "test_wires_out_of_one_port_share_the_line_beside_it",
        "test_wires_grow_fainter_the_farther_one_looks_from",
    ),
    "breadcrumbs and Esc lead out of a block, double-click or Enter in": (
        "test_a_double_click_goes_in_and_escape_comes_out",
        "test_enter_goes_in_and_a_breadcrumb_leads_out_past_several",
    ),
    "blocks open in place, or as a page of their own with a smooth way in and out": (
        "test_a_click_on_the_corner_opens_and_closes",
        "test_what_is_inside_is_edited_there_as_an_undo_step",
        "test_it_moves_and_scales_with_the_canvas_around",
        "test_neighbours_make_room_and_come_back_exactly",
        "test_two_open_blocks_cover_nothing_whichever_closes_first",
        "test_what_is_dragged_meanwhile_stays_where_the_hand_put_it",
        "test_the_card_is_in_sight_from_however_far_it_is_opened",
        "test_the_bar_moves_the_card_and_brings_it_to_the_front",
        "test_a_block_inside_a_block_opens_in_place_too",
        "test_the_right_button_inside_offers_what_it_was_pressed_on",
        "test_shortcuts_inside_do_there_what_they_do_outside",
        "test_one_selection_over_all_cards_and_escape_leads_out",
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
        "test_a_tensor_script_is_pasted_as_one_step_and_runs",
        "test_a_paste_lies_on_nothing_is_whole_chosen_and_in_sight",
        "test_a_paste_begins_at_the_pointer_where_there_is_room",
        "test_a_frame_comes_along_with_all_of_its_nodes",
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
    "G grabs without a button held; arrows, X and Y; a click or Enter puts down, Esc and the right button back": (
        "test_what_is_grabbed_follows_the_pointer_and_a_click_puts_it_down_in_one_step",
        "test_enter_puts_down_where_it_is",
        "test_esc_another_button_and_the_loss_of_focus_put_it_back",
        "test_arrows_move_it_too_and_x_and_y_hold_a_line",
        "test_other_keys_do_nothing_meanwhile",
        "test_a_word_that_begins_with_g_is_searched_and_nothing_has_moved",
        "test_a_chosen_frame_and_a_note_are_grabbed_too",
        "test_shortcuts_of_the_window_wait_and_the_right_button_opens_no_menu",
    ),
    "H collapses a node to its title and expands it": (
        "test_h_collapses_to_the_title_and_expands_in_named_steps",
        "test_the_mark_of_a_collapsed_node_expands_it",
        "test_a_wire_let_go_on_a_collapsed_node_takes_its_first_free_input",
        "test_a_wire_is_drawn_from_a_collapsed_node",
        "test_a_collapsed_node_says_so",
        "test_layout_knows_the_heights_there_are",
        "test_pictures_for_files_show_the_same",
    ),
    "the unused ports of a node hide": (
        "test_unused_ports_hide_and_come_back_with_their_wires",
        "test_a_side_keeps_its_first_port_and_what_is_needed",
        "test_many_edits_of_wires_leave_the_ports_that_are_used",
    ),
    "a node has a colour of its own": (
        "test_a_node_in_a_colour_of_its_own_is_painted_in_it_near_and_far",
        "test_words_are_legible_on_every_colour",
        "test_a_colour_is_said_in_words",
        "test_the_menu_of_a_node_and_the_shortcuts_change_its_looks",
    ),
    "looks are nothing to the program, are kept by every edit, and stand in a file only where they are chosen": (
        "test_the_text_that_runs_is_the_same",
        "test_nothing_is_checked_trained_or_written_again",
        "test_copies_blocks_and_other_kinds_keep_them",
        "test_a_file_without_looks_keeps_its_bytes_and_one_with_them_gives_them_back",
        "test_what_is_no_look_is_refused_in_a_sentence",
    ),
    "a node is replaced by one of another kind, and its inputs change places": (
        "test_a_node_is_replaced_and_keeps_its_wires_and_place",
        "test_only_what_has_ports_for_the_wires_may_stand_in_their_place",
        "test_inputs_change_places_or_it_is_said_that_they_cannot",
    ),
    "what leads to a node, what follows, and all of its kind is selected": (
        "test_what_leads_here_and_what_follows_is_selected_by_keys",
        "test_what_leads_here_what_follows_and_what_is_alike_is_selected",
    ),
    "F2 renames": ("test_f2_renames_where_the_node_is", "test_renaming_in_place"),
    "Ctrl+G groups to a block, Ctrl+Shift+G ungroups": (
        "test_the_shortcuts_group_enter_leave_and_ungroup",
        "test_grouping_selects_the_instance_and_undo_brings_all_back",
    ),
    "frames: made, moved, resized, coloured, named": (
        "test_making_a_frame_asks_for_its_title",
        "test_the_menu_of_a_title_being_written_stays_open_and_so_does_the_title",
        "test_far_out_a_frame_is_held_by_the_title_one_sees",
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
    "align and distribute": (
        "test_edges_are_aligned_and_gaps_made_equal_by_the_menu",
        "test_edges_come_into_line_as_one_step",
        "test_gaps_become_equal_and_the_outermost_stay",
    ),
    "automatic layout of a selection or everything": (
        "test_everything_is_laid_out_along_the_wires_as_one_step",
        "test_of_a_selection_the_others_stay",
        "test_the_nodes_of_a_frame_stay_together",
        "test_a_large_graph_is_laid_out_beside_the_window_with_cancel",
    ),
    "snapping with guides": (
        "test_a_node_snaps_to_its_neighbours_edges_and_lines_show_it",
        "test_snapping_is_switched_off_and_on_and_remembered",
    ),
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
    "every action is in the Ctrl+K palette with its shortcut": (
        "test_the_command_palette_lists_every_action_and_arrows_walk_it",
        "test_the_command_palette_runs_an_action_by_keyboard",
        "test_the_palette_shows_the_keys_of_every_action",
    ),
    "every action can be rebound": (
        "test_pressed_keys_are_the_actions_from_then_on",
        "test_keys_that_do_something_already_are_refused",
        "test_keys_pressed_again_are_taken_from_the_other_action",
        "test_chosen_keys_act_and_those_of_before_do_not",
        "test_a_window_begins_with_the_keys_that_were_chosen",
    ),
    "keys known from other programs do the same": (
        "test_keys_known_from_elsewhere_do_the_same",
        "test_they_are_given_up_for_what_is_chosen",
    ),
    "arrows move the selection": (
        "test_arrows_move_by_ten_and_merge_into_one_step",
        "test_arrows_tab_and_enter_go_about_without_a_mouse",
    ),
    "Tab walks nodes along wires, Enter opens": (
        "test_tab_walks_along_the_wires_and_then_leaves",
        "test_enter_opens_and_escape_clears",
        "test_arrows_tab_and_enter_go_about_without_a_mouse",
    ),
    "Tab goes through a form from top to bottom": ("test_tab_goes_from_top_to_bottom_and_reaches_every_field",),
    "accessible names and descriptions on nodes, ports and wires": (
        "test_screen_readers_hear_the_selection",
        "test_nodes_come_along_the_wires_and_wires_after_them",
        "test_a_node_has_its_ports_and_they_say_what_they_are_wired_with",
        "test_nodes_ports_and_wires_all_have_names_and_descriptions",
        "test_every_field_and_button_of_the_window_has_a_name",
    ),
    "what happens is announced": (
        "test_epochs_are_said_but_not_each_of_a_hundred",
        "test_problems_that_come_and_go_are_said",
        "test_refusals_are_said",
    ),
    "a network is built, trained and exported with the keyboard alone": (
        "test_a_network_is_drawn_trained_and_exported_with_keys_alone",
    ),
    "the focus is always visible": ("test_focus_is_visible", "test_where_the_keyboard_is_on_the_canvas_is_seen"),
    "contrast 4.5:1": ("test_text_is_legible",),
    "reduced motion respected": (
        "test_where_less_motion_is_wanted_nothing_glides",
        "test_with_less_motion_pages_change_at_once",
    ),
    "nothing by colour alone": (
        "test_they_look_different_and_say_so_in_words",
        "test_the_types_of_ports_differ_in_shape_and_not_only_in_colour",
        "test_errors_warnings_muted_and_bypassed_are_told_apart_without_colour",
    ),
    # Safety
    "typing in a field never triggers canvas shortcuts": (
        "test_typing_in_a_field_never_reaches_the_canvas",
        "test_typing_in_the_search_line_never_reaches_the_canvas",
        "test_no_key_typed_into_a_field_of_properties_reaches_the_canvas",
        "test_in_an_argument_every_letter_is_written",
        "test_a_double_click_writes_a_note_and_ctrl_enter_takes_it",
    ),
    "problems and progress are badges on nodes": (
        "test_a_bad_node_has_a_border_and_a_badge_of_its_severity",
        "test_activity_draws_a_bar",
        "test_it_hides_no_neighbour_where_there_is_free_ground",
        "test_past_a_row_of_neighbours_a_line_leads_to_it",
    ),
    "autosave; after a crash the work is there": ("test_work_left_by_a_crash_is_offered_and_taken",),
    # Panels
    "palette and outline left, the inspector right, the rest below": (
        "test_palette_and_outline_left_the_inspector_right_the_rest_below",
        "test_every_row_makes_its_panel_in_its_dock",
    ),
    "panels are dockable, resizable, remembered, closable": (
        "test_every_panel_can_be_moved_closed_and_floated",
        "test_a_hand_resizes_a_panel",
        "test_a_panel_is_closed_by_its_button_and_brought_back_by_the_menu",
        "test_a_panel_in_a_row_of_tabs_is_closed_by_the_menu_of_its_tab",
        "test_a_tab_is_dragged_out_and_its_panel_has_a_bar_then",
        "test_what_floats_is_there_again_after_a_restart",
        "test_size_and_panels_are_where_they_were",
        "test_no_page_on_the_right_needs_more_width_than_the_form",
    ),
    "the inspector moves no field under the hand": ("test_a_problem_that_comes_while_one_types_moves_no_field",),
    "every run is kept in a table, and what can be done with one is at hand": (
        "test_a_row_tells_what_came_of_a_run",
        "test_a_row_follows_a_training",
        "test_the_newest_is_compared_with_the_project_and_two_with_each_other",
        "test_an_earlier_run_is_drawn_gone_on_with_and_drawn_on",
        "test_the_network_begins_with_the_weights_of_a_run",
        "test_the_weights_of_a_run_are_exported",
        "test_a_run_is_deleted_only_after_a_question",
    ),
    "long work shows progress with time left, and a Cancel that works": (
        "test_progress_is_said_in_words",
        "test_durations",
        "test_pause_step_continue_and_stop",
        "test_an_export_can_be_cancelled_and_leaves_no_file",
        "test_a_large_graph_is_laid_out_beside_the_window_with_cancel",
        "test_what_a_panel_waits_for_long_is_said_and_given_up",
        "test_of_what_can_be_counted_the_time_left_is_said",
        "test_a_panel_waits_no_longer_for_what_was_given_up",
    ),
    "numbers are selectable text": (
        "test_numbers_can_be_selected",
        "test_what_the_status_bar_says_can_be_selected",
    ),
    "tables sort and copy": (
        "test_every_table_of_a_panel_sorts_and_copies_alike",
        "test_a_click_on_a_heading_sorts_and_another_turns_it_round",
        "test_ctrl_c_copies_what_is_selected_or_all_with_the_headings",
        "test_finding_sorting_and_copying",
        "test_cells_are_copied_with_the_indices_of_rows_and_columns",
        "test_the_list_sorts_and_is_copied_with_its_headings",
    ),
    "plots zoom and show the value under the pointer": (
        "test_the_wheel_zooms_around_the_pointer",
        "test_zooming_stops_following_and_a_double_click_resumes",
        "test_legend_reads_the_latest_value_then_the_one_under_the_pointer",
        "test_the_pointer_names_epoch_and_step_in_all_charts",
        "test_what_keeps_its_proportion_is_zoomed_both_ways",
        "test_the_value_under_the_pointer_is_told",
    ),
    "plots are saved as picture or CSV": (
        "test_csv_holds_every_point",
        "test_pictures_show_the_chart_and_leave_it_as_it_was",
        "test_pictures_and_numbers_are_saved",
    ),
    "empty panels say what would fill them": (
        "test_an_empty_panel_says_what_would_fill_it",
        "test_an_empty_list_says_what_would_fill_it",
        "test_without_runs_it_is_said_what_brings_one_once_that_is_known",
        "test_panel_says_what_would_fill_it_until_something_comes",
    ),
    "every message tells what to do next": (
        "test_a_wrong_value_is_refused_in_words_and_changes_nothing",
        "test_a_network_with_errors_is_not_trained_and_says_why",
        "test_the_button_repairs_in_one_step",
    ),
    "English and Simplified Chinese": (
        "test_every_text_is_translated",
        "test_the_language_changes_everywhere_at_a_click",
        "test_nothing_stays_in_the_other_language",
    ),
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
