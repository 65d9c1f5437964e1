"""Outside services that the tests start and stop themselves."""
