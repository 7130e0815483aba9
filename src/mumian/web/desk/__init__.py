"""Work lists and case pages of approval, production and hand-over, and the landing page of every officer."""
