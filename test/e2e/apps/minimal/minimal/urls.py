from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.urls import path


def home(request):
    return HttpResponse(f"{User.objects.count()} accounts")


urlpatterns = [path("", home), path("admin/", admin.site.urls)]
