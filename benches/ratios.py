#!/usr/bin/env python3
"""Prints, in one run, how fast fairbalance is beside ripgrep on the same phrases and the same files.

  cargo build --release && cargo run --release --example corpus -- /tmp/corpus 200
  benches/ratios.py /tmp/corpus

Needs ripgrep (`rg`) from the system's packages and GNU time (`/usr/bin/time`). One core each: user and system time count,
not the clock, so a busy machine disturbs little.
"""
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("FAIRBALANCE", os.path.join(HERE, "target/release/fairbalance"))
CHECK = [PROGRAM, "check", "--no-config", "--exit-zero", "--threads", "1", "--format", "concise"]


def run(command):
    """Seconds of processor time, and the peak of memory in bytes."""
    with tempfile.NamedTemporaryFile("r", delete=False) as told:
        pass
    subprocess.run(["/usr/bin/time", "-f", "%U %S %M", "-o", told.name, *command], stdout=subprocess.DEVNULL, check=False)
    with open(told.name) as lines:
        user, system, peak = lines.read().split("\n")[-2].split()
    os.unlink(told.name)
    return float(user) + float(system), int(peak) * 1024


def size(path):
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(os.path.getsize(os.path.join(home, name)) for home, _, names in os.walk(path) for name in names)


def main():
    corpus = sys.argv[1]
    with tempfile.TemporaryDirectory() as scratch:
        listed = subprocess.run([PROGRAM, "rules", "--no-config", "--literals"], capture_output=True, text=True, check=True)
        phrases = os.path.join(scratch, "phrases")
        with open(phrases, "w") as out:
            out.write(listed.stdout)
        print(f"{len(listed.stdout.splitlines())} literal phrases, inflections multiplied out")
        print(f"{'corpus':14} {'MB':>6} {'fairbalance':>12} {'ripgrep':>9} {'ratio':>6} {'peak':>8} {'peak / bytes':>12}")
        for name in ("sparse", "dense", "large.md", "large.html"):
            path = os.path.join(corpus, name)
            if not os.path.exists(path):
                continue
            megabytes = size(path) / 1e6
            own, peak = run([*CHECK, path])
            line = f"{name:14} {megabytes:6.0f} {megabytes / own:7.1f} MB/s"
            # Tens of thousands of phrases take ripgrep minutes for what is done here in seconds: one page is enough.
            if os.path.isdir(path):
                page = os.path.join(path, "000", "page-0.md")
                other, _ = run(["rg", "-c", "-i", "-w", "-F", "-j", "1", "-f", phrases, page])
                rate = size(page) / 1e6 / other
                line += f" {rate:4.2f} MB/s {megabytes / own / rate:6.0f}"
            else:
                line += " " * 17
            print(f"{line} {peak / 1e6:5.0f} MB {peak / 1e6 / megabytes:12.1f}", flush=True)
        page = os.path.join(scratch, "page.md")
        with open(os.path.join(corpus, "sparse/000/page-0.md"), "rb") as source, open(page, "wb") as out:
            out.write(source.read(10_000))
        shown = subprocess.run(["hyperfine", "-N", "-w", "3", " ".join([*CHECK, page])], capture_output=True, text=True, check=False)
        clock = re.search(r"Time.*", shown.stdout)
        if clock:
            print(f"start-up and one page of 10 KB, by the clock: {clock.group(0).strip()}")


if __name__ == "__main__":
    main()
