"""Writes of this room: loads, what people say about accounts and words, and taking loads back."""

from riser.connect.actions.accounts import (
    agree_latency,
    confirm_account,
    mark_quiet_days,
    resume_account,
    retire_account,
)
from riser.connect.actions.asking import ask_lake, export_table
from riser.connect.actions.databases import import_table
from riser.connect.actions.erasing import Erased, erase_person
from riser.connect.actions.loads import Preview, accept_load, discard_load, import_file, preview_file
from riser.connect.actions.many import ManyLoads, import_files
from riser.connect.actions.mappings import keep_mapping, remove_mapping
from riser.connect.actions.permissions import CONFIRM, IMPORT, SEE, SET_POLICY, UNDO
from riser.connect.actions.policy import set_utm_policy
from riser.connect.actions.pulls import Said, forget_connection, keep_connection, pull, run_due
from riser.connect.actions.quality import check_quality
from riser.connect.actions.redo import redo_load
from riser.connect.actions.retention import LetGo, apply_retention, set_retention
from riser.connect.actions.schemas import migrate_lake, outdated_tables
from riser.connect.actions.settling import reconcile, reconcile_all
from riser.connect.actions.undo import UndoPreview, preview_undo, undo_load
from riser.connect.actions.upkeep import compact_lake
from riser.connect.actions.words import settle_word

__all__ = [
    "CONFIRM",
    "IMPORT",
    "SEE",
    "SET_POLICY",
    "UNDO",
    "Erased",
    "LetGo",
    "ManyLoads",
    "Preview",
    "Said",
    "UndoPreview",
    "accept_load",
    "agree_latency",
    "apply_retention",
    "ask_lake",
    "check_quality",
    "compact_lake",
    "confirm_account",
    "discard_load",
    "erase_person",
    "export_table",
    "forget_connection",
    "import_file",
    "import_files",
    "import_table",
    "keep_connection",
    "keep_mapping",
    "mark_quiet_days",
    "migrate_lake",
    "outdated_tables",
    "preview_file",
    "preview_undo",
    "pull",
    "reconcile",
    "reconcile_all",
    "redo_load",
    "remove_mapping",
    "resume_account",
    "retire_account",
    "run_due",
    "set_retention",
    "set_utm_policy",
    "settle_word",
    "undo_load",
]
