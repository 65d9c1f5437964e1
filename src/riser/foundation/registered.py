"""What foundation itself enters into its registries besides the settings pages."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from riser.foundation.registries import JobKind, NoticeKind, RecordKind, jobs, notices, records, tasks


def register_work() -> None:
    """Enters foundation's own kinds of jobs and notices, and failed jobs as tasks."""
    from riser.foundation.jobs.clearing import clear_old
    from riser.foundation.jobs.failing import FAILED_NOTICE, failed_tasks
    from riser.foundation.notices.mail import send_notices
    from riser.foundation.notices.telling import MAIL_JOB

    jobs.register(MAIL_JOB, JobKind(_("Send mail"), send_notices, attempts=6))
    jobs.register("foundation.clear", JobKind(_("Clear old jobs"), clear_old, every=timedelta(days=1)))
    notices.register(FAILED_NOTICE, NoticeKind(_("A job failed"), by_mail=False))
    tasks.register("jobs", failed_tasks)


def register_records() -> None:
    """Enters members, attachments and jobs as records."""
    from riser.foundation import jobs as work
    from riser.foundation.attachments import reading
    from riser.foundation.queries import persons

    records.register(
        "attachment", RecordKind(_("Attachment"), reading.titles, reading.url, reading.search, reading.own)
    )
    records.register("job", RecordKind(_("Job"), work.titles, work.url_of))
    records.register("member", RecordKind(_("Member"), persons.titles, persons.url, persons.search))
