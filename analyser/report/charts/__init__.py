"""Charts: pure functions from an analysis and its measures to rows, an Altair chart and words.

Each module has ``rows`` (the frame behind the chart), ``chart``, ``table`` (the same for those who
would rather read) and ``words`` (the same in a sentence, also for screen readers).
"""
