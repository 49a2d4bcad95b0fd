from django.contrib import admin

from .models import Application

admin.site.register(Application)
