"""One module a format, named as the format; `guinet.exchange.export.Exporter` says what each has."""
