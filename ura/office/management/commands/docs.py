"""Write the pages of docs/ that the code knows best: roles, moves, figures. --check fails when one is stale."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import URLPattern, get_resolver
from django.utils.translation import override

from ura.cases.models.plan import PLAN_MOVES
from ura.cases.states import MOVES as CASE_MOVES
from ura.desk.states import MOVES
from ura.referrals.states import MOVES as REFERRAL_MOVES
from ura.replies.states import MOVES as LETTER_MOVES
from ura.rights.states import MOVES as RIGHTS_MOVES
from ura.schemes.states import MOVES as APPLICATION_MOVES
from ura.staff.models import Role
from ura.statistics.casework import FIGURES
from ura.statistics.figures import MEANINGS

HEAD = "<!-- Written by `./run manage docs` from the code; change the code, not this page. -->\n\n"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check, **options):
        with override("en"):
            pages = {"roles.md": roles(), "moves.md": moves(), "figures.md": figures()}
        stale = []
        for name, text in pages.items():
            path = Path(settings.BASE_DIR) / "docs" / name
            if not path.exists() or path.read_text(encoding="utf-8") != HEAD + text:
                stale.append(name)
                if not check:
                    path.write_text(HEAD + text, encoding="utf-8")
        if check and stale:
            raise CommandError(f"Stale in docs/: {', '.join(stale)}. Run ./run manage docs.")


def roles():
    """Role × page, read from the wrapper round every view."""
    lines = [
        "# Who may enter which page\n",
        "A stranger to the office gets 404, a colleague without the role 403. Within a page, `desk/rules.py`,",
        "`replies/rules.py` and `rights/rules.py` say what may be done to the one thing shown; what is hidden answers 404.\n",
        f"| page | {' | '.join(str(role.label) for role in Role)} |",
        f"|---|{'---|' * len(Role)}",
    ]
    for route, _name, view in sorted(_routes(get_resolver().url_patterns)):
        allowed = getattr(view, "roles", None)
        if isinstance(allowed, tuple):
            marks = " | ".join("●" if role in allowed else " " for role in Role)
            lines.append(f"| `{route}` | {marks} |")
    lines += ["", "## Casework", "", "| figure | meaning | counts |", "|---|---|---|"]
    lines += [
        f"| {figure.title} (`{key}`) | {figure.meaning} | {', '.join(str(part) for part in figure.parts.values())} |"
        for key, figure in FIGURES.items()
    ]
    return "\n".join(lines) + "\n"


def _routes(patterns, before=""):
    for each in patterns:
        if isinstance(each, URLPattern):
            yield before + str(each.pattern), each.name or "", each.callback
        else:
            yield from _routes(each.url_patterns, before + str(each.pattern))


def moves():
    """The state machines as drawings."""
    parts = [
        "# How requests and letters move\n",
        _drawing("A request", MOVES),
        _drawing("An official letter", LETTER_MOVES),
        _drawing("A request about one's own data", RIGHTS_MOVES),
        _drawing("A case", CASE_MOVES),
        _drawing("An individual plan", PLAN_MOVES),
        _drawing("A referral", REFERRAL_MOVES),
        _drawing("An application to a scheme", APPLICATION_MOVES),
    ]
    return "\n".join(parts)


def _drawing(title, table):
    lines = [f"## {title}\n", "```mermaid", "stateDiagram-v2"]
    names = {state: f"s{n}" for n, state in enumerate(table)}
    lines += [f'    state "{state.label}" as {names[state]}' for state in table]
    lines.append(f"    [*] --> {names[next(iter(table))]}")
    for state, targets in table.items():
        lines += [f"    {names[state]} --> {names[target]}" for target in sorted(targets, key=list(table).index)]
    return "\n".join([*lines, "```", ""])


def figures():
    lines = ["# Figures\n", "| figure | meaning |", "|---|---|"]
    lines += [f"| {label} | {meaning} |" for label, meaning in MEANINGS]
    lines += ["", "## Casework", "", "| figure | meaning | counts |", "|---|---|---|"]
    lines += [
        f"| {figure.title} (`{key}`) | {figure.meaning} | {', '.join(str(part) for part in figure.parts.values())} |"
        for key, figure in FIGURES.items()
    ]
    return "\n".join(lines) + "\n"
