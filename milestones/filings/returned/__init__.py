"""A filing written back as a workbook for its sender, in the reading process: what is to be mended
is marked, and nothing of the sender's that could run goes along."""
