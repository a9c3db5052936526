"""The verbs of the program, shared by window and command line; no Qt."""
