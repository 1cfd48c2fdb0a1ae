"""Knowledge (K): question cards, what an answer is worth, and the level that follows. Pure.

Nothing is imported here: a case opens with its cards, and no answer is judged before there is one.
"""
