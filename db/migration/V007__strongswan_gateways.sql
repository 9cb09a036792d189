-- How a strongSwan gateway is reached, and what discovery remembers of its connections.

-- As the allow-list of the nodes spells it: a socket path or host:port. Null for the other providers.
ALTER TABLE gateway ADD COLUMN vici_address text;
ALTER TABLE gateway ADD CONSTRAINT gateway_vici_address_length CHECK (length(vici_address) BETWEEN 1 AND 200) NOT VALID;
ALTER TABLE gateway VALIDATE CONSTRAINT gateway_vici_address_length;

-- The file in which its daemon writes, on the node; null when nobody named one.
ALTER TABLE gateway ADD COLUMN log_file text;
ALTER TABLE gateway ADD CONSTRAINT gateway_log_file_length CHECK (length(log_file) BETWEEN 1 AND 200) NOT VALID;
ALTER TABLE gateway VALIDATE CONSTRAINT gateway_log_file_length;

-- When the gateway last said that it has this connection loaded; null when it never did. A connection stays when it
-- is loaded no more, so that a run can say so.
ALTER TABLE connection ADD COLUMN seen_at timestamptz;
