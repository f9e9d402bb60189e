-- The request that an order came with, and its place in that request's trace (W3C traceparent): who
-- relays and charges the order later goes on with both. Orders of older servers have none.
ALTER TABLE outbox ADD COLUMN request_id text, ADD COLUMN traceparent text;
