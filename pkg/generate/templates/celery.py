"""Runs celery with a heartbeat that a liveness probe can read.

The heartbeat is a file with the Unix time until which the process counts as
alive. Only the main thread writes it, from the loop that everything else hangs
on, so it runs out when that loop hangs. Asking a worker over the broker instead
(celery inspect ping) fails with the broker, where a restart helps nobody.
"""
import contextlib
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

# A restarted container finds the file of the one before it.
with contextlib.suppress(FileNotFoundError):
    os.remove(READY)

from celery import maybe_patch_concurrency  # noqa: E402

# From here on as celery.__main__: gevent and eventlet patch the standard library
# before anything else is imported.
maybe_patch_concurrency()
from celery import signals  # noqa: E402
from celery.bin.celery import main  # noqa: E402
from kombu import Connection  # noqa: E402


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
        self.file = os.open(HEARTBEAT, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)

    def mine(self):
        """Tasks call some of the same code, in threads and in children."""
        main_thread = threading.current_thread() is threading.main_thread()
        return main_thread and os.getpid() == self.pid

    def beat(self):
        if time.monotonic() < self.due or not self.mine():
            return
        self.due = time.monotonic() + self.every
        # A full disk must not end a task. The probe will notice it.
        with contextlib.suppress(OSError):
            os.pwrite(self.file, b"%010d\n" % (time.time() + self.seconds), 0)

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


heartbeat = Heartbeat(int(os.environ.get("DJANGOSTACK_HEARTBEAT", "120")))


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
