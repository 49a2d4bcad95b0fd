import time

from celery.result import AsyncResult
from django.core.cache import cache
from django.forms import modelform_factory
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from . import tasks
from .models import Application, Run, Tick


def apply(request):
    form = modelform_factory(Application, fields=["name"])(request.POST or None)
    if form.is_valid():
        task = tasks.score.delay(form.save().pk)
        return redirect(f"/results/{task.id}/")
    return render(request, "apply.html", {"form": form})


@never_cache
def result(request, task):
    state = AsyncResult(task)
    return JsonResponse({"state": state.state, "result": state.result if state.successful() else None})


@csrf_exempt
def start(request):
    task = tasks.work.delay(request.POST["key"], float(request.POST.get("seconds", "0")))
    return HttpResponse(task.id, status=202)


@never_cache
def runs(request):
    rows = Run.objects.filter(key__startswith=request.GET["prefix"]).order_by("id")
    return JsonResponse({"runs": [{"key": r.key, "host": r.host, "finished": bool(r.finished)} for r in rows]})


@never_cache
def ticks(request):
    return JsonResponse({"ticks": [t.at.timestamp() for t in Tick.objects.order_by("id")]})


@never_cache
def cached(request):
    """A value that one request writes and another reads, through the cache."""
    if "value" in request.GET:
        cache.set("value", request.GET["value"], 60)
    return JsonResponse({"value": cache.get("value")})


def burn(request):
    """Keeps one processor busy for a fifth of a second."""
    until = time.process_time() + 0.2
    while time.process_time() < until:
        pass
    return HttpResponse("burnt")
