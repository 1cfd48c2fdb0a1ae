"""What an interviewer goes by: occasions to ask, and what was asked and became of it."""
