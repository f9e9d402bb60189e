-- Id and trace context (W3C traceparent) of the request that placed the order: the relay and the
-- worker propagate both. Orders of older app servers have none.
ALTER TABLE outbox ADD COLUMN request_id text, ADD COLUMN traceparent text;
