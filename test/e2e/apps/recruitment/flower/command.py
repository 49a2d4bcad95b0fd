import base64
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import click


@click.command()
@click.option("--port", type=int, default=5555)
@click.pass_context
def flower(ctx, port):
    app = ctx.obj.app
    login = base64.b64encode(os.environ["FLOWER_BASIC_AUTH"].encode()).decode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/healthcheck":
                return self.answer(200, "OK")
            if self.headers.get("Authorization") != "Basic " + login:
                return self.answer(401, "who are you?")
            workers = [name for reply in app.control.ping(timeout=2) for name in reply]
            return self.answer(200, json.dumps({"workers": sorted(workers)}))

        def answer(self, status, text):
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text.encode())

    ThreadingHTTPServer(("", port), Handler).serve_forever()
