"""A mail server on loopback that keeps what it is handed, and can be told to misbehave."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage


class LetterBox(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as a letter needs.

    Attributes:
        letters: what was handed in: to whom, and the letter.
        said: every command, and whether it came encrypted.
        answers: what to say instead, by the command's first word; `drop` hangs up.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.tls = tls
        self.letters: list[tuple[str, EmailMessage]] = []
        self.said: list[tuple[str, bool]] = []
        self.answers: dict[str, str] = {}

    @property
    def port(self) -> int:
        return self.server_address[1]


class _Talk(socketserver.StreamRequestHandler):
    server: LetterBox

    def handle(self) -> None:
        self.encrypted = False
        self.to = ""
        self.say("220 box")
        while line := self.rfile.readline():
            command = line.decode().strip()
            self.server.said.append((command, self.encrypted))
            word = command.partition(" ")[0].upper()
            answer = self.server.answers.get(word) or self.answer(word, command)
            if answer == "drop":
                return
            self.say(answer)
            if word == "QUIT":
                return
            if word == "STARTTLS" and answer.startswith("220") and not self.encrypt():
                return
            if word == "DATA" and answer.startswith("354"):
                self.take()

    def finish(self) -> None:
        super().finish()
        self.request.close()  # the encrypted one is not the one that the server closes

    def answer(self, word: str, command: str) -> str:
        if word == "EHLO":
            offers = ["STARTTLS"] if self.server.tls and not self.encrypted else []
            lines = ["box", *offers, "AUTH PLAIN", "SMTPUTF8"]
            return "\r\n".join([*(f"250-{line}" for line in lines[:-1]), f"250 {lines[-1]}"])
        if word == "RCPT":
            self.to = command.partition("<")[2].partition(">")[0]
        codes = {"STARTTLS": "220", "AUTH": "235", "DATA": "354", "QUIT": "221"}
        return f"{codes.get(word, '250')} ok"

    def encrypt(self) -> bool:
        try:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        except (ssl.SSLError, OSError):
            return False
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)
        self.encrypted = True
        return True

    def take(self) -> None:
        data = b""
        while not data.endswith(b"\r\n.\r\n"):
            line = self.rfile.readline()
            if not line:
                return
            data += line
        letter = message_from_bytes(data[:-5], policy=policy.default)
        self.server.letters.append((self.to, letter))
        answer = self.server.answers.get(".", "250 kept")
        if answer == "drop":
            self.request.shutdown(socket.SHUT_RDWR)
        else:
            self.say(answer)

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def letter_box(tls: ssl.SSLContext | None = None) -> Iterator[LetterBox]:
    """An open letter box, in a thread of its own."""
    with LetterBox(tls) as box:
        thread = threading.Thread(target=box.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield box
        finally:
            box.shutdown()
            thread.join()
