from django.contrib import admin
from django.urls import path

from blog import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", views.posts),
    path("posts/new/", views.new_post),
    path("media/<path:name>", views.attachment),
    path("comments/", views.comments),
    path("burn/", views.burn),
    path("slow/", views.slow),
    path("slow-query/", views.slow_query),
]
