"""The style guide: every part of the looks on one page, for those who build pages."""

import datetime
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from ura.core.context import NavItem


class GuideForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Emri dhe mbiemri", help_text="Siç shkruhet në letërnjoftim.")
    received_on = forms.DateField(label="Data e marrjes", help_text="Për shembull 31.12.2026")
    kind = forms.ChoiceField(
        label="Lloji i shërbimit",
        choices=[
            ("1", "1 Informim, orientim, referim"),
            ("2", "2 Veprimtari e përbashkët"),
            ("3", "3 Investim"),
        ],
    )
    channel = forms.ChoiceField(
        label="Si erdhi kërkesa",
        widget=forms.RadioSelect,
        choices=[("counter", "Në sportel"), ("phone", "Me telefon"), ("post", "Me shkresë")],
    )
    needs = forms.MultipleChoiceField(
        label="Nevojat",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("a", "Njohja e diplomave dhe e kualifikimeve profesionale"),
            ("b", "Strehim"),
            ("c", "Arsimimi i fëmijëve"),
        ],
    )
    text = forms.CharField(label="Përshkrimi i çështjes", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    files = forms.FileField(label="Bashkëlidhje", required=False, help_text="PDF, Word, Excel ose foto, deri në 20 MB.")
    consent = forms.BooleanField(
        label="Pranoj që zyra të më kontaktojë përsëri për këtë çështje.",
        help_text="Mund ta tërhiqni pëlqimin në çdo kohë.",
    )


SUBJECTS = [
    "Njohja e diplomës së fituar në Universitetin e Selanikut dhe ekuivalentimi i kualifikimeve profesionale",
    "Regjistrimi i fëmijëve të kthyer nga Gjermania në shkollën nëntëvjeçare",
    "Investim në agroturizëm",
    "Kërkesë për çertifikatë pronësie për trashëgimtarët që jetojnë në Nju-Jork",
]
NAMES = [
    "Vjollca Xhaferaj-Përmeti",
    "Shoqata e Shqiptarëve «Gjergj Kastrioti Skënderbeu», Shtutgart",
    "Çlirim Gjeçovi",
    "Ëngjëll Ndreu",
]
STATES = [
    (1, "Në analizë"),
    (2, "Në proces brenda institucionit"),
    (3, "Në proces jashtë institucionit"),
    (4, "Përgatitje e përgjigjes zyrtare"),
    (5, "E mbyllur"),
]

NAV = [
    NavItem("?1", "Dita ime", "sun", 7, True),
    NavItem("?2", "Kërkesat", "list", 0, False),
    NavItem("?3", "E re", "plus", 0, False),
    NavItem("?4", "Posta", "mail", 12, False),
    NavItem("?5", "Shkresat", "file-text", 2, False),
    NavItem("?6", "Aktorët", "users", 0, False),
    NavItem("?7", "Statistika", "chart-column", 0, False),
    None,
    NavItem("?8", "Cilësimet", "settings", 0, False),
]


@login_not_required
def guide(request):
    """Every part with long words, no rows and hundreds of rows; only where Ura is developed."""
    if not settings.DEBUG:
        raise Http404
    today = timezone.localdate()
    rows = [
        {
            "number": f"{1200 - n}/2026",
            "subject": SUBJECTS[n % 4],
            "who": NAMES[n % 4],
            "state": STATES[n % 5],
            "due_on": today + datetime.timedelta(days=n % 9 - 2),
            "closed": n % 5 == 4,
            "late": n % 9 < 2 and n % 5 != 4,
            "officer": "Besnik Hoxha",
        }
        for n in range(400)
    ]
    bad = GuideForm({"received_on": "31.31.2026", "channel": "x", "name": ""})
    messages.success(request, "Kërkesa 1201/2026 u regjistrua. Konfirmimi i marrjes doli në postë.")
    request.user = SimpleNamespace(is_authenticated=True, name="Ana Leka")
    now = timezone.localtime()
    template = "ui/guide_public.html" if "public" in request.GET else "ui/guide.html"
    return render(
        request,
        template,
        {
            "search_url": "?",
            "new_url": "?new",
            "nav_items": NAV,
            "page": Paginator(rows, int(request.GET.get("rows", 8))).get_page(request.GET.get("page", 1)),
            "form": GuideForm(),
            "bad": bad,
            "states": STATES,
            "today": today,
            "now": now,
            "facts": [
                ("Kërkuesi", NAMES[0]),
                ("Telefoni", "+355 66 000 0000"),
                ("Gjuha", "Shqip"),
                ("Nr. i arkivit", ""),
                ("Njësia administrative", "Bashkia Gjirokastër, njësia Lunxhëri"),
            ],
            "steps": [
                {"on": today, "text": "Kërkesa u mor", "law": "Ligji 119/2014, neni 12"},
                {
                    "on": today + datetime.timedelta(14),
                    "text": "10 ditë pune nga dita e nesërme",
                    "law": "Ligji 119/2014, neni 15, pika 1",
                },
                {"text": "Kapërcehen: 14 mars, Dita e Verës; 22 mars, Dita e Nevruzit"},
                {
                    "on": today + datetime.timedelta(21),
                    "text": "Zgjatje me 5 ditë pune, për shqyrtim të më shumë dokumenteve",
                    "law": "Ligji 119/2014, neni 15, pika 2",
                },
            ],
            "result": {"on": today + datetime.timedelta(21), "text": "Afati i përgjigjes"},
            "events": [
                {
                    "kind": "in",
                    "icon": "phone",
                    "what": "Kërkesa u mor me telefon",
                    "by": "Ana Leka",
                    "at": now,
                    "body": "Përshëndetje! Dëshiroj të di se si njihet diploma ime e fituar në Selanik dhe sa kushton përkthimi i njësuar.",
                },
                {
                    "kind": "out",
                    "icon": "send",
                    "what": "Konfirmimi i marrjes u dërgua",
                    "by": "Ura",
                    "at": now,
                },
                {
                    "kind": "warn",
                    "icon": "clock",
                    "what": "Afati u zgjat me 5 ditë pune",
                    "by": "Besnik Hoxha",
                    "at": now,
                    "law": "Ligji 119/2014, neni 15",
                },
                {
                    "kind": "",
                    "icon": "message-square",
                    "what": "Diskutim me mbikëqyrësin",
                    "by": "Drita Marku",
                    "at": now,
                },
                {
                    "kind": "ok",
                    "icon": "circle-check",
                    "what": "Përgjigja zyrtare u miratua",
                    "by": "Drita Marku",
                    "at": now,
                },
            ],
            "tasks": [
                {
                    "state": "done",
                    "text": "Regjistro kërkesën dhe jepi numrin e protokollit",
                    "note": "vetë, 12.03.2026",
                },
                {"state": "done", "text": "Njofto kërkuesin për pikën fokale"},
                {
                    "state": "now",
                    "text": "Kontakto aktorët brenda dhe jashtë institucionit",
                    "law": "PSV 5.9, hapi 4",
                },
                {"state": "todo", "text": "Përgatit përgjigjen zyrtare dhe diskutoje me mbikëqyrësin"},
                {"state": "skip", "text": "Vizitë në terren"},
            ],
            "tabs": [
                {"url": "?t1", "label": "Kërkesa", "active": True},
                {"url": "?t2", "label": "Aktorët", "count": 3},
                {"url": "?t3", "label": "Bashkëlidhjet", "count": 12},
                {"url": "?t4", "label": "Rrjedha e plotë"},
            ],
        },
    )
