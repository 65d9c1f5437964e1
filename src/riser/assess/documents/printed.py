"""The reports as PDF: which template draws which, and which has to fit one page."""

from riser.assess.documents.board import BoardReport
from riser.assess.documents.profile_report import ProfileReport
from riser.ui.documents.pdf import pdf

PROFILE = "assess/documents/profile.css"
BOARD = "assess/documents/board.css"


def write(report: ProfileReport | BoardReport) -> bytes:
    """The PDF. Raises CannotDraw."""
    if isinstance(report, BoardReport):
        return pdf("assess/documents/board.html", {"report": report}, style=BOARD, on_one_page=True)
    return pdf("assess/documents/profile.html", {"report": report}, style=PROFILE)
