import { expect, onTestFinished, test } from "vitest";
import { visitFor } from "../../../../commands/measure/bench/visitors.ts";
import { notesLoad, openNotes } from "../load/notes.ts";

test("visitors request one thing after the other, until the time is over", async () => {
  const { url, notes, requests } = await openNotes(onTestFinished);

  const answered = await visitFor({ load: notesLoad(), url }, 1000);

  expect(answered).toBe(requests());
  expect(answered).toBeGreaterThan(8);
  expect(notes.length).toBeGreaterThan(0);
});

test("no figure comes of an application that fails", async () => {
  const { url } = await openNotes(onTestFinished, async () => 503);

  await expect(visitFor({ load: notesLoad(), url }, 500)).rejects.toThrow(/answered 503/);
});
