"""The shell's pages of work: home, the situation board, the alarm."""
