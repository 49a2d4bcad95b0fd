from django.db import migrations


def fail(apps, schema_editor):
    raise RuntimeError("this cannot be done")


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_five_minutes")]
    operations = [migrations.RunPython(fail, migrations.RunPython.noop)]
