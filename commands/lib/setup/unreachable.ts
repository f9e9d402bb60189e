/** Go's error messages for failed connections, as Terraform and Docker print them. */
const patterns = [
  /no such host|server misbehaving|temporary failure in name resolution/i,
  /could not connect to|connection refused|connection reset by peer|proxyconnect/i,
  /network is unreachable|no route to host/i,
  /i\/o timeout|context deadline exceeded|request canceled|timeout exceeded/i,
  /tls handshake timeout|failed to verify certificate|certificate signed by unknown authority/i,
];

/** Whether `terraform init` failed because the registry is unreachable. */
export function isRegistryUnreachable(output: string): boolean {
  return patterns.some((pattern) => pattern.test(inOneLine(output)));
}

/** The sentence of a program's output that says why something is unreachable. */
export function whyUnreachable(output: string): string {
  // What Terraform advises behind it is about somebody's modules.
  const words = inOneLine(output).replace(/ To see which modules .*$/, "");
  const sentences = words.trim().split(/(?<=[.:;]) (?=[A-Z])/);
  const found = sentences.findLast((each) => patterns.some((pattern) => pattern.test(each)));
  return (found ?? "").replace(/\.$/, "");
}

/** Whether `docker pull` failed because Docker Hub is unreachable, also if a proxy reports that. */
export function isHubUnreachable(output: string): boolean {
  const line = inOneLine(output);
  return /service unavailable/i.test(line) || patterns.some((pattern) => pattern.test(line));
}

/** Undoes the line breaks and frames of Terraform's output. */
function inOneLine(output: string): string {
  return output.replace(/[\s│╷╵]+/g, " ");
}
