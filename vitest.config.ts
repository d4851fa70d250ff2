import { defineConfig } from 'vitest/config';

const minuteMs = 60_000;

/** Tests that need nothing but Node.js, the engine's images not included. */
const unitFolders = 'config,contract,docker,docs,examples,kubernetes,operate,run,smoke,templates,tiers,toolchain';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: [`test/{${unitFolders}}/**/*.test.ts`], testTimeout: minuteMs } },
      {
        // Config read, and secrets used, by the programs themselves, in containers.
        test: {
          name: 'programs',
          include: ['test/{monitoring,programs,secrets,security,sql}/**/*.test.ts'],
          testTimeout: 3 * minuteMs,
          hookTimeout: 5 * minuteMs,
          // Each file's containers have names and networks of their own.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'offline',
          include: ['test/offline/**/*.test.ts'],
          testTimeout: 3 * minuteMs,
          hookTimeout: 5 * minuteMs,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'state-lib',
          include: ['state-lib/test/**/*.test.ts'],
          testTimeout: 2 * minuteMs,
          hookTimeout: 5 * minuteMs,
          fileParallelism: false,
        },
      },
      {
        // Processes of the library on real programs that break; what they saw is checked.
        test: {
          name: 'histories',
          include: ['state-lib/histories/test/*.test.ts'],
          testTimeout: 120 * minuteMs,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'deploy',
          include: ['test/deploy/**/*.test.ts'],
          globalSetup: 'test/deploy/global-setup.ts',
          testTimeout: 5 * minuteMs,
          hookTimeout: 15 * minuteMs,
          fileParallelism: false,
          maxWorkers: 1,
        },
      },
    ],
  },
});
