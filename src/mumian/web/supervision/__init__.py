"""Pages of supervisors and leaders: complaints, samples, figures, audit."""
