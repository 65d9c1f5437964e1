"""What people hand in: web forms, the plan template as a file, uploads."""
