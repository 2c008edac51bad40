"""Every deed and the role that it needs, in one table: desks refuse to do others, and refuse to believe others'."""

from __future__ import annotations

from busel.registry.roles import Role

DEEDS: dict[str, Role] = {
    # in a division's journal
    "found_division": Role.COORDINATOR,
    "grant": Role.COORDINATOR,
    "propose_grant": Role.COORDINATOR,
    "withdraw_proposal": Role.COORDINATOR,
    "revoke": Role.COORDINATOR,
    "take_in_anew": Role.COORDINATOR,
    "state_own_key": Role.COORDINATOR,
    "begin_epoch": Role.COORDINATOR,
    "name_deputies": Role.COORDINATOR,
    # what trustees let somebody do, who holds nothing there before it: believed for the root's signature
    "recover_division": Role.COORDINATOR,
    "recover_office": Role.ADMINISTRATOR,
    "add_contact": Role.EDITOR,
    "edit_contact": Role.EDITOR,
    "keep_household": Role.EDITOR,
    "save_group": Role.EDITOR,
    "join_group": Role.EDITOR,
    "save_tag_type": Role.EDITOR,
    "undo_change": Role.EDITOR,
    "erase_contact": Role.COORDINATOR,
    "import_list": Role.EDITOR,
    "undo_import": Role.EDITOR,
    "accept_entry": Role.EDITOR,
    "reject_entry": Role.EDITOR,
    "let_go_on": Role.EDITOR,
    "save_search": Role.EDITOR,
    "delete_search": Role.EDITOR,
    "save_template": Role.EDITOR,
    "save_mapping": Role.EDITOR,
    "print_letters": Role.EDITOR,
    "ask_to_export": Role.EDITOR,
    "approve_export": Role.COORDINATOR,
    "export_contacts": Role.EDITOR,
    "add_demo_people": Role.EDITOR,
    "finish_deed": Role.EDITOR,
    "fold_journal": Role.EDITOR,
    "rotate_keys": Role.COORDINATOR,
    "note_freeze": Role.COORDINATOR,
    "note_thaw": Role.COORDINATOR,
    "keep_custody": Role.COORDINATOR,
    "fold_log": Role.COORDINATOR,
    # without a place in a journal: reading, and writing to an inbox
    "find_contacts": Role.VIEWER,
    "open_contact": Role.VIEWER,
    "open_history": Role.VIEWER,
    "show_exposure": Role.COORDINATOR,
    "take_new_keys": Role.VIEWER,
    "print_exposure": Role.COORDINATOR,
    "preview_import": Role.EDITOR,
    "open_inbox": Role.EDITOR,
    "refuse_newcomer": Role.COORDINATOR,
    "send_entry": Role.COLLECTOR,
    "propose_field": Role.COORDINATOR,
    "stopped_by_brake": Role.VIEWER,
    "read_access_log": Role.COORDINATOR,
    "let_log_go": Role.AUDITOR,
    "freeze_account": Role.COORDINATOR,
    "agree_to_thaw": Role.COORDINATOR,
    "freeze_from_office": Role.ADMINISTRATOR,
    "agree_from_office": Role.ADMINISTRATOR,
    "set_idle_days": Role.ADMINISTRATOR,
    "rotate_shared_keys": Role.ADMINISTRATOR,
    # in an account's own journal
    "found_own_journal": Role.EDITOR,
    "set_preferences": Role.EDITOR,
    "keep_receipt": Role.EDITOR,
    "note_import": Role.EDITOR,
    "note_access": Role.EDITOR,
    "note_agreement": Role.EDITOR,
    # in commons and office
    "found_organisation": Role.ADMINISTRATOR,
    "invite": Role.ADMINISTRATOR,
    "withdraw_invitation": Role.ADMINISTRATOR,
    "add_account": Role.ADMINISTRATOR,
    "note_new_keys": Role.ADMINISTRATOR,
    "end_account": Role.ADMINISTRATOR,
    "note_left_out": Role.ADMINISTRATOR,
    "announce_keys": Role.ADMINISTRATOR,
    "keep_custody_in_office": Role.ADMINISTRATOR,
    "set_standard": Role.ADMINISTRATOR,
    "refuse_field": Role.ADMINISTRATOR,
    "check_share": Role.ADMINISTRATOR,
    # in commons, by a division's own key: its certificates and inbox keys, each believed for its own signature
    "publish_keys": Role.COORDINATOR,
}


def needed(deed: str) -> Role | None:
    """Return the role that a deed needs, or None for a deed that this version does not know."""
    return DEEDS.get(deed)
