"""Explainable rules over a spaCy parse: which act an utterance is, and the words that say so."""
