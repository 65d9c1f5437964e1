"""Root of the URLs: a folder's name is its first word."""

from django.conf import settings
from django.urls import include, path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from riser.web import today, views
from riser.web.api import api
from riser.web.help.views import help_page

urlpatterns = [
    path("", views.home, name="home"),
    path("today/", today.today_page, name="today"),
    path("healthz", views.healthz, name="healthz"),
    path("language", require_POST(set_language), name="set_language"),
    path("theme", views.theme, name="theme"),
    path("help/", help_page, name="help"),
    path("help/<path:page>/", help_page, name="help_page"),
    path("organisation/", views.choose_organisation, name="organisation_choose"),
    path("organisation/new/", views.new_organisation, name="organisation_new"),
    path("", include("riser.foundation.urls")),
    path("approvals/", include("riser.foundation.approvals.urls")),
    path("jobs/", include("riser.foundation.jobs.urls")),
    path("notices/", include("riser.foundation.notices.urls")),
    path("account/", include("riser.web.account_urls")),
    path("connect/", include("riser.connect.urls")),
    path("plan/", include("riser.plan.urls")),
    path("launch/", include("riser.launch.urls")),
    path("measure/", include("riser.measure.urls")),
    path("assess/", include("riser.assess.urls")),
    path("ui/", include("riser.ui.urls")),
    path("api/v1/", api.urls),
]

handler404 = "riser.web.elsewhere.not_found"
if settings.DEBUG:
    handler500 = "django.views.defaults.server_error"
