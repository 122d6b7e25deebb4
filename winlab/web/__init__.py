"""What a browser or a probe meets on a machine: listeners, http.sys and IIS, static files, the application."""
