"""`riser assess`: maturity from the records, stated answers, appraisals, and the bare rules on a file."""

from riser.assess.commands import affirmations as affirmations
from riser.assess.commands import appraisals as appraisals
from riser.assess.commands import checking as checking
from riser.assess.commands import comparing as comparing
from riser.assess.commands import documents as documents
from riser.assess.commands import profile as profile
from riser.assess.commands.door import assess

__all__ = ["assess"]
