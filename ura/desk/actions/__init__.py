"""The verbs of the desk, one file a subject: registering, coding, deadlines, moves, company, complaints, files."""
