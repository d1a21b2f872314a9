"""A mentor's review of a session: comments, the moment reel, the rubric and the feedback sheet."""
