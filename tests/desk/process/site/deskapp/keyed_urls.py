"""Pages of a signed-in member that tell about the process."""

import os
import subprocess
import threading
import time
from pathlib import Path

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from busel.desk.running import process
from busel.desk.web.shared_urls import handler400, handler403, handler404, handler500
from busel.desk.web.shared_urls import urlpatterns as shared
from deskapp import porch_urls

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def home(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"desk {os.getpid()}")


def about(_request: HttpRequest) -> HttpResponse:
    descriptors = [str(entry.readlink()) for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()]
    own = os.getpid()
    status = Path("/proc/self/status").read_text()
    core = next(line for line in Path("/proc/self/limits").read_text().splitlines() if "core" in line)
    return JsonResponse(
        {
            "process": own,
            "group": os.getpgrp(),
            "descriptors": descriptors,
            "locked": next(line.split()[1] for line in status.splitlines() if line.startswith("VmLck")),
            "core": core.split()[4:6],
        }
    )


def children(_request: HttpRequest) -> HttpResponse:
    same_group = subprocess.Popen(["sleep", "1000"])
    own_session = subprocess.Popen(["sleep", "1000"], start_new_session=True)
    return JsonResponse({"children": [same_group.pid, own_session.pid]})


@csrf_exempt
def upload(request: HttpRequest) -> HttpResponse:
    file = request.FILES["file"]
    return HttpResponse(f"{file.size} {type(file.file).__name__}")


def database(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("create table if not exists seen (number)")
        cursor.execute("insert into seen values (1)")
        cursor.execute("select count(*) from seen")
        return HttpResponse(str(cursor.fetchone()[0]))


@csrf_exempt
def sign_out(_request: HttpRequest) -> HttpResponse:
    process.current.end("signed-out")
    return HttpResponse("goodbye")


def work(request: HttpRequest) -> HttpResponse:
    def run() -> None:
        with process.current.hold("import"):
            time.sleep(float(request.GET["seconds"]))

    threading.Thread(target=run).start()
    return HttpResponse("working")


def progress(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(",".join(process.current.holding()), headers={"Refresh": "1"})


urlpatterns = [
    path("", home, name="home"),
    path("about", about),
    path("children", children),
    path("upload", upload),
    path("database", database),
    path("sign-out", sign_out),
    path("work", work),
    path("progress", progress, name="progress"),
    path("freeze", porch_urls.freeze),
    path("neutral", porch_urls.neutral, name="neutral"),
    *shared,
]
