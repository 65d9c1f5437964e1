"""Keeping an installation: a backup of one moment, the way back, and the next version of the program.

Puts together what foundation knows of database, files and archive, and what connect knows of the lake.
"""
