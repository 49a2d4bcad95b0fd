"""The steps of a release that talk to the database, through Django itself.

`manage.py shell` runs one of the functions below, so that the project's own settings,
database backends and drivers make the connection. Run as a program, this is `run_alone`,
which stays beside beat or a singleton for as long as that lives; to save memory it loads
the settings and a database backend, and no more.

What it prints is for a person who reads the log of a waiting pod.
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

WANTED_FOLDER = "/etc/djangostack/wanted/"  # the release's ConfigMap, mounted
HEARTBEAT = "/tmp/celery-heartbeat"  # what beat's probes read

# All times are in seconds.
MOUNT_DELAY = 120  # the kubelet has updated a mounted ConfigMap after this time
POLL = 1  # between two queries of a wait
REPEAT = 300  # until an unchanged line is logged again
HINT_DELAY = 60  # a wait that takes longer logs what to do about it
CHECK = 5  # between two checks of a lock, and between SIGTERM and SIGKILL
HANDOVER = 15  # a process that has lost its lock has noticed and stopped after this time
LOADING = 300  # a project may take this long to load; the startup probe allows it
started = time.monotonic()


def elapsed():
    return time.monotonic() - started


def log(*words):
    print("release:", *words, flush=True)


class ChangeLog:
    """Logs a line when it differs from the last one, or after REPEAT seconds."""

    def __init__(self):
        self.last, self.due = None, 0

    def __call__(self, text):
        if text != self.last or time.monotonic() > self.due:
            log(text)
            self.last, self.due = text, time.monotonic() + REPEAT


def one_line(error):
    return " ".join(str(error).split())


def exit_after(seconds):
    if elapsed() > seconds:
        log(f"gives up after {seconds} seconds; the container is started again")
        sys.exit(1)


# Waiting


def wait_for_database(aliases, seconds):
    """Returns once each of the databases accepts a connection."""
    report = ChangeLog()
    for alias in [name for name in aliases if name in list(connections)]:
        while True:
            try:
                connections[alias].ensure_connection()
                break
            except Error as error:
                report(f'waiting for database "{alias}": {one_line(error)}')
            exit_after(seconds)
            time.sleep(POLL)


def unapplied(connection):
    """The names of the migrations that `migrate --check` would report."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def listed(names, most=10):
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def wait_for_migrations(seconds, selector):
    """Returns once the default database has every migration of this code.

    Each round reads the names of the applied migrations. The plan is computed again only
    when they have changed. selector finds the Job that migrates, if this stack has one.
    """
    from django.db.migrations.recorder import MigrationRecorder

    connection, report = connections[DEFAULT_DB_ALIAS], ChangeLog()
    known, missing, hinted = None, [], False
    while True:
        try:
            applied = set(MigrationRecorder(connection).applied_migrations())
            if applied != known:
                missing, known = unapplied(connection), applied
                if not missing:
                    return
            none = "" if applied else "; the database has none at all"
            report(f"waiting for {len(missing)} migrations: {listed(missing)}{none}")
        except Error as error:
            connection.close()
            report(f"waiting for the database: {one_line(error)}")
        if selector and not hinted and elapsed() > HINT_DELAY:
            log_hint(selector)
            hinted = True
        exit_after(seconds)
        time.sleep(POLL)


def log_hint(selector):
    """Says what to do about migrations that do not arrive."""
    namespace = os.environ.get("DJANGOSTACK_NAMESPACE", "NAMESPACE")
    job = f"-n {namespace} -l {selector}"
    log(f"the release's Job applies them; look at it with: kubectl get job,pod {job}")
    log(f"a Job that is complete or has failed does not run again; delete it with: kubectl delete job {job}")
    log("and apply the overlay again")


# Locks


def pod_name():
    """The pod's name, shortened to what PostgreSQL shows as application_name."""
    return os.environ.get("HOSTNAME", "djangostack")[:63]


class Lock:
    """An advisory lock of the default database, held by this process's connection."""

    def __init__(self):
        self.session, self.taken = None, False

    @property
    def connection(self):
        return connections[DEFAULT_DB_ALIAS]

    def release(self):
        self.taken = False
        self.connection.close()


class NoLock(Lock):
    """Stands in where the database has no such locks."""

    def __init__(self):
        super().__init__()
        self.taken = True
        log(f"{self.connection.vendor} has no advisory locks; nothing keeps two releases apart")

    def take(self):
        return True

    def is_ours(self):
        return True

    def holder(self):
        return None

    def release(self):
        pass


class PostgresLock(Lock):
    """A lock that lasts as long as a transaction.

    A lock of the session would be left behind in a pool (PgBouncer in transaction mode).
    The transaction is idle and reads nothing, so neither VACUUM nor CREATE INDEX
    CONCURRENTLY waits for it. For the same reason the lock is polled: a statement that
    waits for a lock would hold them up. If the holder disappears without closing its
    connection, the server ends the idle transaction and frees the lock.
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

        super().__init__()
        self.key = (self.space, zlib.crc32(name.encode()) & 0x7FFFFFFF)

    def take(self):
        self.connection.set_autocommit(False)
        with self.connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            for name, value in self.timeouts.items():
                cursor.execute(
                    "SELECT set_config(name, %s, true) FROM pg_catalog.pg_settings WHERE name = %s", [value, name]
                )
            cursor.execute("SELECT set_config('application_name', %s, true)", [pod_name()])
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s), pg_backend_pid()", self.key)
            self.taken, session = cursor.fetchone()
        if self.taken:
            self.session = session
        else:
            self.connection.rollback()
        return self.taken

    def is_ours(self):
        """Whether a former session of this process, which has not ended yet, has the lock."""
        return self.session is not None and self.query_holder("pid") == self.session

    def holder(self):
        return self.query_holder("application_name")

    def query_holder(self, column):
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"SELECT a.{column} FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
                "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.classid = %s AND l.objid = %s "
                "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                self.key,
            )
            row = cursor.fetchone()
        self.connection.rollback()
        return row and row[0]


class MySQLLock(Lock):
    """A lock of the session. Its name includes the database's, since names are shared by
    the whole server. The server ends a session that is idle for five minutes."""

    def __init__(self, name):
        import hashlib

        super().__init__()
        database = self.connection.settings_dict["NAME"]
        self.name = f"djangostack-{hashlib.sha256(f'{database}/{name}'.encode()).hexdigest()[:32]}"

    def query(self, statement, *values):
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values)
            row = cursor.fetchone()
        return row and row[0]

    def take(self):
        with self.connection.cursor() as cursor:
            cursor.execute("SET SESSION wait_timeout = 300")
        self.taken = self.query("SELECT GET_LOCK(%s, 0)", self.name) == 1
        if self.taken:
            self.session = self.query("SELECT CONNECTION_ID()")
        return self.taken

    def is_ours(self):
        return self.session is not None and self.query("SELECT IS_USED_LOCK(%s)", self.name) == self.session

    def holder(self):
        return self.query(
            "SELECT HOST FROM information_schema.PROCESSLIST WHERE ID = IS_USED_LOCK(%s)", self.name
        )


def lock_named(name):
    vendor = connections[DEFAULT_DB_ALIAS].vendor
    locks = {"postgresql": PostgresLock, "mysql": MySQLLock}
    return locks[vendor](name) if vendor in locks else NoLock()


def try_to_take(lock, report):
    """Whether the lock is taken now. If not, it reports who holds it or what is wrong."""
    try:
        if lock.take():
            return True
        report(f"waiting for {lock.holder() or 'another process'}, which holds the lock of the database")
    except Error as error:
        lock.release()
        report(f"waiting for the database: {one_line(error)}")
    return False


def has_connection(lock, report):
    """Whether the session that took the lock is still connected. The query also keeps the
    server from ending the session for being idle."""
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except Error as error:
        report(f"lost the lock with the connection: {one_line(error)}")
    lock.release()
    return False


def keep(lock, report):
    """Keeps the lock, and takes it again after a lost connection. Returns False if another
    process has it by then. If the database is away, nobody else can have it."""
    if lock.taken and has_connection(lock, report):
        return True
    try:
        return lock.take() or lock.is_ours()
    except Error:
        lock.release()
        return True


# Running


class Child:
    """A command that receives the signals of its pod. Before it runs, a signal ends this
    process: process 1 gets only signals that it has a handler for."""

    def __init__(self):
        self.process = None
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
            signal.signal(number, self.handle)

    def handle(self, number, _):
        if self.process is None:
            sys.exit(128 + number)
        self.process.send_signal(number)

    def run(self, command, may_continue):
        """Runs the command and returns its exit status. may_continue is called every CHECK
        seconds; once it returns False, the command is terminated, and then killed."""
        self.process = subprocess.Popen(command)
        stop = self.process.terminate
        while True:
            try:
                status = self.process.wait(timeout=CHECK)
                return status if status >= 0 else 128 - status
            except subprocess.TimeoutExpired:
                if not may_continue():
                    stop()
                    stop = self.process.kill


def is_wanted(key):
    """Whether this pod's Job is the one that the release's ConfigMap names.

    The variable is as recent as the start of the container. The file is updated later, up
    to MOUNT_DELAY; until then the Job counts as wanted only if both name it.
    """
    own = os.environ["DJANGOSTACK_JOB"]
    with open(WANTED_FOLDER + key) as file:
        if file.read().strip() != own:
            return False
    return os.environ.get(key) == own or elapsed() > MOUNT_DELAY


def wait_until_wanted(key):
    report = ChangeLog()
    own, namespace = os.environ["DJANGOSTACK_JOB"], os.environ["DJANGOSTACK_NAMESPACE"]
    while not is_wanted(key):
        report(
            f"another release is wanted, not {own}; this one does nothing until it is applied again; "
            f"if it is no longer needed: kubectl -n {namespace} delete job {own}"
        )
        time.sleep(POLL)


def take_when_wanted(lock, key):
    """Returns once this pod's Job is wanted and has the lock."""
    report = ChangeLog()
    while True:
        wait_until_wanted(key)
        if try_to_take(lock, report):
            if is_wanted(key):
                return
            lock.release()
        time.sleep(POLL)


def run(command, key, lock_name=None):
    """Runs a step of the release once its Job is wanted, under a lock if one is named."""
    child, report = Child(), ChangeLog()
    if lock_name is None:
        wait_until_wanted(key)
        sys.exit(child.run(command, lambda: True))
    lock = lock_named(lock_name)
    take_when_wanted(lock, key)

    def keep_and_continue():  # a migration that has begun is never interrupted
        if not keep(lock, report):
            report("another release has the lock; this one goes on with what it has begun")
        return True

    sys.exit(child.run(command, keep_and_continue))


def run_alone(name, command):
    """Runs a process of which there must never be two: waits until the previous one has
    stopped, and stops when another has taken its place."""
    child, report = Child(), ChangeLog()
    lock = lock_named(f"{os.environ['DJANGOSTACK_NAMESPACE']}/{name}")
    if isinstance(lock, NoLock):
        log("so nothing would keep two of this process apart; set migrate.lock: false")
        sys.exit(1)
    take_over(lock)
    write_heartbeat(LOADING)
    os.environ["DJANGOSTACK_LOADING"] = str(LOADING)
    sys.exit(child.run(command, lambda: keep(lock, report)))


def take_over(lock):
    """Returns once this session has had the lock for HANDOVER seconds, in which a process
    that lost it with its connection has noticed and stopped."""
    report, since = ChangeLog(), None
    while since is None or time.monotonic() - since < HANDOVER:
        write_heartbeat(30)
        if since is None:
            if try_to_take(lock, report):
                since = time.monotonic()
                report(f"has the lock; begins in {HANDOVER} seconds")
        elif not has_connection(lock, report):
            since = None
        time.sleep(POLL)


def write_heartbeat(seconds):
    """Counts as alive for that time. Later beat's own launcher writes the file."""
    with open(HEARTBEAT, "w") as file:
        file.write("%010d\n" % (time.time() + seconds))


def main(folder, name, *command):
    """Runs the command alone. The project is imported from folder, where its manage.py is.

    Some database backends contain models, for which the whole project has to be loaded;
    Django would then warn about each query.
    """
    warnings.filterwarnings("ignore", "Accessing the database during app initialization", RuntimeWarning)
    if not getattr(sys.flags, "safe_path", False):
        sys.path[0] = os.path.abspath(folder)
    try:
        connections[DEFAULT_DB_ALIAS]
    except AppRegistryNotReady:
        django.setup()
    run_alone(name, command)


if __name__ == "__main__":
    main(*sys.argv[1:])
