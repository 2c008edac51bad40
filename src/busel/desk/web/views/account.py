"""My account: a new passphrase, key file and quiet passphrase on or off, a new recovery code, the freeze slip again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from busel.desk.access.hellos import own_member
from busel.desk.account.accounts import Wish
from busel.desk.account.own_papers import PAPERS, draw, lay_new_keys, renew, renew_code, uses_key_file, uses_quiet
from busel.desk.account.proving import TooManyWrongError, is_own
from busel.desk.running import member, options
from busel.desk.sandboxes.printing import print_cards
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.card_words import freeze_slip
from busel.desk.web.forms.papers import ChoiceForm, ProofForm, TypedBackForm
from busel.desk.web.own_addresses import addresses_of
from busel.desk.web.pdf import CARDS, pdf
from busel.desk.web.policy import signed_in
from busel.desk.web.porch_views import see_other
from busel.desk.web.views.around import highest_role
from busel.desk.web.views.paper_pages import Way, send_key_file, show_again, show_paper
from busel.registry.roles import Role
from busel.registry.six_words import list_of, six_words
from busel.vault.lock import PROFILES, Profile


def _way() -> Way:
    return Way(
        "base.html",
        start_url=reverse("new_keys" if PAPERS.takes_new_keys else "renew_account"),
        paper_url=reverse("renew_paper"),
        key_url=reverse("renew_key"),
        again_url=reverse("renew_again"),
        is_first=False,
    )


def profile() -> Profile:
    """Return what an Argon2id costs here."""
    return PROFILES[options.chosen.lock_profile]


@signed_in
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show what the account uses, and what can be changed."""
    session = member.current().session
    context = {
        "handle": session.keyring.account.handle,
        "words": six_words(session.keyring.root, own_member(session), language=options.chosen.language).split(),
        "quiet": uses_quiet(session),
        "key_file": uses_key_file(session),
        "may_freeze": bool(session.keyring.freeze_code),
        "may_let_go_on": highest_role(session.keyring).covers(Role.EDITOR),
    }
    return render(request, "account/account.html", context)


@signed_in
@require_safe
def freeze_card(request: HttpRequest) -> HttpResponse:
    """Give the freeze slip once more, to print."""
    session = member.current().session
    card = freeze_slip(
        session.keyring.account.handle,
        session.keyring.freeze_code,
        language=get_language() or "be",
        addresses=addresses_of(request, session),
    )
    return pdf(print_cards([card]), CARDS)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def renew_account(request: HttpRequest) -> HttpResponse:
    """Ask for the passphrase of today and for what the account is to use; then draw new words."""
    session = member.current().session
    choice = ChoiceForm(
        request.POST or None, initial={"key_file": uses_key_file(session), "quiet": uses_quiet(session)}, prefix="new"
    )
    # Who came by the recovery code has proven enough, and knows no passphrase.
    proof = None if PAPERS.owes_renewal else ProofForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and choice.is_valid() and is_proven(proof):
        draw_words(session, choice, new_keys=False)
        return see_other(reverse("renew_paper"))
    context = {"choice": choice, "proof": proof, "owes": PAPERS.owes_renewal}
    return render(request, "account/renew.html", context)


def draw_words(session: Session, choice: ChoiceForm, *, new_keys: bool) -> None:
    """Draw the words that are to be written down; nothing is changed yet."""
    wish = Wish(
        list_of(options.chosen.language),
        key_file=choice.cleaned_data["key_file"],
        quiet=choice.cleaned_data["quiet"],
    )
    PAPERS.drawn, PAPERS.keys, PAPERS.takes_new_keys = draw(session, wish), None, new_keys


def is_proven(proof: ProofForm | None) -> bool:
    """Was the passphrase of today typed? Says what is wrong in the form."""
    if proof is None:
        return True
    if not proof.is_valid():
        return False
    passphrase, key_file = proof.cleaned_data["passphrase"], proof.cleaned_data["key_file"]
    try:
        if is_own(member.current().session, passphrase, key_file, profile=profile()):
            return True
    except TooManyWrongError:
        proof.add_error("passphrase", _("Too many wrong passphrases were typed here. Sign out and in again."))
        return False
    proof.add_error("passphrase", _("This is not your passphrase, or the key file is not the right one."))
    return False


@signed_in
@require_safe
def renew_paper(request: HttpRequest) -> HttpResponse:
    """Show the new words."""
    told = PAPERS.drawn
    return show_paper(request, told, _way()) if told else see_other(reverse("renew_account"))


@signed_in
@require_safe
def renew_key(_request: HttpRequest) -> HttpResponse:
    """Give the new key file."""
    told = PAPERS.drawn
    return send_key_file(told) if told and told.key_file else see_other(reverse("renew_account"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def renew_again(request: HttpRequest) -> HttpResponse:
    """Take the new words back, and put them in force."""
    told = PAPERS.drawn
    if told is None:
        return see_other(reverse("renew_account"))
    if request.method != "POST":
        return show_again(request, TypedBackForm(told=told), _way())
    form = TypedBackForm(request.POST, request.FILES, told=told)
    if not form.is_valid():
        return show_again(request, form, _way())
    if PAPERS.takes_new_keys:
        lay_new_keys(member.current().session, told, profile=profile())
        text = _("The new keys are in force. Everything old opens nothing any more: burn the papers.")
    else:
        renew(member.current().session, told, profile=profile())
        text = _(
            "The new passphrase is in force. The old passphrase and recovery code open nothing any more: burn them."
        )
    PAPERS.laid, PAPERS.drawn, PAPERS.owes_renewal = told, None, False
    notices.say("success", text)
    return see_other(reverse("papers"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_code(request: HttpRequest) -> HttpResponse:
    """Make a new recovery code, for who has lost the paper."""
    proof = ProofForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and is_proven(proof):
        session = member.current().session
        PAPERS.laid = renew_code(session, list_of(options.chosen.language), profile=profile())
        notices.say("success", _("The new recovery code is in force; the old one opens nothing any more."))
        return see_other(reverse("papers"))
    return render(request, "account/new_code.html", {"proof": proof})


urlpatterns: list[URLPattern] = [
    path("account/", account, name="account"),
    path("account/freeze-slip", freeze_card, name="own_freeze_slip"),
    path("account/renew", renew_account, name="renew_account"),
    path("account/renew/paper", renew_paper, name="renew_paper"),
    path("account/renew/key-file", renew_key, name="renew_key"),
    path("account/renew/again", renew_again, name="renew_again"),
    path("account/recovery-code", new_code, name="new_code"),
]
