import json
from urllib.parse import urlencode
from urllib.request import urlopen

from django.conf import settings
from django.contrib import admin
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from campus.celery import EXPORTS, export


def search(command, **arguments):
    """Has Groonga run a command, and returns what that returns."""
    with urlopen(f"{settings.SEARCH_URL}{command}?{urlencode(arguments)}", timeout=10) as answer:
        return json.load(answer)[1]


def home(request):
    return JsonResponse({"answered by": "Django"})


def index(request):
    search("table_create", name="Courses", flags="TABLE_HASH_KEY", key_type="ShortText")
    courses = [{"_key": name} for name in ("Algebra", "Analysis", "Botany")]
    return JsonResponse({"indexed": search("load", table="Courses", values=json.dumps(courses))})


def find(request):
    columns = search("select", table="Courses", filter=f'_key @ "{request.GET["q"]}"', output_columns="_key")
    return JsonResponse({"found": [key for (key,) in columns[0][2:]]})


@csrf_exempt
def exports(request, name):
    if request.method == "POST":
        export.delay(name)
        return HttpResponse(status=202)
    try:
        return FileResponse((EXPORTS / name).open("rb"))
    except FileNotFoundError:
        raise Http404


urlpatterns = [
    path("", home),
    path("admin/", admin.site.urls),
    path("api/", home),
    path("api/index/", index),
    path("api/search/", find),
    path("api/exports/<str:name>", exports),
]
