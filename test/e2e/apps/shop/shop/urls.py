from django.contrib import admin
from django.urls import path

from catalog.views import new_product, products
from jobs import views as jobs

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", products),
    path("products/new/", new_product),
    path("tasks/", jobs.start),
    path("runs/", jobs.runs),
    path("cached/", jobs.cached),
]
