import django_rq
from django.core.cache import cache
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from .jobs import work
from .models import Run


def home(request):
    return HttpResponse("NetBox, or what stands in for it")


@csrf_exempt
def start(request):
    job = django_rq.enqueue(work, request.POST["key"], float(request.POST.get("seconds", "0")))
    return HttpResponse(job.id, status=202)


def runs(request):
    rows = Run.objects.filter(key__startswith=request.GET["prefix"]).order_by("id")
    return JsonResponse({"runs": list(rows.values("key", "host", "finished"))})


def cached(request):
    """A value that one request writes and another reads, through the cache."""
    if "value" in request.GET:
        cache.set("value", request.GET["value"], 60)
    return JsonResponse({"value": cache.get("value")})
