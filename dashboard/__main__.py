"""``python -m dashboard``: check that the pages can be served, then serve them on 127.0.0.1:$PORT (default 8501)."""

from __future__ import annotations

import os
import socket
import sys

from etl.errors import EtlError, InputError

DEFAULT_PORT = 8501
HOST = "127.0.0.1"
USAGE = (
    "usage: python -m dashboard\n\nServes the pages on 127.0.0.1; PORT in the environment names another port than 8501."
)


def port_from(environment: dict[str, str]) -> int:
    """Port of ``$PORT``; raises InputError where it is no port."""
    given = environment.get("PORT") or str(DEFAULT_PORT)
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise InputError.single("environment", 0, f"PORT={given}", "a number from 1 to 65535")
    return int(given)


def require_free(port: int) -> None:
    """Raise InputError where another program listens on ``port``."""
    with socket.socket() as probe:
        if os.name != "nt":  # on Windows the option would let two servers share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise InputError.single(
                "environment", 0, f"port {port} of {HOST} taken ({error.strerror})",
                "a free port: stop the program that uses it, or name another one (make run PORT=8502; "
                "PowerShell: $env:PORT=8502; python -m dashboard)",
            ) from error  # fmt: skip


def main(arguments: list[str]) -> int:
    """Exit status: 0 stopped by the user, 1 not servable, 2 wrong usage."""
    if arguments:
        print(USAGE, file=sys.stdout if arguments[0] in {"-h", "--help"} else sys.stderr)
        return 0 if arguments[0] in {"-h", "--help"} else 2
    try:
        port = port_from(dict(os.environ))
        require_free(port)
        from dashboard.snapshot import current

        snapshot = current()
        # Imported late: a second of loading before an error message would be a second lost.
        from dashboard import text
        from dashboard.cache import prepare
        from dashboard.server import application, settings
        from etl.queries import ForeignSnapshotError

        try:
            prepare(snapshot)
        except ForeignSnapshotError:
            print(text.FOREIGN_SNAPSHOT, file=sys.stderr)
            raise
    except EtlError as error:
        print(error, file=sys.stderr)
        return 1
    application().run(config=settings(port))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
