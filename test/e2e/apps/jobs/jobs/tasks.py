import socket
import time

from celery import shared_task
from django.utils import timezone

from .models import Application, Run, Tick


@shared_task
def score(application):
    """Scores an application by the length of its name."""
    row = Application.objects.get(pk=application)
    row.score = len(row.name)
    row.save()
    return row.score


@shared_task
def work(key, seconds):
    """Takes a while, and leaves a trace of when it began and whether it ended."""
    run = Run.objects.create(key=key, host=socket.gethostname())
    time.sleep(seconds)
    run.finished = timezone.now()
    run.save()
    return key


@shared_task
def tick():
    Tick.objects.create()
