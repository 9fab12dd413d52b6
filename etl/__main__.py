"""``python -m etl``: see ``etl.cli``."""

import gc
import sys

FEWER_COLLECTIONS = 100_000
"""Objects between two collections of garbage: most of a command's live until it ends, and there is little to collect."""

gc.set_threshold(FEWER_COLLECTIONS)  # before the imports, which make most objects of a short run

from etl.cli import main  # noqa: E402

if __name__ == "__main__":
    status = main()
    # Python looks for circles once more when it ends: a tenth of a short run, for what is freed anyway. A database wants
    # its objects taken apart, and complains on standard error if they are not.
    if "duckdb" not in sys.modules:
        gc.freeze()
    sys.exit(status)
