"""Backups as people live with them: real processes, real damage, both databases."""
