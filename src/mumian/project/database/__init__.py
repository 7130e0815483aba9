"""The database under the house: where it is, who may sign in to it, and how the one that ships with Mumian is run.

`DATABASE_URL` names a server that somebody else runs; without it a PostgreSQL of our own lives under the data folder
(`embedded`), started and stopped by the command line. Either way there is one login for each duty (`logins`), migrations run
as the owner, and the pages never do.
"""
