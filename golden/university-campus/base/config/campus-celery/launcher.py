"""Runs celery with defaults that give way to the project's own settings, and with a
heartbeat that a liveness probe can read.

The heartbeat is a file with the Unix time until which the process counts as
alive. Only the main thread writes it, from the loop that everything else hangs
on, so it runs out when that loop hangs. Asking a worker over the broker instead
(celery inspect ping) fails with the broker, where a restart helps nobody.
"""
import contextlib
import json
import os
import signal
import socket
import sys
import threading
import time

HEARTBEAT = "/tmp/celery-heartbeat"
READY = "/tmp/celery-ready"

# As `python -m celery` has it: the project is imported from the working
# directory, and nothing from the folder of this file.
if not getattr(sys.flags, "safe_path", False):
    sys.path[0] = os.getcwd()

# Process 1 gets no signal it has no handler for. Celery sets its own once the
# project is loaded; until then there is nothing to finish.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def clear_refusals():
    """Empties the error queue of each new connection.

    Where a Service has no ready pod, the node answers for it that nobody listens.
    If the kernel then gets through by itself, that answer stays in the queue, and
    epoll reports an error until it is read. kombu takes every report for an answer
    of Redis and waits for it: the worker hangs (celery/celery#8030).
    """
    connect, recvmsg = socket.socket.connect, socket.socket.recvmsg

    def connect_cleanly(self, address):
        connect(self, address)
        if self.family not in (socket.AF_INET, socket.AF_INET6):
            return
        timeout = self.gettimeout()
        self.settimeout(0)
        try:
            while True:
                recvmsg(self, 1, 0, socket.MSG_ERRQUEUE)
        except OSError:
            pass  # it is empty, or a sandbox knows none
        finally:
            self.settimeout(timeout)

    socket.socket.connect = connect_cleanly


clear_refusals()

# The stack's own settings by name, those of the environment in capitals.
defaults = json.loads(os.environ.get("DJANGOSTACK_DEFAULTS", "{}"))
for variable in [name for name in defaults if name.isupper()]:
    os.environ.setdefault(variable, str(defaults.pop(variable)))

# A restarted container finds the file of the one before it.
with contextlib.suppress(FileNotFoundError):
    os.remove(READY)

from celery import maybe_patch_concurrency  # noqa: E402

# From here on as celery.__main__: gevent and eventlet patch the standard library
# before anything else is imported.
maybe_patch_concurrency()
from celery import signals  # noqa: E402
from celery.app.defaults import DEFAULTS as celery_defaults  # noqa: E402
from celery.bin import base  # noqa: E402
from celery.bin.celery import main  # noqa: E402
from kombu import Connection  # noqa: E402


# The defaults that are time limits of tasks, as a pool calls them.
LIMITS = {"task_time_limit": "timeout", "task_soft_time_limit": "soft_timeout"}


def silent(conf, name):
    """Whether neither the project's settings nor the variable of celery's option, which
    the image may have, say anything of a setting."""
    option = "CELERY_WORKER_" + name.split("_", 1)[1].upper()
    own = type(conf)({}, conf.maps[:-1], conf._keys, conf.prefix)
    return option not in os.environ and own.get(name, own) is own


def give_way(app, names):
    """Puts the stack's defaults of that name between the project's settings and Celery's."""
    app.conf.finalize()
    app.add_defaults({name: defaults[name] for name in names if silent(app.conf, name)})


class Context(base.CLIContext):
    """Made when the project is loaded, and before the options of worker and beat are read:
    those for which Celery has a default of its own take it from the settings then. A pool
    on the command line is the spec's; celery itself prefers the project's to prefork."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        give_way(self.app, [name for name in defaults if celery_defaults.get(name) is not None])
        if "--pool" in sys.argv:
            self.app.conf.worker_pool = sys.argv[sys.argv.index("--pool") + 1]


sys.modules[main.__module__].CLIContext = Context


class Heartbeat:
    """The promise to be heard of again within some seconds."""

    every = 5  # seconds between two writes at least: the loop turns far faster
    blocked = 600  # seconds one attempt to reach a silent server may take

    def __init__(self, seconds):
        self.seconds = seconds
        self.due = 0.0
        self.pid = os.getpid()
        # Open for good: Celery 5.2 mistakes a descriptor that comes and goes for
        # the socket that had its number before, and stops consuming.
        self.file = os.open(HEARTBEAT, os.O_WRONLY | os.O_CREAT, 0o644)
        self.write(int(os.environ.get("DJANGOSTACK_LOADING", "0")))

    def mine(self):
        """Tasks call some of the same code, in threads and in children."""
        main_thread = threading.current_thread() is threading.main_thread()
        return main_thread and os.getpid() == self.pid

    def beat(self):
        if time.monotonic() < self.due or not self.mine():
            return
        self.due = time.monotonic() + self.every
        self.write(self.seconds)

    def write(self, seconds):
        # A full disk must not end a task. The probe will notice it.
        with contextlib.suppress(OSError):
            os.pwrite(self.file, b"%010d\n" % (time.time() + seconds), 0)

    @contextlib.contextmanager
    def patient(self):
        """Allows for a call that waits for a server in the main thread."""
        if not self.mine():
            yield
            return
        usual, self.seconds = self.seconds, max(self.seconds, self.blocked)
        self.due = 0.0
        self.beat()
        try:
            yield
        finally:
            self.seconds, self.due = usual, 0.0
            self.beat()


# The main loop turns every few seconds: the age Open Zaak's charts allow for beat's.
heartbeat = Heartbeat(120)


def watch_connecting():
    """Beats between the attempts to reach the broker, for as long as it is
    away: worker and beat alike wait for it in the main thread."""
    connect = Connection._ensure_connection

    def ensure_connection(self, *args, **kwargs):
        if self.connected:
            return connect(self, *args, **kwargs)
        kwargs.setdefault("callback", heartbeat.beat)
        with heartbeat.patient():
            return connect(self, *args, **kwargs)

    Connection._ensure_connection = ensure_connection


@signals.celeryd_init.connect
def watch_worker(**_):
    """Beats in maybe_shutdown, which the main loop of every pool calls each
    time it turns, and the worker once a second while it waits to connect."""
    from celery.worker import state
    from celery.worker.consumer import consumer

    check = state.maybe_shutdown

    def maybe_shutdown():
        heartbeat.beat()
        check()

    state.maybe_shutdown = consumer.maybe_shutdown = maybe_shutdown


@signals.celeryd_init.connect
def give_way_late(instance, **_):
    """Puts the other defaults in place when all of the project's handlers of signals have
    had their say."""
    setup = instance.setup_defaults

    def setup_defaults(**options):
        give_way(instance.app, [name for name in defaults if name not in LIMITS])
        setup(**options)

    instance.setup_defaults = setup_defaults


def own_limits(worker):
    """The stack's time limits, unless the project has set one for all tasks."""
    if any(getattr(worker, name.partition("_")[2]) is not None for name in LIMITS if name in defaults):
        return {}
    return {option: defaults[name] for name, option in LIMITS.items() if name in defaults}


@signals.celeryd_after_setup.connect
def limit_tasks(instance, **_):
    """Gives the stack's time limits to the tasks that have none, neither of their own nor
    of the message that calls them. With one of the two the project has said how long the
    task may take, and the other of ours could be shorter."""
    from celery.concurrency.base import BasePool

    limits, apply_async = own_limits(instance), BasePool.apply_async

    def apply_limited(self, *args, **options):
        if not (options.get("timeout") or options.get("soft_timeout")):
            options.update(limits)
        return apply_async(self, *args, **options)

    BasePool.apply_async = apply_limited


@signals.celeryd_after_setup.connect
def allow_for_tasks(instance, **_):
    """Prefork and threads run tasks beside the main loop. Solo runs them in it, and
    green threads that compute and never wait hold it up too: there a task may block it
    for as long as a task may last. A broker that falls silent in the middle of an answer
    holds it up like any hang, and there a new process helps: its new connection finds
    the broker where it is by now, where the old one waits a quarter of an hour for TCP
    to give up."""
    if instance.pool_cls.__module__.rpartition(".")[2] in ("prefork", "thread"):
        return
    limits = [instance.time_limit, own_limits(instance).get("timeout")] + [task.time_limit for task in instance.app.tasks.values()]
    heartbeat.seconds += int(max(limit or 0 for limit in limits))


@signals.worker_ready.connect
def worker_ready(**_):
    """The broker has let the worker in."""
    with open(READY, "w"):
        pass


@signals.beat_init.connect
def watch_beat(sender, **_):
    """Beats around each tick: in it the scheduler may wait for the broker or
    the database, after it it sleeps for up to max_interval."""
    scheduler = sender.scheduler
    heartbeat.seconds += int(scheduler.max_interval)
    tick = scheduler.tick

    def patient_tick(*args, **kwargs):
        with heartbeat.patient():
            return tick(*args, **kwargs)

    scheduler.tick = patient_tick


watch_connecting()
sys.exit(main())
