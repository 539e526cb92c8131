"""From a graph to shapes, problems, readable Python and a running module. Torch begins here."""
