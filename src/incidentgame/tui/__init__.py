"""The player's terminal: prompt, completion, pager, editor and form around a session being played."""
