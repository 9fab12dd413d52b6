"""What the page asks of a snapshot."""
