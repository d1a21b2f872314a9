"""The facilitator practice analyser: airtime, questions and advice from a recording."""

__version__ = "0.1.0"
