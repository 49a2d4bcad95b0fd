from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from catalog.models import Product


class Command(BaseCommand):
    help = "Writes the products to a file that price comparisons fetch."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="also those without a picture")

    def handle(self, *args, **options):
        products = Product.objects.order_by("id")
        if not options["all"]:
            products = products.exclude(attachment="")
        feed = "".join(product.title + "\n" for product in products)
        Path(settings.MEDIA_ROOT, "feed.txt").write_text(feed)
