"""The profile and the board report as files: PDF, Word, Excel, PNG and JSON from the same frozen values."""

from riser.assess.documents.kinds import KINDS, MEDIA, OFFERED, Form, Kind
from riser.assess.documents.making import Asked, File, asked, make

__all__ = ["KINDS", "MEDIA", "OFFERED", "Asked", "File", "Form", "Kind", "asked", "make"]
