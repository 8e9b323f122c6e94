"""Runs the engine as the only one on its state folder, and never longer than its parent.

Usage: launch.py PARENT_PID LOCK_FILE

A Node parent cannot promise to end its children when it is killed with SIGKILL, so the child watches the parent.
"""

import fcntl
import os
import shutil
import signal
import sys
import threading
import time

# EX_TEMPFAIL of sysexits.h: another engine holds the state folder.
STATE_FOLDER_IN_USE = 75
# A killed stack's engine needs about a second to save its state and go.
LOCK_PATIENCE_SECONDS = 3
# Saving a large state takes time; after this long the engine is stuck.
ORPHAN_PATIENCE_SECONDS = 15


def hold_lock(path):
    """The kernel drops this lock when the process ends, however it ends, so it can never be stale."""
    lock = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    deadline = time.monotonic() + LOCK_PATIENCE_SECONDS
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() > deadline:
                sys.exit(STATE_FOLDER_IN_USE)
            time.sleep(0.1)


def end_with(parent):
    while os.getppid() == parent:
        time.sleep(0.2)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(ORPHAN_PATIENCE_SECONDS)
    os.killpg(0, signal.SIGKILL)


def end_workers():
    """Lambda workers outlive the engine otherwise: they are in its process group, which it leads."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(0, signal.SIGTERM)


def empty_temporary_folder():
    """The engine unpacks each Lambda worker's code there and forgets it. Only the lock's holder may do this."""
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    os.makedirs(os.environ["TMPDIR"])


def complete_engine():
    # Not on the path: the interpreter runs isolated.
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    sys.dont_write_bytecode = True
    import event_queues
    import part_checksums

    event_queues.install()
    part_checksums.install()
    if os.environ["AUTH"] == "true":
        import task_iam

        task_iam.install()


def main():
    parent, lock_file = int(sys.argv[1]), sys.argv[2]
    sys.argv = ["ministack"]
    threading.Thread(target=end_with, args=(parent,), daemon=True).start()
    hold_lock(lock_file)
    empty_temporary_folder()
    from ministack.app import main as serve

    complete_engine()
    try:
        serve()
    finally:
        end_workers()
        empty_temporary_folder()


main()
