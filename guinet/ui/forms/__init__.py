"""Forms: argument names as labels, a field for each type of value, refusals in words under the field."""
