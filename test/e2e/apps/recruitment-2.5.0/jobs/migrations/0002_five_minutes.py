import time

from django.db import migrations, models


def take_five_minutes(apps, schema_editor):
    time.sleep(300)


class Migration(migrations.Migration):
    """A release before it does not know the table, and does not mind it."""

    dependencies = [("jobs", "0001_initial")]
    operations = [
        migrations.RunPython(take_five_minutes, migrations.RunPython.noop),
        migrations.CreateModel(
            "Note", [("id", models.BigAutoField(primary_key=True)), ("text", models.TextField(default=""))]
        ),
    ]
