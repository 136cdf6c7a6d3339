"""Small needs of 127.0.0.1."""

import socket


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def healthy(port, path):
    with socket.create_connection(("127.0.0.1", port), 1) as door:
        door.sendall(f"GET /{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        return b" 200 " in door.recv(64)
