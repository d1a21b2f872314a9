"""The cohort page, one part a module: what is asked for, the panels, and what to know about it."""
