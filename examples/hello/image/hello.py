"""Counts visits and keeps notes in PostgreSQL.

`hello.py` answers HTTP; `hello.py worker` processes the notes that the queue names.
"""

import html
import json
import os
import queue
import re
import signal
import socket
import sys
import threading
import time
from contextlib import nullcontext, suppress
from http.server import BaseHTTPRequestHandler
from select import select
from socketserver import ThreadingTCPServer
from urllib.parse import parse_qs
from uuid import uuid4

import psycopg2
from psycopg2 import InterfaceError, OperationalError, errors, extensions

QUEUE_URL = os.environ.get("QUEUE_URL")
SERVER = os.environ.get("SERVER_NAME", "hello")
DRAIN_SECONDS = 2
PATIENCE_SECONDS = 25
CONNECTIONS = 8
ANSWER_SECONDS = 1.5

TABLES = """SELECT pg_advisory_xact_lock(1);
    CREATE TABLE IF NOT EXISTS visits (page text PRIMARY KEY, number bigint NOT NULL);
    CREATE TABLE IF NOT EXISTS notes (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        request text UNIQUE NOT NULL, text text NOT NULL, length integer,
        processed boolean NOT NULL DEFAULT false, published timestamptz NOT NULL DEFAULT now());
    CREATE INDEX IF NOT EXISTS unprocessed ON notes (published) WHERE NOT processed;
    SELECT 1"""
VISIT = """INSERT INTO visits VALUES ('/', 1)
    ON CONFLICT (page) DO UPDATE SET number = visits.number + 1 RETURNING number"""
ADD = """INSERT INTO notes (request, text) VALUES (%s, %s)
    ON CONFLICT (request) DO UPDATE SET request = excluded.request RETURNING id"""
SHOW = "SELECT id, text, length FROM notes WHERE id = %s"
LATEST = "SELECT id, text, length FROM notes ORDER BY id DESC LIMIT 10"
PROCESS = """UPDATE notes SET length = char_length(text), processed = true
    WHERE id = ANY(%s) RETURNING id"""
OVERDUE = """UPDATE notes SET published = now() WHERE id IN (
    SELECT id FROM notes WHERE NOT processed AND published < now() - interval '10 s'
    ORDER BY published LIMIT 100 FOR UPDATE SKIP LOCKED) RETURNING id"""

# a former primary may still answer, and refuses to write
PASSING = (socket.gaierror, OperationalError, InterfaceError, errors.ReadOnlySqlTransaction)

UNAVAILABLE = 503, "the database is unavailable: try again in a few seconds"
MAYBE_DONE = 500, "the database broke off, maybe when it was done: look before you repeat it"

PAGE = """<!doctype html>
<html lang="en"><title>Hello</title><link rel="stylesheet" href="/static/hello.css">
{}
<form method="post" action="/notes"><input name="text" required><button>Leave a note</button></form>
<footer><a href="/">Visits</a> <a href="/notes">Notes</a> Server: {}</footer>
"""


def log(**event):
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    sys.stdout.write(json.dumps({"time": now, "server": SERVER, **event}) + "\n")
    sys.stdout.flush()


class Refusal(Exception):
    """Its arguments are an answer's status and text."""


def wait(connection):
    """Waits for the database's answers; fails if it is frozen, so that none comes."""
    while (state := connection.poll()) != extensions.POLL_OK:
        sides = ([connection], []) if state == extensions.POLL_READ else ([], [connection])
        if not any(select(*sides, [], ANSWER_SECONDS)):
            raise OperationalError(f"no answer in {ANSWER_SECONDS} s")


extensions.set_wait_callback(wait)


class Database:
    """A few connections to PostgreSQL. Those that break are replaced, with a new look-up in DNS."""

    def __init__(self, url):
        self.url = url
        self.host = extensions.parse_dsn(url)["host"]
        self.address = None
        self.places = queue.LifoQueue()
        for _ in range(CONNECTIONS):
            self.places.put(None)

    def connect(self):
        """Tries the addresses of the database's name in turn, first the one that worked last."""
        found = {place[0] for *_, place in socket.getaddrinfo(self.host, None, socket.AF_INET)}
        reason = None
        for address in sorted(found, key=lambda each: each != self.address):
            try:
                connection = psycopg2.connect(self.url, hostaddr=address)
                self.address = address
                return connection
            except OperationalError as error:
                reason = error
        raise reason

    def run(self, statement, *values, patience=PATIENCE_SECONDS):
        """Commits a statement and returns its rows.

        Repeats it while the database is unavailable, so twice has to be the same as once.
        """
        deadline = time.monotonic() + patience
        is_sent = False
        try:
            connection = self.places.get(timeout=patience + 1)
        except queue.Empty as error:
            raise Refusal(*UNAVAILABLE) from error
        try:
            while True:
                try:
                    connection = connection or self.connect()
                    with connection.cursor() as cursor:
                        cursor.execute(statement, values)
                        rows = cursor.fetchall()
                    is_sent = True
                    connection.commit()
                    return rows
                except Exception as error:
                    connection = connection and connection.close()
                    if not isinstance(error, PASSING):
                        raise
                    if time.monotonic() > deadline:
                        raise Refusal(*(MAYBE_DONE if is_sent else UNAVAILABLE)) from error
                    time.sleep(0.1)
        finally:
            self.places.put(connection)


def process(database, notes):
    """Has notes processed, new and overdue: by workers where there is a queue, or else here."""
    while True:
        try:
            with connect_queue() if QUEUE_URL else nullcontext() as connection:
                forward(database, notes, connection)
        except Exception as error:
            log(level="warning", message=f"notes wait: {error!r}")
            time.sleep(1)


def forward(database, notes, connection):
    channel = connection and connection.channel()
    if channel:
        channel.confirm_delivery()
    next_sweep = 0
    while True:
        ids = []
        with suppress(queue.Empty):
            ids.append(notes.get(timeout=1))
        if time.monotonic() > next_sweep:
            ids += [id for [id] in database.run(OVERDUE)]
            next_sweep = time.monotonic() + 5
        if channel:
            connection.process_data_events()
            for id in ids:
                channel.basic_publish("notes", "notes", json.dumps({"id": id}), mandatory=True)
        elif ids:
            database.run(PROCESS, ids)


class Handler(BaseHTTPRequestHandler):
    """Answers the one request of a connection."""

    timeout = 10
    wbufsize = -1

    def respond(self):
        started = time.monotonic()
        path = self.path.partition("?")[0]
        headers = {"Content-Type": "text/html; charset=utf-8"}
        try:
            status, text, *more = self.answer(path)
            headers.update(*more)
        except Exception as error:
            is_known = isinstance(error, Refusal)
            status, reason = error.args if is_known else (500, "the application failed")
            text = json.dumps({"status": status, "error": reason})
            headers = {"Content-Type": "application/problem+json"}
            if status >= 500:
                log(level="error", message=f"{error!r} {error.__cause__!r}")
        body = text.encode()
        self.send_response(status)
        headers.update({"Cache-Control": "private, no-cache", "Content-Length": len(body)})
        for header in headers.items():
            self.send_header(*header)
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)
        self.wfile.flush()
        if path != "/readyz":
            took = round((time.monotonic() - started) * 1000, 1)
            request = {"requestId": self.headers["X-Request-Id"], "method": self.command}
            log(**request, path=path, status=status, milliseconds=took)

    do_GET = do_HEAD = do_POST = respond

    def answer(self, path):
        server = self.server
        if self.command == "POST":
            if path != "/notes":
                raise Refusal(404, "nothing is posted here")
            [[id]] = server.database.run(ADD, str(uuid4()), self.text())
            server.notes.put(id)
            return 201, page(f"<p>Thank you for note {id}.</p>"), {"Location": f"/notes/{id}"}
        if path == "/readyz":
            server.database.run("SELECT 1", patience=0)
            return 200, "ready"
        if path == "/":
            [[number]] = server.database.run(VISIT)
            return 200, page(f"<h1>Hello, visitor {number}</h1>")
        if path == "/notes":
            return 200, page(*map(shown, server.reads.run(LATEST)))
        note = re.fullmatch(r"/notes/(\d{1,18})", path)
        if note and (rows := server.database.run(SHOW, note[1])):
            return 200, page(*map(shown, rows))
        raise Refusal(404, "there is no such page")

    def text(self):
        """The text in the body, a form or JSON."""
        with suppress(AttributeError, KeyError, TypeError, ValueError):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            is_json = self.headers.get_content_type() == "application/json"
            text = json.loads(body)["text"] if is_json else parse_qs(body)["text"][0]
            if 0 < len(text.encode()) <= 4000 and "\0" not in text:
                return text
        raise Refusal(400, "send a text of 1 to 1000 characters, as a form or as JSON")

    def log_message(self, *_):
        """Leaves the line to `respond`."""


def page(*parts):
    return PAGE.format("\n".join(parts), html.escape(SERVER))


def shown(note):
    id, text, length = note
    size = "not processed yet" if length is None else f"{length} characters"
    return f'<p><a href="/notes/{id}">{id}</a> {html.escape(text)} ({size})</p>'


class Server(ThreadingTCPServer):
    """Listens on one address."""

    allow_reuse_address = True
    request_queue_size = 128

    def finish(self):
        """Stops accepting, answers those that have connected, and waits for them."""
        self.shutdown()
        self.socket.setblocking(False)
        with suppress(BlockingIOError):
            while True:
                self.process_request(*self.get_request())
        self.server_close()


def listen(name, port):
    """A server on that name's address on this machine, which DNS may not know for a moment."""
    reason = None
    for _ in range(50):
        try:
            for *_, address in socket.getaddrinfo(name, port, socket.AF_INET, socket.SOCK_STREAM):
                return Server(address, Handler)
        except OSError as error:
            reason = error
        time.sleep(0.2)
    sys.exit(f"cannot listen on {name} port {port}: {reason}: name this machine in LISTEN")


def serve(database, stopping):
    names = os.environ.get("LISTEN", "127.0.0.1").split(",")
    servers = [listen(name.strip(), int(os.environ.get("PORT", 8000))) for name in names]
    read_url = os.environ.get("DATABASE_READ_URL")
    Server.database, Server.notes = database, queue.Queue()
    Server.reads = Database(read_url) if read_url else database
    threading.Thread(target=process, args=[database, Server.notes], daemon=True).start()
    for server in servers:
        threading.Thread(target=server.serve_forever, args=[0.2]).start()
    log(message=f"listening on {', '.join(names)}")
    while not stopping.wait(0.5):
        pass  # without a limit a signal to another thread would not end the wait
    time.sleep(DRAIN_SECONDS)
    for server in servers:
        server.finish()


def work(database, stopping):
    def receive(channel, method, _, body):
        try:
            database.run(PROCESS, [int(json.loads(body)["id"])])
            channel.basic_ack(method.delivery_tag)
        except (KeyError, TypeError, ValueError) as error:
            log(level="error", message=f"a message cannot be processed: {error!r}")
            channel.basic_nack(method.delivery_tag, requeue=False)

    while not stopping.is_set():
        try:
            with connect_queue() as connection:
                channel = connection.channel()
                channel.basic_qos(prefetch_count=10)
                channel.basic_consume("notes", receive)
                while not stopping.is_set():
                    connection.process_data_events(time_limit=0.5)
        except Exception as error:
            log(level="warning", message=f"looking for the queue: {error!r}")
            stopping.wait(1)


def connect_queue():
    import pika  # takes long to load, and only some stages have a queue

    # tries each node that the name resolves to, and leaves one that does not respond
    settings = "heartbeat=4&blocked_connection_timeout=5&socket_timeout=2&stack_timeout=3"
    return pika.BlockingConnection(pika.URLParameters(f"{QUEUE_URL}?{settings}"))


if __name__ == "__main__":
    stopping = threading.Event()
    for number in [signal.SIGTERM, signal.SIGINT]:
        signal.signal(number, lambda *_: stopping.set())
    database = Database(os.environ["DATABASE_URL"])
    database.run(TABLES, patience=60)
    program = work if sys.argv[1:] == ["worker"] else serve
    program(database, stopping)
    log(message="all requests are finished")
