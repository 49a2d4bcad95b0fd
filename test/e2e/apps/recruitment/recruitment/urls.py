from django.contrib import admin
from django.urls import path

from jobs import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", views.apply),
    path("results/<str:task>/", views.result),
    path("tasks/", views.start),
    path("runs/", views.runs),
    path("ticks/", views.ticks),
    path("cached/", views.cached),
    path("burn/", views.burn),
]
