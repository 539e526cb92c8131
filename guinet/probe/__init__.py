"""Looks inside a model: its layers, values, gradients, cost."""
