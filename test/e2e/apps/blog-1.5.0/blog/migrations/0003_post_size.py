import time

from django.db import migrations, models


def measure(apps, schema_editor):
    """Reads every upload, and takes long enough for both releases to be seen."""
    for post in apps.get_model("blog", "Post").objects.exclude(attachment=""):
        with post.attachment.open() as upload:
            post.size = len(upload.read())
        post.save(update_fields=["size"])
    time.sleep(20)


class Migration(migrations.Migration):
    dependencies = [("blog", "0002_comment_written")]
    operations = [
        migrations.AddField("Post", "size", models.IntegerField(null=True)),
        migrations.RunPython(measure, migrations.RunPython.noop),
    ]
