from django.db import models


class Run(models.Model):
    """One attempt at a job, or one run of a command."""

    key = models.CharField(max_length=80)
    finished = models.BooleanField(default=False)
    host = models.CharField(max_length=80)
