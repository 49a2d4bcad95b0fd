import base64
import json
import os
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import click


class Events(threading.Thread):
    """Hears what the workers say of themselves, every two seconds each."""

    def __init__(self, app):
        super().__init__(daemon=True)
        self.app = app
        self.heard = 0.0

    def run(self):
        while True:
            try:
                with self.app.connection() as connection:
                    receiver = self.app.events.Receiver(connection, handlers={"*": self.hear})
                    receiver.capture(limit=None, timeout=None, wakeup=True)
            except Exception as error:
                print("events:", repr(error), flush=True)
                time.sleep(1)

    def hear(self, event):
        self.heard = time.monotonic()


@click.command()
@click.option("--port", type=int, default=5555)
@click.pass_context
def flower(ctx, port):
    app = ctx.obj.app
    events = Events(app)
    events.start()
    login = base64.b64encode(os.environ["FLOWER_BASIC_AUTH"].encode()).decode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/healthcheck":
                return self.answer(200, "OK")
            if self.headers.get("Authorization") != "Basic " + login:
                return self.answer(401, "who are you?")
            if self.path == "/quiet":
                return self.answer(200, json.dumps({"quiet": time.monotonic() - events.heard}))
            workers = [name for reply in app.control.ping(timeout=2) for name in reply]
            return self.answer(200, json.dumps({"workers": sorted(workers)}))

        def answer(self, status, text):
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text.encode())

    ThreadingHTTPServer(("", port), Handler).serve_forever()
