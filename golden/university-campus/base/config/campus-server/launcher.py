"""Runs a web server with defaults that give way to the project's own configuration.

    launcher.py SERVER ARGUMENTS

DJANGOSTACK_DEFAULTS holds the defaults. Names in capitals are variables of the
environment, which servers read what is not on their command line from; those that the
image has stay as they are. The others are settings of gunicorn's: no variable of its own
gives way to the project's gunicorn.conf.py, so they are set once gunicorn has read that.
"""
import json
import os
import re
import shutil
import sys


def environment(variables):
    """The variables come first: of two names of one option uWSGI takes the last."""
    return {**variables, **os.environ}


COROUTINES = ("async", "gevent", "asyncio", "tornado")
CONFIGURATIONS = ("UWSGI_INI", "UWSGI_YAML", "UWSGI_YML", "UWSGI_JSON", "UWSGI_XML")


def has_coroutines(env):
    """Whether the project has uWSGI run coroutines, by a variable or in its configuration
    file. uWSGI does not start with these and threads. What a file includes is not read."""
    if any("UWSGI_" + name.upper() in env for name in COROUTINES):
        return True
    option = re.compile(r'^[\s"<]*(?:%s)["\s]*[=:>]' % "|".join(COROUTINES), re.MULTILINE)
    files = [env[name] for name in CONFIGURATIONS if name in env]
    return any(option.search(text_of(file)) for file in files)


def text_of(file):
    """The text of a configuration file, which may be FILE:SECTION; "" where there is none,
    which uWSGI says itself."""
    for name in (file, file.rpartition(":")[0]):
        try:
            with open(name, errors="replace") as opened:
                return opened.read()
        except OSError:
            continue
    return ""


def beside_python(program):
    """The one of the virtual environment that the interpreter belongs to."""
    if sys.prefix == sys.base_prefix:
        return None
    return shutil.which(program, path=os.path.dirname(sys.executable))


def give_way(settings, cfg, said):
    """Completes gunicorn's configuration with what the project has not said. Threads would
    make a worker class of its own of the one that has none, and a jitter belongs to the
    number that it is added to."""
    left = {name: value for name, value in settings.items() if name not in said}
    if "worker_class" in said and is_sync(cfg.settings["worker_class"].get()):
        left.pop("threads", None)
    if "max_requests" in said:
        left.pop("max_requests_jitter", None)
    for name, value in left.items():
        if name in cfg.settings:
            cfg.set(name, value)


def is_sync(worker_class):
    name = worker_class if isinstance(worker_class, str) else worker_class.__name__
    return name == "sync" or name.endswith("SyncWorker")


def gunicorn(settings, arguments):
    # As the program itself has it: the application is imported from the working
    # directory, and nothing from the folder of this file.
    if not getattr(sys.flags, "safe_path", False):
        sys.path[0] = os.getcwd()
    from gunicorn import config
    from gunicorn.app import wsgiapp

    said, set_one = set(), config.Config.set

    def record(cfg, name, value):
        said.add(name)
        set_one(cfg, name, value)

    def load_config(self, load=wsgiapp.WSGIApplication.load_config):  # again on SIGHUP
        said.clear()
        load(self)
        give_way(settings, self.cfg, set(said))

    config.Config.set, wsgiapp.WSGIApplication.load_config = record, load_config
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
        if has_coroutines(os.environ):
            variables.pop("UWSGI_THREADS", None)
        command = [beside_python(server) or server]
    os.execvpe(command[0], command + list(arguments), environment(variables))


main(*sys.argv[1:])
