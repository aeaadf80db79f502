"""Speech-to-text services and tools: a declarative core, one row a service, quirks where a service has some."""
