import os
from pathlib import Path

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campus.settings")

EXPORTS = Path("/srv/exports")

app = Celery("campus")
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.task
def export(name):
    """Writes an export to the volume that the web server reads."""
    (EXPORTS / name).write_text(f"marks of {name}\n")
