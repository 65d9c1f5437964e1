"""Paired benchmarks: what Riser takes beside a yardstick on the same machine in the same minutes."""
