-- question: on which edition is this one built?
-- parameters: path
-- grain: none; attaches the edition before, to be read

attach $path as base (read_only)
