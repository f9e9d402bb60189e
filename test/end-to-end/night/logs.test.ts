import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildObservability } from "../../../observability/build.ts";
import { LogStack } from "../log-stack.ts";
import { docker, until } from "../shop.ts";

/** So many lines, a tenth of them each second, a third of them as errors. */
const LINES = 10_000;
const PRINT = `let i=0;const t=setInterval(()=>{for(let k=0;k<10&&i<${LINES};k++,i++)(i%3?console.log:console.error)("line",i,"of the test");
  if(i>=${LINES}){clearInterval(t);console.log("all lines")}},40);setTimeout(()=>{},600000)`;

let stack: LogStack;
const servers: string[] = [];
beforeAll(async () => {
  buildObservability();
  stack = await LogStack.create();
  await stack.start();
});
afterAll(() => stack.remove(servers));

/** Each stored line of the test, as often as it was stored. */
async function storedLines(server: string): Promise<number[]> {
  const found: number[] = [];
  let to = new Date(Date.now() + 60_000).toISOString();
  for (;;) {
    const lines = await stack.search({ server, limit: "1000", to });
    const last = lines.at(-1)?.time;
    if (last === undefined) return found;
    // The oldest millisecond may be there in part only: it comes again.
    const whole = lines.length < 1000 ? lines : lines.filter(({ time }) => time !== last);
    found.push(...whole.flatMap(({ text }) => /^line (\d+) of/.exec(text)?.[1] ?? []).map(Number));
    if (lines.length < 1000) return found;
    to = last;
  }
}

test("no line is lost while the log host is killed twice and restarted, and the collector killed", async () => {
  const printer = await stack.run("printer", PRINT);
  servers.push(printer);
  await sleep(4000);
  await stack.killLogHost();
  await sleep(5000);
  await stack.returnLogHost();
  await sleep(4000);
  await stack.killCollector();
  await sleep(3000);
  await stack.returnCollector();
  await sleep(4000);
  await stack.restartLogHost();
  await sleep(4000);
  await stack.killLogHost();
  await sleep(3000);
  await stack.returnLogHost();
  const isThere = async () => {
    const lines = await stack.search({ server: "printer", text: "all lines" }).catch(() => []);
    return lines.length > 0;
  };
  await until("the last line is there", isThere, 60);

  const found = await storedLines("printer");

  const missing = LINES - new Set(found).size;
  console.log(`${LINES} lines: ${missing} missing, ${found.length - LINES + missing} twice`);
  expect(missing).toBe(0);
  expect(found.length).toBeLessThan(LINES * 1.2);
  const written = await docker("logs", printer);
  expect(written.split("\n").filter((line) => line.startsWith("line "))).not.toHaveLength(0);
});

test("the collector tells what the server uses", async () => {
  const metrics = await stack.metrics();

  expect(metrics).toContain('server_up{server="printer",role="printer"} 1');
  expect(metrics).toMatch(/server_memory_bytes\{server="printer",role="printer"\} \d{6,}/);
  expect(metrics).toMatch(/server_cpu_seconds_total\{server="printer",role="printer"\} \d/);
  expect(metrics).toMatch(/server_address_info\{server="printer",role="printer",address="172\./);
});

test("the door lets through what the collector asks, and nothing else", async () => {
  const [container] = servers;
  const environment = container?.replace("-printer", "");
  const filters = encodeURIComponent(`{"label":["blueprint.environment=${environment}"]}`);
  const others = encodeURIComponent('{"label":["blueprint.environment=others"]}');

  for (const path of [
    `/containers/json?filters=${filters}`,
    `/containers/json?all=1&filters=${filters}`,
    `/containers/${container}/stats?stream=false&one-shot=true`,
  ]) {
    expect
      .soft([path, await stack.askDoor(`GET ${path} HTTP/1.1`)])
      .toEqual([path, "HTTP/1.1 200 OK"]);
  }
  for (const request of [
    "GET /containers/json",
    `GET /containers/json?filters=${others}`,
    `GET /containers/json?filters=${filters}&filters=${others}`,
    `GET /v1.41/containers/json?filters=${filters}`,
    `GET /containers/${container}/json`,
    `GET /containers/${container}/archive?path=/etc`,
    `GET /containers/${container}/attach/ws`,
    `GET /containers/${container}/logs?stdout=1&tail=1`,
    `GET /containers/${container}/stats/../json`,
    `GET /containers/${container}%2f..%2fx/stats`,
    `GET //containers/${container}/stats`,
    "GET /containers/others-app-1/stats?stream=false",
    "GET /images/json",
    "GET /info",
    `HEAD /containers/${container}/stats?stream=false`,
    `POST /containers/${container}/stop`,
    `POST /containers/${container}/stats`,
    `DELETE /containers/${container}`,
  ]) {
    const answer = await stack.askDoor(`${request} HTTP/1.1`);
    expect.soft([request, answer]).toEqual([request, "HTTP/1.1 403 Forbidden"]);
  }
  const upgrade = ["Connection: Upgrade", "Upgrade: tcp"];
  const path = `/containers/${container}/stats?stream=false`;
  expect(await stack.askDoor(`GET ${path} HTTP/1.1`, ...upgrade)).toBe("HTTP/1.1 403 Forbidden");
});
