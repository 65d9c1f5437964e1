"""REST face of the foundation: organisation, people, tokens, attachments, search, jobs."""

from ninja import Router

from riser.foundation.api.attachments import router as attachments
from riser.foundation.api.people import router as people
from riser.foundation.api.search import router as search
from riser.foundation.api.tokens import router as tokens
from riser.foundation.approvals.api import router as approvals
from riser.foundation.jobs.api import router as jobs

router = Router()
router.add_router("/jobs", jobs)
router.add_router("/approvals", approvals)
for part in (people, tokens, attachments, search):
    router.add_router("", part)
