"""What is done to tables of points, calls and applications."""
