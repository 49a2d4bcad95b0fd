from django.db import migrations, models


def key():
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            "Application",
            [key(), ("name", models.CharField(max_length=100)), ("score", models.IntegerField(null=True))],
        ),
        migrations.CreateModel(
            "Run",
            [
                key(),
                ("key", models.CharField(max_length=80)),
                ("started", models.DateTimeField(auto_now_add=True)),
                ("finished", models.DateTimeField(null=True)),
                ("host", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel("Tick", [key(), ("at", models.DateTimeField(auto_now_add=True))]),
    ]
