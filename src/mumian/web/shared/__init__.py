"""The design system every page is built from: tokens, layouts, components, language, error pages and the style guide."""
