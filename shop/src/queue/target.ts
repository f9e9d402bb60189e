/** Address and credentials of the queue. */
export interface QueueTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
}

const URL_FORMAT = /^amqp:\/\/([^:@/]+)(?::([^@/]*))?@([^:@/]+)(?::(\d+))?$/;

/** Reads `amqp://user:password@host:port`; the port's default is 5672. */
export function parseQueue(text: string): QueueTarget {
  const [, user, password, host, port] = URL_FORMAT.exec(text) ?? [];
  if (user === undefined || host === undefined) {
    throw new Error("QUEUE_URL must look like amqp://user:password@host:5672");
  }
  return {
    host,
    port: Number(port ?? 5672),
    user: decodeURIComponent(user),
    password: password === undefined ? undefined : decodeURIComponent(password),
  };
}
