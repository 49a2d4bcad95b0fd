from django.db import models


class Post(models.Model):
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    attachment = models.FileField(upload_to="posts/", blank=True)


class Comment(models.Model):
    """New in this release: when it was written. Release 1.2.0 goes on writing
    comments while this one rolls out, hence the column that may be null."""

    key = models.CharField(max_length=80, unique=True)
    written = models.DateTimeField(auto_now_add=True, null=True)
