"""Tries connections from the pod it runs in; its input and output are JSON.

    listen   {"address", "ports"}: opens each TCP port that is free, says which
             ones then listen, and keeps them open until its input ends, for
             five minutes at most
    connect  tries a list of {"address", "port", "protocol", "source"} at once
             and says of each whether there was an answer
"""
import asyncio
import json
import signal
import socket
import sys

PATIENCE = 3
# A query for the name servers of the root: any DNS server has something to say.
QUERY = bytes.fromhex("000101000001000000000000" "00" "0002" "0001")


def listen(address, ports):
    sockets, open_ports = [], []
    for port in ports:
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            s.bind((address, port))
            s.listen(64)
        except PermissionError:
            continue
        except OSError:
            pass  # something listens there already
        sockets.append(s)
        open_ports.append(port)
    print(json.dumps(open_ports), flush=True)
    signal.alarm(300)
    sys.stdin.read()


async def tcp(edge):
    source = (edge["source"], 0) if edge.get("source") else None
    _, writer = await asyncio.open_connection(edge["address"], edge["port"], local_addr=source)
    writer.close()


async def udp(edge):
    loop = asyncio.get_running_loop()
    s = socket.socket(type=socket.SOCK_DGRAM)
    s.setblocking(False)
    s.connect((edge["address"], edge["port"]))
    await loop.sock_sendall(s, QUERY)
    await loop.sock_recv(s, 512)


async def answered(edge):
    try:
        await asyncio.wait_for(udp(edge) if edge["protocol"] == "UDP" else tcp(edge), PATIENCE)
        return True
    except (OSError, asyncio.TimeoutError):
        return False


async def connect(edges):
    print(json.dumps(await asyncio.gather(*map(answered, edges))))


argument = json.loads(sys.stdin.readline())
if sys.argv[1] == "listen":
    listen(**argument)
else:
    asyncio.run(connect(argument))
