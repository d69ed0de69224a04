"""What happens when the system says no: each system call of a run fails or is the last, in turn."""
