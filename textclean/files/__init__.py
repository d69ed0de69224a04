"""Files: find the inputs, read them within bounds, write so that no file is ever half old and half new."""
