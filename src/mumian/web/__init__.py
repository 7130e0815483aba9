"""Everything a browser meets. Each front end turns a request into plain values, makes one call downstairs, and turns the answer
into a page; front ends do not know each other and share only `web.shared` and `web.live`.
"""
