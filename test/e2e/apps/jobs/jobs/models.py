from django.db import models


class Application(models.Model):
    name = models.CharField(max_length=100)
    score = models.IntegerField(null=True)


class Run(models.Model):
    """One attempt at a task: a second row of the same key is a second attempt."""

    key = models.CharField(max_length=80)
    started = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True)
    host = models.CharField(max_length=80)


class Tick(models.Model):
    """One run of the schedule's task."""

    at = models.DateTimeField(auto_now_add=True)
