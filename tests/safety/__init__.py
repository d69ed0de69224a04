"""What strangers' text, names and settings may not do: speak to the terminal, run, call out."""
