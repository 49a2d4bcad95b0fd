"""The steps of a release that talk to the database, through Django itself.

`manage.py shell` runs one of the functions below, so that the project's own settings,
database backends and drivers make the connection. Run as a program, this is `run_alone`,
which stays beside beat or a singleton for as long as that lives; to save memory it loads
the settings and a database backend, and no more.

What it prints is for a person who reads the log of a waiting pod.
"""
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
import uuid
import warnings

STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)

# Process 1 gets only signals that it has a handler for. Until a command runs, which gets
# them then (see Child), there is nothing to finish: the project may still be loading.
for _number in STOPPING:
    signal.signal(_number, lambda number, _: os._exit(128 + number))

import django  # noqa: E402
from django.core.exceptions import AppRegistryNotReady  # noqa: E402
from django.db import DEFAULT_DB_ALIAS, Error, connections  # noqa: E402

WANTED_FOLDER = "/etc/djangostack/wanted/"  # the release's ConfigMap, mounted
HEARTBEAT = "/tmp/celery-heartbeat"  # what beat's probes read

# All times are in seconds.
MOUNT_DELAY = 120  # the kubelet has updated a mounted ConfigMap after this time
POLL = 1  # between two queries of a wait
REPEAT = 300  # until an unchanged line is logged again
HINT_DELAY = 60  # a wait that takes longer logs what to do about it
CHECK = 5  # between two checks of a lock, and between SIGTERM and SIGKILL
HANDOVER = 15  # a process that has lost its lock has noticed and stopped after this time
BLOCKED = 600  # one attempt to reach a silent database may take this long
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
    return " ".join(str(error).split()) or type(error).__name__


def exit_after(seconds):
    if elapsed() > seconds:
        log(f"gives up after {seconds} seconds; the container is started again")
        sys.exit(1)


# Waiting


def wait_for_database(names, seconds):
    """Returns once each of the databases accepts a connection."""
    report = ChangeLog()
    for alias in aliases_of(names):
        connection = connections[alias]
        while not connects(connection, report):
            exit_after(seconds)
            time.sleep(POLL)


def aliases_of(names):
    """The aliases that the settings have for the names of the spec, which have dashes where
    settings may have underscores."""
    for name in names:
        known = [alias for alias in (name, name.replace("-", "_")) if alias in list(connections)]
        if known:
            yield known[0]
        else:
            log(f'the settings have no database "{name}", so this does not wait for it')


def connects(connection, report):
    """Whether the database accepts a connection. A database backend that fetches its
    password when it connects may raise errors of any class."""
    try:
        connection.ensure_connection()
        return True
    except Exception as error:
        report(f'waiting for database "{connection.alias}": {one_line(error)}')
    return False


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
        if connects(connection, report):
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
    log("while it has a running pod, wait for it: its log says what it does")
    log(
        "only if it is complete or has failed, it does not run again: "
        f"delete it with kubectl -n {namespace} delete job NAME, and apply the overlay again"
    )


# Locks


def pod_name():
    """The pod's name, shortened to what PostgreSQL shows as application_name."""
    return os.environ.get("HOSTNAME", "djangostack")[:63]


class Lock:
    """An advisory lock of the default database, held by this process's connection."""

    def __init__(self):
        self.taken = False

    @property
    def connection(self):
        return connections[DEFAULT_DB_ALIAS]

    def check_connection(self):
        """Raises an error if the session that took the lock has ended. The query also keeps
        the server from ending the session for being idle."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    def release(self):
        self.taken = False
        with contextlib.suppress(Exception):  # Django forgets a broken connection even so
            self.connection.close()


class NoLock(Lock):
    """Is used if the database has no advisory locks. It is always taken, and never lost."""

    def __init__(self):
        super().__init__()
        self.taken = True
        log(f"{self.connection.vendor} has no advisory locks; nothing keeps two releases apart")

    def take(self):
        return True

    def check_connection(self):
        pass

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
    # A server that has started again repeats the numbers of its processes. A role may not
    # be allowed to see when they started.
    identity = "concat(pid, ' ', backend_start)"
    timeouts = {
        "idle_in_transaction_session_timeout": "300s",
        "transaction_timeout": "0",
        "statement_timeout": "0",
        "lock_timeout": "0",
    }

    def __init__(self, name):
        import zlib

        super().__init__()
        self.session = None
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
            cursor.execute(
                f"SELECT pg_try_advisory_xact_lock(%s, %s), {self.identity} FROM pg_stat_get_activity(pg_backend_pid())",
                self.key,
            )
            self.taken, session = cursor.fetchone()
        if self.taken:
            self.session = session
        else:
            self.connection.rollback()
        return self.taken

    def is_ours(self):
        """Whether a former session of this process, which has not ended yet, has the lock."""
        return self.session is not None and self.query_holder(self.identity) == self.session

    def holder(self):
        return self.query_holder("application_name")

    def query_holder(self, column):
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {column} FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
                "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.classid = %s AND l.objid = %s "
                "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                self.key,
            )
            row = cursor.fetchone()
        self.connection.rollback()
        return row and row[0]


class MySQLLock(Lock):
    """A lock of the session. Its name includes the database's, since names are shared by
    the whole server. The server ends a session that is idle for five minutes.

    Sessions of this process also take a lock that only this process knows: the number of
    a session says nothing, because a server that has started again repeats it.
    """

    def __init__(self, name):
        import hashlib

        super().__init__()
        self.mark = None
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
            self.mark = f"djangostack-{uuid.uuid4().hex}"
            self.query("SELECT GET_LOCK(%s, 0)", self.mark)
        return self.taken

    def is_ours(self):
        return self.mark is not None and self.query("SELECT IS_USED_LOCK(%s) = IS_USED_LOCK(%s)", self.name, self.mark) == 1

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
    except Exception as error:  # of any class, as in connects
        lock.release()
        report(f"waiting for the database: {one_line(error)}")
    return False


def is_kept(lock, report):
    """Whether the session that took the lock is still connected."""
    try:
        lock.check_connection()
        return True
    except Exception as error:
        lock.release()
        report(f"lost the lock with the connection: {one_line(error)}")
    return False


def keep(lock, report):
    """Keeps the lock, and takes it again after a lost connection. Returns False if another
    process has it by then. If the database is away, nobody else can have it."""
    if lock.taken and is_kept(lock, report):
        return True
    try:
        return lock.take() or lock.is_ours()
    except Exception as error:
        lock.release()
        report(f"cannot take the lock again yet: {one_line(error)}")
        return True


# Running


class Child:
    """A command that receives the signals of its pod from the moment it is started."""

    def __init__(self, command):
        self.command, self.process, self.early = command, None, []

    def run(self):
        """Runs the command and returns its exit status."""
        for number in STOPPING:
            signal.signal(number, lambda number, _: self.send(number))
        self.process = subprocess.Popen(self.command)
        for number in self.early:
            self.send(number)
        status = self.process.wait()
        return status if status >= 0 else 128 - status

    def send(self, number):
        if self.process is None:
            self.early.append(number)
        else:
            self.process.send_signal(number)


def supervise(command, prepare, may_continue):
    """Runs a command once prepare has returned, and ends this process with its exit status.
    Meanwhile may_continue is called every CHECK seconds. Once it returns False, the command
    is terminated, and then killed.

    The two functions talk to the database, and do so in a thread of their own. While a
    driver waits for a server that does not answer, its thread handles no signal and does
    not notice that the command has ended.
    """
    child, prepared = Child(command), threading.Event()

    def watch():
        try:
            prepare()
        except Exception:
            traceback.print_exc()
            leave(1)
        prepared.set()
        stop = signal.SIGTERM
        while True:
            time.sleep(CHECK)
            if not may_continue():
                child.send(stop)
                stop = signal.SIGKILL

    threading.Thread(target=watch, daemon=True).start()
    prepared.wait()
    leave(child.run())


def leave(status):
    """Ends this process. sys.exit would have Python end the thread of the database, which
    may be in the middle of anything."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


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
    if lock_name is None:
        wait_until_wanted(key)
        leave(Child(command).run())
    lock, report = lock_named(lock_name), ChangeLog()

    def keep_and_continue():  # a migration that has begun is never interrupted
        if not keep(lock, report):
            report("another release has the lock; this one goes on with what it has begun")
        return True

    supervise(command, lambda: take_when_wanted(lock, key), keep_and_continue)


def create_superuser(key):
    """Creates the first account once its Job is wanted. An account that exists stays as it
    is, whatever its password is by now: createsuperuser itself would fail. The names of a
    custom user model's own fields are Django's: DJANGO_SUPERUSER_ and the field in capitals.
    """
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    wait_until_wanted(key)
    users = get_user_model()
    name = os.environ["DJANGO_SUPERUSER_" + users.USERNAME_FIELD.upper()]
    try:
        users._default_manager.get_by_natural_key(name)
        log(f"the superuser {name} exists and stays as it is")
    except users.DoesNotExist:
        call_command("createsuperuser", interactive=False)


def run_alone(name, command):
    """Runs a process of which there must never be two: waits until the previous one has
    stopped, and stops when another has taken its place."""
    lock, report = lock_named(f"{os.environ['DJANGOSTACK_NAMESPACE']}/{name}"), ChangeLog()
    if isinstance(lock, NoLock):
        log("so nothing would keep two of this process apart; set migrate.lock: false")
        sys.exit(1)
    os.environ["DJANGOSTACK_LOADING"] = str(LOADING)
    supervise(command, lambda: take_over(lock), lambda: keep(lock, report))


def take_over(lock):
    """Returns once this session has had the lock for HANDOVER seconds. In this time a
    process that lost the lock with its connection notices that and stops."""
    report, since = ChangeLog(), None
    while since is None or time.monotonic() - since < HANDOVER:
        write_heartbeat(BLOCKED)
        if since is None:
            if try_to_take(lock, report):
                since = time.monotonic()
                report(f"has the lock; begins in {HANDOVER} seconds")
        elif not is_kept(lock, report):
            since = None
        time.sleep(POLL)
    write_heartbeat(LOADING)


def write_heartbeat(seconds):
    """Says that this process counts as alive for that time. The file is replaced as a whole,
    because a probe may read it at any moment. Later beat's own launcher writes it."""
    with contextlib.suppress(OSError):  # the disk may be full; the probe then says so
        with open(HEARTBEAT + ".new", "w") as file:
            file.write("%010d\n" % (time.time() + seconds))
        os.replace(HEARTBEAT + ".new", HEARTBEAT)


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
