from django.contrib import admin
from django.contrib.auth.views import LoginView
from django.urls import path

from core import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("login/", LoginView.as_view(template_name="login.html")),
    path("", views.home),
    path("tasks/", views.start),
    path("runs/", views.runs),
    path("cached/", views.cached),
]
