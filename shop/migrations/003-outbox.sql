-- The transactional outbox: orders that a worker is to charge. A row is inserted in the transaction
-- that stores its order, and deleted in the one that settles it.
CREATE TABLE outbox (
  order_id uuid PRIMARY KEY REFERENCES orders,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- charges without an answer
  attempts integer NOT NULL DEFAULT 0,
  -- time of the next charge; infinity if the message is in the dead-letter queue
  due_at timestamptz NOT NULL DEFAULT now(),
  -- when the message for the next charge was last published, and how often
  relayed_at timestamptz,
  relays integer NOT NULL DEFAULT 0
);

CREATE INDEX outbox_by_due_at ON outbox (due_at);
