import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
          exclude: ["test/end-to-end/**"],
          setupFiles: ["test/jest-cdktf-matchers.ts"],
          // one module graph a worker: half the time
          isolate: false,
          // more than there are cores: many tests wait for a time-out; each loads cdktf anew
          maxWorkers: 6,
          // of which each gets a part of a core
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "end-to-end",
          include: ["test/end-to-end/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
