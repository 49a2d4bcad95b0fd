# Creates the first account, once. One that exists is left as it is, whatever
# its password is by now. The names of a custom user model's own fields are
# Django's: DJANGO_SUPERUSER_ and the field in capitals.
import os

from django.contrib.auth import get_user_model
from django.core.management import call_command

users = get_user_model()
name = os.environ["DJANGO_SUPERUSER_" + users.USERNAME_FIELD.upper()]
try:
    users._default_manager.get_by_natural_key(name)
    print(f"superuser: {name} exists, left as it is")
except users.DoesNotExist:
    call_command("createsuperuser", interactive=False)
