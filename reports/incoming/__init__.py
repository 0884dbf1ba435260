"""Files of people, read into plain rows and cells; a faulty file is named, never guessed at."""
