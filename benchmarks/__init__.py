"""Measurements that the README quotes; nothing here is part of the program."""
