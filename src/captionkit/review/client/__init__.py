"""The page for a client, who looks at a film with its captions and leaves notes, and what comes back from it."""
