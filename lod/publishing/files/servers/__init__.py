"""The rules of each web server, in its own language."""
