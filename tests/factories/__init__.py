"""Real rows for tests, made through the services of the packages; all persons and places are invented."""
