/** Where the queue is, and how to log in there. */
export interface QueueTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
}

/** Reads `amqp://user@host:port`; the port's default is 5672. */
export function parseQueue(text: string, password?: string): QueueTarget {
  const [, user, host, port] = /^amqp:\/\/([^:@/]+)@([^:@/]+)(?::(\d+))?$/.exec(text) ?? [];
  if (user === undefined || host === undefined) {
    throw new Error(
      "QUEUE_URL must look like amqp://user@host:5672: its password belongs in QUEUE_PASSWORD",
    );
  }
  return { host, port: Number(port ?? 5672), user: decodeURIComponent(user), password };
}
