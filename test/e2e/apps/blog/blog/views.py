import time
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.forms import modelform_factory
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from .models import Comment, Post


def posts(request):
    return render(request, "posts.html", {"posts": Post.objects.order_by("-id")[:20]})


@login_required
def new_post(request):
    form_class = modelform_factory(Post, fields=["title", "text", "attachment"])
    form = form_class(request.POST or None, request.FILES or None)
    if form.is_valid():
        form.save()
        return redirect("/")
    return render(request, "new_post.html", {"form": form})


@login_required
def attachment(request, name):
    """Where nginx does not give uploads to everybody, it sends what this view names."""
    response = HttpResponse(headers={"X-Accel-Redirect": "/protected/" + quote(name)})
    del response["Content-Type"]  # nginx names it by the file's name
    return response


@csrf_exempt
def comments(request):
    """POST writes one, GET counts those whose key starts with a prefix."""
    if request.method == "POST":
        Comment.objects.get_or_create(key=request.POST["key"])
        return HttpResponse("written", status=201)
    prefix = request.GET.get("prefix", "")
    return JsonResponse({"count": Comment.objects.filter(key__startswith=prefix).count()})


def slow(request):
    """An answer that takes its time."""
    time.sleep(float(request.GET["seconds"]))
    return HttpResponse("done")


def slow_query(request):
    """An answer that the database takes its time for."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_sleep(%s)", [float(request.GET["seconds"])])
    return HttpResponse("done")


def burn(request):
    """Keeps one processor busy for a tenth of a second."""
    until = time.process_time() + 0.1
    while time.process_time() < until:
        pass
    return HttpResponse("burnt")
