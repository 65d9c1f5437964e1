"""The pages of the launch gate."""
