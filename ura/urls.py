"""/<municipality>/… for everyone, /… for the country. Each package names its own addresses."""

from django.urls import include, path

from ura.core import health
from ura.core import views as looks
from ura.post.heartbeat import worker_sign

urlpatterns = [
    path("", include("ura.staff.urls")),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, {"worker_sign": worker_sign}, name="readyz"),
    path("ui/", looks.guide, name="guide"),
    path("national/", include("ura.statistics.national_urls")),
    path("api/v1/", include("ura.portal.api_urls")),
    path("referral/<str:token>/", include("ura.portal.referral_urls")),
    # Who works all day is led first to what is opened all day: some two hundred addresses are tried in this order.
    path("<slug:office>/office/", include("ura.desk.urls")),
    path("<slug:office>/office/", include("ura.office.urls")),
    path("<slug:office>/office/", include("ura.office.day_urls")),
    path("<slug:office>/office/", include("ura.directory.urls")),
    path("<slug:office>/office/", include("ura.guides.urls")),
    path("<slug:office>/office/", include("ura.cases.urls")),
    path("<slug:office>/office/", include("ura.schemes.urls")),
    path("<slug:office>/office/", include("ura.housing.urls")),
    path("<slug:office>/office/", include("ura.livelihood.urls")),
    path("<slug:office>/office/", include("ura.referrals.urls")),
    path("<slug:office>/office/", include("ura.replies.urls")),
    path("<slug:office>/office/", include("ura.rights.urls")),
    path("<slug:office>/office/", include("ura.plans.urls")),
    path("<slug:office>/office/", include("ura.statistics.urls")),
    path("<slug:office>/office/", include("ura.office.consent_urls")),
    path("<slug:office>/office/", include("ura.office.people_urls")),
    path("<slug:office>/office/", include("ura.office.mail_urls")),
    path("<slug:office>/office/", include("ura.office.import_urls")),
    path("<slug:office>/office/settings/", include("ura.office.settings_urls")),
    path("<slug:office>/", include("ura.portal.urls")),
]

handler500 = "ura.core.broken.broken"
