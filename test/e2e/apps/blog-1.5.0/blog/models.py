from django.db import models


class Post(models.Model):
    """New in this release: how large the attachment is. Release 1.3.0 goes on writing
    posts while this one rolls out, hence the column that may be null."""

    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    attachment = models.FileField(upload_to="posts/", blank=True)
    size = models.IntegerField(null=True)


class Comment(models.Model):
    key = models.CharField(max_length=80, unique=True)
    written = models.DateTimeField(auto_now_add=True, null=True)
