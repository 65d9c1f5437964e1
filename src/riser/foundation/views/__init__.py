"""Pages of the foundation: settings, people, tokens, attachments, search."""
