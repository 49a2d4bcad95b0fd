from django.db import models


class Post(models.Model):
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    attachment = models.FileField(upload_to="posts/", blank=True)


class Comment(models.Model):
    """What the load writes: key is the client's, so that it can count them."""

    key = models.CharField(max_length=80, unique=True)
