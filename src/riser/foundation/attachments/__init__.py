"""Files and links beside records of any room: attached as evidence, opened by whoever may see the record."""

from riser.foundation.attachments.keeping import ATTACH, attach_file, attach_link, withdraw
from riser.foundation.attachments.reading import SEE_ATTACHMENTS, Attached, attached_to, attachments, find

__all__ = [
    "ATTACH",
    "SEE_ATTACHMENTS",
    "Attached",
    "attach_file",
    "attach_link",
    "attached_to",
    "attachments",
    "find",
    "withdraw",
]
