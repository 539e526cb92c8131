"""Charts that stay fluent with ten million points: `pyramid` (numpy), `plot` (Qt's painter), `chart` (one plot and what
can be done with it), `panel` (the Charts panel)."""
