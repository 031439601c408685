"""What stands behind ``km train …``; imported only when a command runs."""
