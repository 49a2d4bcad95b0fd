from django.core.management import call_command
from django.core.management.base import BaseCommand

from core.jobs import work


class Command(BaseCommand):
    help = "Deletes what is no longer needed, and leaves a trace of having run."

    def handle(self, *args, **options):
        call_command("clearsessions")
        work("housekeeping", 0)
