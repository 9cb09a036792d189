-- What a tenant settles for itself, and how long it keeps what it has.

ALTER TABLE tenant
    -- Of texts for somebody whose own language is not known.
    ADD COLUMN language text NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'ko')),
    -- A name of the IANA time zone database; whoever sets it checks it.
    ADD COLUMN time_zone text NOT NULL DEFAULT 'Etc/UTC' CHECK (length(time_zone) BETWEEN 1 AND 60),
    -- For how many days finished runs are kept, their findings, evidence and bundles with them. Null: for ever.
    ADD COLUMN run_days integer CHECK (run_days BETWEEN 30 AND 3650),
    ADD COLUMN audit_days integer NOT NULL DEFAULT 400 CHECK (audit_days BETWEEN 90 AND 2557),
    -- Grows with every change, so that of two admins who change at once the second is told.
    ADD COLUMN settings_version integer NOT NULL DEFAULT 1;
GRANT UPDATE (name, language, time_zone, run_days, bundle_days, audit_days, settings_version) ON tenant TO tunnelscope_app;

-- Runs whose time is over go; the foreign keys take along what was found in them.
GRANT DELETE ON run TO tunnelscope_app;
