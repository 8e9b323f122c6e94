"""Asks libtorrent, a BitTorrent library that is none of ours. One JSON document of questions in, one of answers out.

Usage: ask.py < {"ask": "decode" | "describe" | "make" | "run", ...}
"""

import json
import sys
import time

import libtorrent

PATIENCE_SECONDS = 60
# Nothing but the loopback interface, and nothing that would find peers.
ALONE = {
    "listen_interfaces": "127.0.0.1:0",
    "enable_dht": False,
    "enable_lsd": False,
    "enable_upnp": False,
    "enable_natpmp": False,
}


def plain(value):
    """What JSON can hold: byte strings as hexadecimal digits."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key.decode("latin1"): plain(item) for key, item in value.items()}
    return value


def decode(files):
    """What bencode says, file by file."""
    return [plain(libtorrent.bdecode(open(file, "rb").read())) for file in files]


def describe(torrent):
    """What a client makes of it."""
    info = libtorrent.torrent_info(torrent)
    hashes = info.info_hashes()
    return {
        "name": info.name(),
        "length": info.total_size(),
        "pieceLength": info.piece_length(),
        "pieces": info.num_pieces(),
        "infoHash": str(hashes.v1) if hashes.has_v1() else None,
        "infoHashV2": str(hashes.v2) if hashes.has_v2() else None,
        "private": info.priv(),
        "tiers": [[tracker.url, tracker.tier] for tracker in info.trackers()],
        "webSeeds": [seed["url"] for seed in info.web_seeds()],
        "comment": info.comment(),
        "createdBy": info.creator(),
    }


def make(folder, name, piece_length):
    """The hybrid that libtorrent itself makes of a file."""
    storage = libtorrent.file_storage()
    libtorrent.add_files(storage, f"{folder}/{name}")
    torrent = libtorrent.create_torrent(storage, piece_size=piece_length)
    libtorrent.set_piece_hashes(torrent, folder)
    return libtorrent.bencode(torrent.generate()).hex()


def run(torrent, folder):
    """Adds the torrent, and answers once it seeds, or with how far it came."""
    session = libtorrent.session(ALONE)
    handle = session.add_torrent({"ti": libtorrent.torrent_info(torrent), "save_path": folder})
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not handle.status().is_seeding and time.monotonic() < deadline:
        time.sleep(0.05)
        status = handle.status()
        # What is there is checked first; a torrent without a web seed has then nowhere to get the rest from.
        if str(status.state) == "downloading" and not handle.url_seeds():
            break
    status = handle.status()
    error = status.errc.message() if status.errc.value() else None
    return {"state": str(status.state), "pieces": status.num_pieces, "error": error}


question = json.load(sys.stdin)
answer = {"decode": decode, "describe": describe, "make": make, "run": run}[question.pop("ask")](**question)
json.dump(answer, sys.stdout)
