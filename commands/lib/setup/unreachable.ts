/** How Terraform and Docker put it that nobody could be reached: Go's words for a connection. */
const patterns = [
  /no such host|server misbehaving|temporary failure in name resolution/i,
  /could not connect to|connection refused|connection reset by peer|proxyconnect/i,
  /network is unreachable|no route to host/i,
  /i\/o timeout|context deadline exceeded|request canceled|timeout exceeded/i,
  /tls handshake timeout|failed to verify certificate|certificate signed by unknown authority/i,
];

/** Whether a `terraform init` failed since it could not reach the registry. */
export function isRegistryUnreachable(output: string): boolean {
  return patterns.some((pattern) => pattern.test(inOneLine(output)));
}

/** Whether a `docker pull` failed since it could not reach Docker Hub; a proxy may say so for it. */
export function isHubUnreachable(output: string): boolean {
  const words = inOneLine(output);
  return /service unavailable/i.test(words) || patterns.some((pattern) => pattern.test(words));
}

/** Terraform breaks lines anywhere, and frames them. */
function inOneLine(output: string): string {
  return output.replace(/[\s│╷╵]+/g, " ");
}
