"""A trainee's own practice: how figures moved over sessions, goals, notes, what a mentor wrote."""
