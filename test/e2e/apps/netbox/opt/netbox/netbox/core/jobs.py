import socket
import time

from .models import Run


def work(key, seconds):
    """Takes a while, and leaves a trace of where it ran and whether it ended."""
    run = Run.objects.create(key=key, host=socket.gethostname())
    time.sleep(seconds)
    run.finished = True
    run.save()
