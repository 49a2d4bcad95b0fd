from django.db import models


class Product(models.Model):
    title = models.CharField(max_length=200)
    attachment = models.FileField(upload_to="products/", blank=True)
