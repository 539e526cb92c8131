"""Models in and out of GuiNet. Every export is loaded again and compared before it counts."""
