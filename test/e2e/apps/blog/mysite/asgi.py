import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")
os.environ["UNDER_ASGI"] = "1"
application = get_asgi_application()
