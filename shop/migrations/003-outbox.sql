-- Orders that wait for their payment, where a queue stands between them and the payment provider. A
-- row is stored with its order in one transaction, and goes in the one that settles the order.
CREATE TABLE outbox (
  order_id uuid PRIMARY KEY REFERENCES orders,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- charges that got no answer
  attempts integer NOT NULL DEFAULT 0,
  -- when to charge next; infinity when the message is in the dead-letter queue
  due_at timestamptz NOT NULL DEFAULT now(),
  -- when the message was put on the queue for the next charge, and how many times
  relayed_at timestamptz,
  relays integer NOT NULL DEFAULT 0
);

CREATE INDEX outbox_by_due_at ON outbox (due_at);
