"""What must hold before a case moves, when it is due, and which sentence explains it. Plain Python, no database."""
