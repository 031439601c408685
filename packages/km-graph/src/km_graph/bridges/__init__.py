"""Knowledge graphs from and to the objects of other libraries."""
