import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildObservability } from "../../../observability/build.ts";
import { LogStack } from "../log-stack.ts";
import { until } from "../shop.ts";

const LINES = 10_000;

let stack: LogStack;
beforeAll(async () => {
  buildObservability();
  stack = await LogStack.create();
  await stack.start();
});
afterAll(() => stack.remove());

/** A program that prints numbered lines, ten at a time, a third of them as errors, then `all lines`. */
function printer(lines: number, pauseMilliseconds: number, padding = 0): string {
  return `let i=0;const t=setInterval(()=>{for(let k=0;k<10&&i<${lines};k++,i++)(i%3?console.log:console.error)("line",i,"of the test".padEnd(${padding},"."));
  if(i>=${lines}){clearInterval(t);console.log("all lines")}},${pauseMilliseconds});setTimeout(()=>{},600000)`;
}

/** Waits until the last line of a printer is stored, and returns how often each line was. */
async function storedLines(server: string): Promise<{ missing: number; twice: number }> {
  const isThere = async () => {
    const lines = await stack.search(`{server="${server}"} "all lines"`).catch(() => []);
    return lines.length > 0;
  };
  await until(`the last line of ${server} is stored`, isThere, 120);
  const counts = await stack.search(
    `{server="${server}"} "of the test" | extract "line <number> of" | stats by (number) count() copies`,
  );
  const twice = counts.filter(({ copies }) => Number(copies) > 1).length;
  return { missing: LINES - counts.length, twice };
}

test("a line is found within five seconds", async () => {
  await stack.run("speaker", 'console.log("hello");setTimeout(()=>{},600000)');
  const begin = performance.now();

  await until("it is found", async () => {
    const lines = await stack.search('{server="speaker"} hello').catch(() => []);
    return lines.length > 0;
  });

  const seconds = (performance.now() - begin) / 1000;
  console.log(`found after ${seconds.toFixed(1)} s`);
  expect(seconds).toBeLessThan(5);
});

test("no line is lost or stored twice while store and collector are killed, restarted, and files rotate", async () => {
  // some 30 kB a second: about ten files, of which the engine keeps three
  const options = ["--log-opt", "max-size=150k", "--log-opt", "max-file=3"];
  await stack.run("printer", printer(LINES, 40), ...options);
  await sleep(4000);
  await stack.kill("log-store");
  await sleep(3000);
  await stack.start("log-store");
  await sleep(4000);
  await stack.kill("collector");
  await sleep(3000);
  await stack.start("collector");
  await sleep(4000);
  await stack.restart("log-store");
  await sleep(4000);
  await stack.kill("log-store");
  await stack.kill("collector");
  await stack.start("log-store");
  await stack.start("collector");

  expect(await storedLines("printer")).toEqual({ missing: 0, twice: 0 });
});

test("no line is lost while the store is unavailable for longer than the collector's memory lasts", async () => {
  // 15 MB, of which the collector keeps 8 MiB
  await stack.run("talker", printer(LINES, 20, 1500));
  const isThere = async () => (await stack.search('{server="talker"}')).length > 0;
  await until("the first line is stored", isThere);
  await stack.kill("log-store");
  await until("the collector's memory is full", async () => {
    const [, lines] = /^log_waiting_lines\{.*\} (\d+)$/m.exec(await stack.metrics()) ?? [];
    return Number(lines) > 3000;
  });
  await sleep(10_000);
  await stack.start("log-store");

  expect(await storedLines("talker")).toEqual({ missing: 0, twice: 0 });
});

test("a search in a million lines takes less than a second; the store then deletes the oldest lines", async () => {
  await stack.fill(1_000_000);
  const searches = {
    "by request id": 'requestId:="00000000-0000-4000-8000-000000500000"',
    "by server": '{server="server-3"}',
    "by severity": "severity:in(error)",
    "by text": 'i("of CUSTOMER 500000"*)',
    "by time": "_time:1h",
  };
  for (const [what, query] of Object.entries(searches)) {
    const begin = performance.now();
    const lines = await stack.search(query, 100);
    const milliseconds = performance.now() - begin;
    console.log(`${what}: ${lines.length} lines, ${milliseconds.toFixed(0)} ms`);
    expect.soft(lines.length, what).toBeGreaterThan(0);
    expect.soft(milliseconds, what).toBeLessThan(1000);
  }

  const maxBytes = 4 * 1024 * 1024;
  expect(await stack.storedBytes()).toBeGreaterThan(maxBytes);
  await stack.replaceLogStore(maxBytes);
  const isSmall = async () => (await stack.storedBytes().catch(() => Infinity)) <= maxBytes;
  await until("the lines take 4 MiB at most", isSmall, 120);
  expect(await stack.search('i("of customer 999999")')).toHaveLength(1);
});

test("the collector exposes what the server uses", async () => {
  const metrics = await stack.metrics();

  expect(metrics).toContain('server_up{server="printer",role="printer"} 1');
  expect(metrics).toMatch(/server_memory_bytes\{server="printer",role="printer"\} \d{6,}/);
  expect(metrics).toMatch(/server_cpu_seconds_total\{server="printer",role="printer"\} \d/);
  expect(metrics).toMatch(/server_address_info\{server="printer",role="printer",address="172\./);
});

test("the Docker API proxy allows the collector's requests, and no others", async () => {
  const { environment } = stack;
  const container = `${environment}-printer`;
  const filters = encodeURIComponent(`{"label":["blueprint.environment=${environment}"]}`);
  const others = encodeURIComponent('{"label":["blueprint.environment=others"]}');

  for (const path of [
    `/containers/json?filters=${filters}`,
    `/containers/json?all=1&filters=${filters}`,
    `/containers/${container}/stats?stream=false&one-shot=true`,
  ]) {
    expect
      .soft([path, await stack.requestDockerApi(`GET ${path} HTTP/1.1`)])
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
    const answer = await stack.requestDockerApi(`${request} HTTP/1.1`);
    expect.soft([request, answer]).toEqual([request, "HTTP/1.1 403 Forbidden"]);
  }
  const upgrade = ["Connection: Upgrade", "Upgrade: tcp"];
  const path = `/containers/${container}/stats?stream=false`;
  expect(await stack.requestDockerApi(`GET ${path} HTTP/1.1`, ...upgrade)).toBe(
    "HTTP/1.1 403 Forbidden",
  );
});
