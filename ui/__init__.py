"""The command line, the HTTP server and the web chat; run with ``loccit``. Exports nothing."""
