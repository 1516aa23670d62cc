"""E-mail as a channel: one message, delivered twice or interrupted anywhere, makes one request."""
