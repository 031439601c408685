"""The main job from end to end on a graph of the world, small enough for any machine."""
