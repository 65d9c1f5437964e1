"""A file on its way in: opened within limits, recognised, read, its owner settled. No writes here."""
