"""Plain decisions about names, masking and guardians; they know no database."""
