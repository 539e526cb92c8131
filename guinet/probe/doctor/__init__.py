"""The training doctor: what is wrong with a training, in plain words, with evidence and a remedy."""
