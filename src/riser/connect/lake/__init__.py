"""Delta tables: the one place that writes and reads them."""
