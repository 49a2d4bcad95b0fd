from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("blog", "0001_initial")]
    operations = [migrations.AddField("Comment", "written", models.DateTimeField(auto_now_add=True, null=True))]
