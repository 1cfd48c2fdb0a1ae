"""The object store: log objects computed from traffic when somebody reads them, and fixed content."""
