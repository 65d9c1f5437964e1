"""The documentation is held to the program: commands, links, words on the screen, worked sums."""
