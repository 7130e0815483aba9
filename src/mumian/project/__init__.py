"""Settings, addresses, wiring and the command line: the only place that knows every other package.

It decides which gateway fills which socket and starts the processes. It holds no rule of the office.
"""
