"""Reading notices. It changes nobody's records, so it leaves no event in the trail."""

from django.utils.translation import gettext as _

from riser.foundation.errors import NotFound
from riser.foundation.notices.queries import SEE_NOTICES, own_rows
from riser.foundation.roles import Act, require


def mark_read(act: Act, notice_id: int) -> str:
    """The page that one of the acting member's notices is about. Raises NotFound for anybody else's."""
    require(act, SEE_NOTICES)
    row = own_rows(act).filter(pk=notice_id).first()
    if row is None:
        raise NotFound(_("There is no such notice."))
    own_rows(act).filter(pk=row.pk, read_at=None).update(read_at=act.now)
    return row.url


def mark_all_read(act: Act) -> int:
    """How many of the acting member's notices were unread; none is now."""
    require(act, SEE_NOTICES)
    return own_rows(act).filter(read_at=None).update(read_at=act.now)
