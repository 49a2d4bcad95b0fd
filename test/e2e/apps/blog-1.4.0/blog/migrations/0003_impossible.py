from django.db import migrations


def fail(apps, schema_editor):
    raise RuntimeError("this migration fails on purpose")


class Migration(migrations.Migration):
    """The release whose migration fails: the one before must go on serving."""

    dependencies = [("blog", "0002_comment_written")]
    operations = [migrations.RunPython(fail)]
