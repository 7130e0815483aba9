"""Views of the public pages, one file for each subject.

Each turns a request into plain values, asks downstairs, and shows the answer.
"""
