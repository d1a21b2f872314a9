"""Teaching the classifier: labelled talk in, a packaged spaCy pipeline with its figures out."""
