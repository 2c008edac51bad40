"""Who is exposed: what each account can see, the worst first; and one account by itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, register_converter, reverse
from django.views.decorators.http import require_safe

from busel.desk.access.reach import divisions_with_one_holder, is_known, reach_of, reaches
from busel.desk.running import member
from busel.desk.web.forms.exposure import PeriodForm
from busel.desk.web.policy import policy
from busel.desk.web.reach_words import account_row, account_rows, called, former_rows, held_row, one_holder_rows
from busel.desk.web.region_groups import by_region
from busel.desk.workspace.models import Contact
from busel.registry.roles import Role


class AccountId:
    """An account's id in an address: 32 hexadecimal digits, random, so it says nothing about who it is."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> bytes:
        """Return the id."""
        return bytes.fromhex(value)

    def to_url(self, value: str) -> str:
        """Return its digits."""
        return value


register_converter(AccountId, "account")


@policy(Role.COORDINATOR)
@require_safe
def all_reaches(request: HttpRequest) -> HttpResponse:
    """Show all accounts with what their keys open, worst first, and the divisions that hang on one person."""
    session = member.current().session
    found = reaches(session)
    one_holder = one_holder_rows(session, divisions_with_one_holder(session))
    context = {
        "place": "home",
        "total": Contact.objects.count(),
        "accounts": account_rows(session, found),
        "former": former_rows(session),
        "one_holder": one_holder,
        "regions": by_region(one_holder, lambda row: row.division, count=lambda _row: 1),
    }
    return render(request, "exposure/all.html", context)


@policy(Role.COORDINATOR)
@require_safe
def account_reach(request: HttpRequest, account: bytes) -> HttpResponse:
    """Show what one account can see, and offer the report of what it could."""
    return show_account(request, account, PeriodForm())


def show_account(request: HttpRequest, account: bytes, form: PeriodForm) -> HttpResponse:
    """Draw the page of one account; 404 for one that was never named in a division that is open here."""
    session = member.current().session
    if not is_known(session, account):
        raise Http404
    reach = reach_of(session, account)
    context = {
        "place": "home",
        "handle": called(session, account),
        "row": account_row(session, reach),
        "held": [held_row(one) for one in reach.held],
        "form": form,
        "make_url": reverse("exposure_make", args=[account.hex()]),
    }
    return render(request, "exposure/account.html", context)


urlpatterns: list[URLPattern] = [
    path("exposed", all_reaches, name="exposed"),
    path("exposed/<account:account>", account_reach, name="account_reach"),
]
