"""Sign-in without keys: the passphrase is "right"."""

import hashlib
import time

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from busel.desk.running import process
from busel.desk.web.shared_urls import handler400, handler403, handler404, handler500
from busel.desk.web.shared_urls import urlpatterns as shared
from busel.vault.entropy import random_bytes

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def locker_of(handle: str) -> bytes:
    return hashlib.sha256(handle.encode()).digest()[:16]


@csrf_exempt
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponse(f"porch in mode {process.current.mode}")
    time.sleep(float(request.POST.get("cost", "0")))
    if request.POST["passphrase"].startswith("quiet-"):
        process.current.end_frozen(locker_of(request.POST["passphrase"].removeprefix("quiet-")))
        return HttpResponse("no", status=403)
    if request.POST["passphrase"] != "right":
        return HttpResponse("no", status=403)
    token = random_bytes(32)
    ended_older = process.current.become(locker_of(request.POST["handle"]), token)
    response = HttpResponseRedirect("/ended-older" if ended_older else "/")
    response.status_code = 303
    response.set_cookie("busel", process.cookie_value(token), httponly=True, samesite="Strict")
    return response


def fail(_request: HttpRequest) -> HttpResponse:
    raise ValueError("canary-in-an-exception")


def freeze(request: HttpRequest) -> HttpResponse:
    process.current.end_frozen(locker_of(request.GET["handle"]))
    return HttpResponse(process.current.mode)


def neutral(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("elsewhere")


urlpatterns = [
    path("sign-in", sign_in),
    path("fail", fail),
    path("freeze", freeze),
    path("neutral", neutral, name="neutral"),
    *shared,
]
