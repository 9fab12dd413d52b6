"""The version of the program, as the build record of a snapshot names it."""

VERSION = "0.1.0"
