-- Two people change one schedule: whoever read it before the other saved is told, and overwrites nothing unseen.
-- Grows with each change of what a schedule is to do and with its stop, not with its turns.
ALTER TABLE schedule ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version >= 1);
