"""Feeds of outside registers and reference lists, and a simulated provincial feed."""
