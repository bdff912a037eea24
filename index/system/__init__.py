"""What differs between operating systems: locks, lasting writes, temporary folders, extras."""
