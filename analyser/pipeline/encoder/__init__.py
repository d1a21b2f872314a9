"""The trained encoder as a spaCy component: utterances in their context → scores for each act.

``views`` says what the encoder may see of a conversation, ``pieces`` writes that down as
word-pieces, ``component`` runs the network, ``cues`` finds the words that decided.
"""
