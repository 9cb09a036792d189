-- The oldest message is asked for every 15 s, over all tenants: found in the index alone, however many wait.
CREATE INDEX outbox_message_time ON outbox_message (not_before);

-- slack_subscription.slack_user is who wished it. What V030 says of conversations with the bot holds for none: only channels
-- can subscribe.
