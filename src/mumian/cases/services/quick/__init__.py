"""The quick way: the steps that every case takes, each as one SQL function below its service.

A quick way does the whole step, or nothing: it then answers None, and the service goes its ordinary way, which either carries the
step out or raises the refusal with its sentence. So the quick way never has to say no, and it cannot allow what the ordinary way
forbids: both write through the same triggers and constraints. `docs/decisions/` says why there are two.
"""
