"""Read at the start of an interpreter: takes from it the modules and names of ``os`` listed."""

import os
import sys

for absent in os.environ["LOCCIT_ABSENT"].split():
    if not absent.startswith("os."):
        sys.modules[absent] = None  # type: ignore[assignment]
    elif absent == "os.supports_dir_fd":
        os.supports_dir_fd = set()
    else:
        delattr(os, absent.removeprefix("os."))
