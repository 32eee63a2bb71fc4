-- question: where does what is only needed while building lie?
-- parameters: path
-- grain: none; attaches the stage, a file that is thrown away

attach $path as stage
