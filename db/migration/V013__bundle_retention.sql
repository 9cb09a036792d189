-- For how long the bundles of a tenant are kept. What was found in them outlives them.
ALTER TABLE tenant ADD COLUMN bundle_days integer NOT NULL DEFAULT 400 CHECK (bundle_days BETWEEN 1 AND 3650);

-- Set when its time is over and nobody may fetch it any more; the row goes after its bytes, so that none are forgotten.
ALTER TABLE bundle ADD COLUMN expired_at timestamptz;
CREATE INDEX bundle_age ON bundle (tenant_id, created_at);
GRANT UPDATE (expired_at) ON bundle TO tunnelscope_app;
