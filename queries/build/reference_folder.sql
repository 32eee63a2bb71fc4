-- question: where do the reference tables lie?
-- parameters: folder
-- grain: none; one variable

set variable reference_folder = $folder
