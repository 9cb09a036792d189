-- What can be troubleshot.

CREATE TABLE subscription (
    tenant_id       uuid        NOT NULL REFERENCES tenant,
    -- Serves as the Azure subscription id as well, so that az and the SDKs can name it.
    subscription_id uuid        NOT NULL,
    name            text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    provider        text        NOT NULL CHECK (provider IN ('azure', 'strongswan', 'simulated', 'uploaded')),
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, subscription_id),
    UNIQUE (tenant_id, name)
);

CREATE TABLE gateway (
    tenant_id       uuid        NOT NULL,
    gateway_id      uuid        NOT NULL,
    subscription_id uuid        NOT NULL,
    arm_id          text        NOT NULL CHECK (length(arm_id) <= 512),
    -- ARM ids are compared without regard to case.
    arm_key         text        NOT NULL GENERATED ALWAYS AS (lower(arm_id)) STORED,
    name            text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    kind            text        NOT NULL CHECK (kind IN ('Vpn', 'ExpressRoute')),
    vpn_type        text        CHECK (vpn_type IN ('RouteBased', 'PolicyBased')),
    location        text        NOT NULL DEFAULT '',
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, gateway_id),
    UNIQUE (tenant_id, arm_key),
    FOREIGN KEY (tenant_id, subscription_id) REFERENCES subscription
);
CREATE INDEX gateway_subscription ON gateway (tenant_id, subscription_id);
CREATE INDEX gateway_name ON gateway (tenant_id, lower(name));

CREATE TABLE connection (
    tenant_id     uuid        NOT NULL,
    connection_id uuid        NOT NULL,
    gateway_id    uuid        NOT NULL,
    arm_id        text        NOT NULL CHECK (length(arm_id) <= 512),
    arm_key       text        NOT NULL GENERATED ALWAYS AS (lower(arm_id)) STORED,
    name          text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    kind          text        NOT NULL CHECK (kind IN ('IPsec', 'Vnet2Vnet', 'ExpressRoute', 'VPNClient')),
    created_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, connection_id),
    UNIQUE (tenant_id, arm_key),
    FOREIGN KEY (tenant_id, gateway_id) REFERENCES gateway ON DELETE CASCADE
);
CREATE INDEX connection_gateway ON connection (tenant_id, gateway_id, lower(name));
