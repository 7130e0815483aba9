"""Hall screens, ticket machine, touch-screens and rating devices."""
