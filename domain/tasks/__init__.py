"""An assigned task, its state at a date, and the words in which people answer and assign one."""
