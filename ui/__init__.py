"""The command line, the HTTP server and the web chat. No lower package imports this one."""
