"""Mumian (木棉): the platform of an exit-entry office, from the first question to the document in the hand.

The floors, from top to bottom: project, simulation, web, gateways, the domain packages, foundation. A floor may import any
floor below it and never one above; `docs/concepts/floors.md` names them all.
"""
