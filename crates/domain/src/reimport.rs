//! Finding the notes of yesterday's import in today's: ids stay, whatever moved.
