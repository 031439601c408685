"""What tests of metrics and of model clients need; for plugins elsewhere too."""
