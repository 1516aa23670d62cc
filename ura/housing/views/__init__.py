"""Pages of social housing."""
