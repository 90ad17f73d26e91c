"""Runs a command and prints its processor seconds and peak memory as one JSON object; its output is dropped.

usage: process.py COMMAND...
"""

import json
import os
import subprocess
import sys


def main(command):
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    print(
        json.dumps(
            {"code": os.waitstatus_to_exitcode(status), "seconds": used.ru_utime + used.ru_stime, "kilobytes": used.ru_maxrss}
        )
    )


if __name__ == "__main__":
    main(sys.argv[1:])
