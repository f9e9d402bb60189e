import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // what was compiled once is read by the next run, and by each worker: a fifth of the unit tests' time
    experimental: { fsModuleCache: true },
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
          exclude: ["test/end-to-end/**"],
          globalSetup: ["test/build-programs.ts"],
          setupFiles: ["test/jest-cdktf-matchers.ts"],
          // one module graph a worker: half the time
          isolate: false,
          // more than there are cores: many tests wait for a time-out; each loads cdktf anew
          maxWorkers: 4,
          // of which each gets a part of a core
          testTimeout: 20_000,
        },
      },
      endToEnd("walk"),
      endToEnd("night"),
    ],
  },
});

/** What needs an engine: `walk` is a part of `npm test`, `night` of `npm run test:all` only. */
function endToEnd(name: "walk" | "night") {
  return {
    test: {
      name,
      include: [`test/end-to-end/${name}/**/*.test.ts`],
      fileParallelism: false,
      testTimeout: 600_000,
      hookTimeout: 600_000,
    },
  };
}
