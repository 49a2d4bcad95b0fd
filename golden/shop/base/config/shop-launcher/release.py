"""The steps of a release that talk to the database, through Django itself.

`manage.py shell` runs one of the functions below, so that the project's own settings,
database backends and drivers are what connects. Run as a program it is `alone`, beside
beat for as long as that lives: it loads settings and a database backend, and no more.
Nothing is printed but what a person reads in the log of a pod that waits.
"""
import os
import signal
import subprocess
import sys
import time
import warnings

import django
from django.core.exceptions import AppRegistryNotReady
from django.db import DEFAULT_DB_ALIAS, Error, connections

WANTED = "/etc/djangostack/wanted/"  # the release's ConfigMap, as the kubelet keeps it
FRESH = 120  # seconds after which the kubelet has brought a mounted ConfigMap up to date
PAUSE = 1  # seconds between two looks at the database
QUIET = 60  # seconds a wait may take before its log says how to mend it
LOOK = 5  # seconds between two looks of who has a lock, and until who is to end is killed
HANDOVER = 15  # seconds after which one that has lost its lock has noticed and ended
LOADING = 300  # seconds a project may take to load, as the startup probe allows
HEARTBEAT = "/tmp/celery-heartbeat"
begun = time.monotonic()


def say(*words):
    print("release:", *words, flush=True)


class Saying:
    """Says what changed, and the same again after five minutes."""

    def __init__(self):
        self.text, self.due = None, 0

    def __call__(self, text):
        if text != self.text or time.monotonic() > self.due:
            say(text)
            self.text, self.due = text, time.monotonic() + 300


def give_up_after(seconds):
    if time.monotonic() - begun > seconds:
        say(f"gives up after {seconds} seconds; the pod begins anew")
        sys.exit(1)


def wait_for_database(aliases, seconds):
    """Returns once each of the databases takes a connection."""
    telling = Saying()
    for alias in [name for name in aliases if name in list(connections)]:
        while True:
            try:
                connections[alias].ensure_connection()
                break
            except Error as error:
                telling(f'waiting for database "{alias}": {" ".join(str(error).split())}')
            give_up_after(seconds)
            time.sleep(PAUSE)


def unapplied(connection):
    """The migrations that `migrate --check` would find missing."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def some(names, most=10):
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def wait_for_migrations(seconds, selector):
    """Returns once the default database has every migration this code knows.

    Each look reads the names of the applied ones; the plan is made again only when
    these have changed.
    """
    from django.db.migrations.recorder import MigrationRecorder

    connection, telling, seen, missing = connections[DEFAULT_DB_ALIAS], Saying(), None, []
    while True:
        try:
            applied = set(MigrationRecorder(connection).applied_migrations())
            if applied != seen:
                missing, seen = unapplied(connection), applied
                if not missing:
                    return
            none = "" if applied else "; the database has none at all"
            telling(f"waiting for {len(missing)} migrations: {some(missing)}{none}")
        except Error as error:
            connection.close()
            telling(f"waiting for the database: {' '.join(str(error).split())}")
        if time.monotonic() - begun > QUIET:
            telling = said_how(telling, selector)
        give_up_after(seconds)
        time.sleep(PAUSE)


def said_how(telling, selector):
    """Says once how a wait that lasts is mended, where a Job of this stack could."""
    if selector and not getattr(telling, "mended", False):
        namespace = os.environ.get("DJANGOSTACK_NAMESPACE", "NAMESPACE")
        job = f"-n {namespace} -l {selector}"
        say(f"the release's Job applies them; see how it is with: kubectl get job,pod {job}")
        say(f"one that is complete or has failed is not run again; delete it with: kubectl delete job {job}")
        say("and apply the overlay again")
        telling.mended = True
    return telling


class NoLock:
    """Stands in for a database that has no such locks."""

    taken = True

    def __init__(self, name):
        say(f"{connections[DEFAULT_DB_ALIAS].vendor} has no advisory locks; nothing keeps two releases apart")

    def take(self):
        return True

    def mine(self):
        return True

    def holder(self):
        return None

    def end(self):
        pass


class PostgresLock:
    """A lock that lasts as long as a transaction.

    A session's lock would be left behind in a pool (PgBouncer in transaction mode).
    The transaction is idle and reads nothing, so that neither vacuum nor CREATE INDEX
    CONCURRENTLY waits for it. For the same reason it is asked for again and again: a
    statement that waits for a lock would hold them up. A holder that vanishes without
    a word loses it when the server ends its idle transaction.
    """

    space = 0x646A7374
    timeouts = {
        "idle_in_transaction_session_timeout": "300s",
        "transaction_timeout": "0",
        "statement_timeout": "0",
        "lock_timeout": "0",
    }

    def __init__(self, name):
        import zlib

        self.key = (self.space, zlib.crc32(name.encode()) & 0x7FFFFFFF)
        self.session, self.taken = None, False

    def take(self):
        connection = connections[DEFAULT_DB_ALIAS]
        connection.set_autocommit(False)
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            for name, value in self.timeouts.items():
                cursor.execute(
                    "SELECT set_config(name, %s, true) FROM pg_catalog.pg_settings WHERE name = %s", [value, name]
                )
            cursor.execute("SELECT set_config('application_name', %s, true)", [whoami()])
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s), pg_backend_pid()", self.key)
            self.taken, session = cursor.fetchone()
        if self.taken:
            self.session = session
        else:
            connection.rollback()
        return self.taken

    def mine(self):
        """Whether the lock is held by a session this process had, which has not ended yet."""
        return self.session is not None and self.read("pid") == self.session

    def holder(self):
        return self.read("application_name")

    def read(self, column):
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT a.{column} FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
                "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.classid = %s AND l.objid = %s "
                "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                self.key,
            )
            row = cursor.fetchone()
        connection.rollback()
        return row and row[0]

    def end(self):
        connections[DEFAULT_DB_ALIAS].close()


class MySQLLock:
    """A lock of the session, under a name that holds the database's: names are the
    server's. A session that says nothing for five minutes is ended by the server."""

    def __init__(self, name):
        import hashlib

        database = connections[DEFAULT_DB_ALIAS].settings_dict["NAME"]
        self.name = f"djangostack-{hashlib.sha256(f'{database}/{name}'.encode()).hexdigest()[:32]}"
        self.session, self.taken = None, False

    def ask(self, statement, *values):
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(statement, values)
            row = cursor.fetchone()
        return row and row[0]

    def take(self):
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SET SESSION wait_timeout = 300")
        self.taken = self.ask("SELECT GET_LOCK(%s, 0)", self.name) == 1
        if self.taken:
            self.session = self.ask("SELECT CONNECTION_ID()")
        return self.taken

    def mine(self):
        return self.session is not None and self.ask("SELECT IS_USED_LOCK(%s)", self.name) == self.session

    def holder(self):
        return self.ask(
            "SELECT HOST FROM information_schema.PROCESSLIST WHERE ID = IS_USED_LOCK(%s)", self.name
        )

    def end(self):
        connections[DEFAULT_DB_ALIAS].close()


LOCKS = {"postgresql": PostgresLock, "mysql": MySQLLock}


def whoami():
    """The pod's name, as much of it as PostgreSQL shows of a session's."""
    return os.environ.get("HOSTNAME", "djangostack")[:63]


def lock_of(name):
    return LOCKS.get(connections[DEFAULT_DB_ALIAS].vendor, NoLock)(name)


def attempt(lock, telling):
    """Whether the lock is taken; says who has it or why nobody can be asked."""
    try:
        if lock.take():
            return True
        telling(f"waiting for {lock.holder() or 'another process'}, which holds the lock of the database")
    except Error as error:
        connections[DEFAULT_DB_ALIAS].close()
        telling(f"waiting for the database: {' '.join(str(error).split())}")
    return False


class Child:
    """A command that gets the signals its pod is sent. Until it runs, they end this
    process: as process 1 it gets none that it has no handler for."""

    def __init__(self):
        self.process = None
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
            signal.signal(number, self.passed_on)

    def passed_on(self, number, _):
        if self.process is None:
            sys.exit(128 + number)
        self.process.send_signal(number)

    def run(self, command, meanwhile):
        """Runs the command and returns its exit status; meanwhile is called every few
        seconds, and ends the command by returning False: asked at first, killed then."""
        self.process = subprocess.Popen(command)
        end = self.process.terminate
        while True:
            try:
                status = self.process.wait(timeout=LOOK)
                return status if status >= 0 else 128 - status
            except subprocess.TimeoutExpired:
                if not meanwhile():
                    end()
                    end = self.process.kill


def connected(lock, telling):
    """Whether the session that took the lock still has it. That it asks keeps it from
    being ended by the server, which ends those that are idle for too long."""
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except Error as error:
        telling(f"lost the lock with the connection: {' '.join(str(error).split())}")
    lock.taken = False
    connections[DEFAULT_DB_ALIAS].close()
    return False


def still_held(lock, telling):
    """Keeps the lock, and takes one that is lost anew. False where another process has
    it by now; a database that is away is no reason to end."""
    if lock.taken and connected(lock, telling):
        return True
    try:
        return lock.take() or lock.mine()
    except Error:
        connections[DEFAULT_DB_ALIAS].close()
        return True


def wanted(key):
    """Whether this pod's Job is the one that the release's ConfigMap names.

    The variable is as fresh as the container's start. The file follows changes, about a
    minute late; until then it counts only where it agrees.
    """
    own = os.environ["DJANGOSTACK_JOB"]
    with open(WANTED + key) as file:
        says = file.read().strip() == own
    return says and (os.environ.get(key) == own or time.monotonic() - begun > FRESH)


def wait_until_wanted(key):
    telling = Saying()
    while not wanted(key):
        own, namespace = os.environ["DJANGOSTACK_JOB"], os.environ["DJANGOSTACK_NAMESPACE"]
        telling(
            f"another release is wanted, not {own}; this one does nothing until it is applied again; "
            f"if it is not needed any more: kubectl -n {namespace} delete job {own}"
        )
        time.sleep(PAUSE)


def run(command, key, lock=None):
    """Runs a step of the release once its Job is wanted, alone where a lock is named."""
    child, telling = Child(), Saying()
    held = lock_of(lock) if lock else None
    while True:
        wait_until_wanted(key)
        if held is None:
            sys.exit(child.run(command, lambda: True))
        if attempt(held, telling):
            if wanted(key):
                break
            held.end()
        time.sleep(PAUSE)
    lost = Saying()

    def keep():
        if not still_held(held, lost):
            lost("another release has the lock; this one goes on with what it has begun")
        return True

    sys.exit(child.run(command, keep))


def alone(name, command):
    """Runs a process of which there is never more than one: stands by until the one
    before has ended, and ends when another has taken its place."""
    child, lost = Child(), Saying()
    held = lock_of(f"{os.environ['DJANGOSTACK_NAMESPACE']}/{name}")
    if isinstance(held, NoLock):
        say("so nothing would keep two of this process apart; set migrate.lock: false")
        sys.exit(1)
    take_over(held)
    promise(LOADING)
    os.environ["DJANGOSTACK_LOADING"] = str(LOADING)
    sys.exit(child.run(command, lambda: still_held(held, lost)))


def take_over(lock):
    """Returns once this session has had the lock for as long as one that lost it, with
    its connection or its server, may need to notice and to end."""
    telling, since = Saying(), None
    while since is None or time.monotonic() - since < HANDOVER:
        promise(30)
        if since is None:
            if attempt(lock, telling):
                since = time.monotonic()
                telling(f"has the lock; begins in {HANDOVER} seconds")
        elif not connected(lock, telling):
            since = None
        time.sleep(PAUSE)


def promise(seconds):
    """Is the heartbeat that beat's probes read, until its own launcher writes it."""
    with open(HEARTBEAT, "w") as file:
        file.write("%010d\n" % (time.time() + seconds))


def main(folder, name, *command):
    """Is `alone` with the project's settings, from the folder that its manage.py imports
    from. Some database backends hold models, which want the whole project loaded; without
    it Django warns of every query."""
    warnings.filterwarnings("ignore", "Accessing the database during app initialization", RuntimeWarning)
    if not getattr(sys.flags, "safe_path", False):
        sys.path[0] = os.path.abspath(folder)
    try:
        connections[DEFAULT_DB_ALIAS]
    except AppRegistryNotReady:
        django.setup()
    alone(name, command)


if __name__ == "__main__":
    main(*sys.argv[1:])
