"""Ways of training; each module is the target of one ``km.recipes`` entry point."""
