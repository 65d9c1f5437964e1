"""Drawings made on the server: frozen values in, SVG out. No row, no request; texts in the active language.

`stair` and `ladder` show the levels, `dumbbell` one area, `bars` money and counts. Every drawing carries its
finding as an accessible name, every square of the stair is a link.
"""
