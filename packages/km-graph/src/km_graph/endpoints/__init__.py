"""Graphs that live on servers: reading from and writing to Neo4j and SPARQL endpoints."""
