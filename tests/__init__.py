"""Tests: they mirror the package."""

import os

# As the command line does: pytest-xdist has a process for each core, where numpy's threads would only wait.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
