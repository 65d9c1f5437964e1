"""One file that holds a whole installation at one moment, and the way back: backup and restore.

    manifest   what a backup says of itself, frozen
    archive    the file: written whole or not at all, read only where every digest fits
    snapshot   the database at one moment
    postgres   the same by PostgreSQL's own programs
    swap       what is restored takes the place of what was there, in steps that survive a kill
    stamp      which program a home belongs to

What of the lake belongs to that moment is known one room higher; the shell puts both together.
"""
