"""The command line. The lower packages never import this one."""
