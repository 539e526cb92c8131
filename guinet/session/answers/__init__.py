"""How the torch side answers what panels ask, a module for each topic; `study_table` says which answers what."""
