import { expect, test } from "vitest";
import { listen } from "../../programs/listen.ts";

test("serves on each name", async () => {
  const servers = await listen(["localhost", "127.0.0.1"], 0, (_, response) =>
    response.end("here"),
  );
  const urls = servers.map((server) => {
    const { address, port } = server.address() as { address: string; port: number };
    return `http://${address.includes(":") ? `[${address}]` : address}:${port}`;
  });

  const answers = await Promise.all(urls.map((url) => fetch(url).then((each) => each.text())));
  for (const server of servers) server.close();

  expect(answers).toEqual(["here", "here"]);
});

test("fails when no address of a name is this machine's, and names the variables", async () => {
  // reserved for documentation
  const away = listen(["192.0.2.1"], 80, () => {}, { port: "METRICS_PORT", tries: 1 });

  await expect(away).rejects.toThrow(
    /^cannot listen on 192.0.2.1 port 80: .+: name an address of this machine in LISTEN and a free port in METRICS_PORT$/,
  );
});
