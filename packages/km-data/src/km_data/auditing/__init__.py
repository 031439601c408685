"""What is wrong with question files before anything is trained on them."""
