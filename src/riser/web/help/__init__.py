"""The documentation inside the program: the same Markdown as on its site, without a network."""
