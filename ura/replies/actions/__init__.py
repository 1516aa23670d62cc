"""The verbs of an official letter, by subject: drafting, approval, numbering, signing, dispatch."""
