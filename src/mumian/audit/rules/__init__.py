"""How acts are hashed, how the tree of their hashes grows and proves, and what is signed. After docs/concepts/audit-format.md."""
