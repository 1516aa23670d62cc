"""What is done to a case."""
