import { expect, test } from "vitest";
import { encodeFrame, FrameParser } from "../../../observability/src/collector/relp/frames.ts";

test("writes a frame with the length in bytes", () => {
  expect(encodeFrame(7, "syslog", Buffer.from("grüße")).toString()).toBe("7 syslog 7 grüße\n");
  expect(encodeFrame(8, "close", Buffer.alloc(0)).toString()).toBe("8 close 0\n");
});

test("reads answers in pieces of any size", () => {
  const parser = new FrameParser();
  const bytes = Buffer.from("1 rsp 92 200 OK\nrelp_version=0\n".padEnd(101, "x").concat("\n"));

  const frames = [...bytes, ...Buffer.from("2 rsp 6 200 OK\n0 serverclose 0\n")].flatMap((byte) =>
    parser.read(Buffer.from([byte])),
  );

  expect(frames.map(({ transaction, command }) => [transaction, command])).toEqual([
    [1, "rsp"],
    [2, "rsp"],
    [0, "serverclose"],
  ]);
});

test("fails when the other side speaks something else", () => {
  const parser = new FrameParser();

  expect(() => parser.read(Buffer.from("HTTP/1.1 400 Bad Request\r\n"))).toThrow(
    'the log host does not speak RELP, it says "HTTP/1.1 400',
  );
});
