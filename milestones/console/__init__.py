"""What the commands print: progress, faults in a sentence, reports, findings, values."""
