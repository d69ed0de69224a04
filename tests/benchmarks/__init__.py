"""Benchmarks: speed as ratios within one run; no part of the default test run."""
