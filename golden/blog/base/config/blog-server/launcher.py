"""Runs a web server with defaults that give way to the project's own configuration.

    launcher.py SERVER ARGUMENTS

DJANGOSTACK_DEFAULTS holds the defaults. Names in capitals are variables of the
environment, which servers read what is not on their command line from; those that the
image has stay as they are. The others are settings of gunicorn's: no variable of its own
gives way to the project's gunicorn.conf.py, so they become gunicorn's own defaults.
"""
import json
import os
import shutil
import sys


def environment(variables):
    """The variables come first: of two names of one option uWSGI takes the last."""
    return {**variables, **os.environ}


def beside_python(program):
    """The one of the virtual environment that the interpreter belongs to."""
    if sys.prefix == sys.base_prefix:
        return None
    return shutil.which(program, path=os.path.dirname(sys.executable))


def gunicorn(settings, arguments):
    # As the program itself has it: the application is imported from the working
    # directory, and nothing from the folder of this file.
    if not getattr(sys.flags, "safe_path", False):
        sys.path[0] = os.getcwd()
    from gunicorn import config
    from gunicorn.app import wsgiapp

    for setting in config.KNOWN_SETTINGS:
        if setting.name in settings:
            setting.default = settings[setting.name]
    sys.argv = ["gunicorn", *arguments]
    wsgiapp.run()


def main(server, *arguments):
    defaults = json.loads(os.environ.get("DJANGOSTACK_DEFAULTS", "{}"))
    variables = {name: str(value) for name, value in defaults.items() if name.isupper()}
    if server == "gunicorn":
        os.environ.update(environment(variables))
        gunicorn(defaults, arguments)
        return
    # As this very process.
    command = [sys.executable, "-m", server]
    if server == "uwsgi":
        command = [beside_python(server) or server]
    os.execvpe(command[0], command + list(arguments), environment(variables))


main(*sys.argv[1:])
