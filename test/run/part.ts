/** One kind of test: an npm script of its own, so that each runs alone too. */
export interface Part {
  readonly name: string;
  /** What counts its tests: vitest's or go's report, or the exit code alone. */
  readonly counts: 'vitest' | 'go' | 'exit-code';
  readonly command: readonly [program: string, ...args: string[]];
}

export interface PartResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The failed tests by name, each with the beginning of what it said. */
  readonly failures: readonly string[];
  readonly seconds: number;
}

const vitest = (project: string): Part => ({
  name: project,
  counts: 'vitest',
  command: ['npx', 'vitest', 'run', '--project', project],
});

/** Cheapest first. */
export const parts: readonly Part[] = [
  { name: 'types', counts: 'exit-code', command: ['npx', 'tsc', '--noEmit'] },
  { name: 'lint', counts: 'exit-code', command: ['npx', 'oxlint', '--type-aware'] },
  { name: 'format', counts: 'exit-code', command: ['npx', 'prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'unused', counts: 'exit-code', command: ['npx', 'knip'] },
  vitest('unit'),
  { name: 'go', counts: 'go', command: ['npx', 'tsx', 'test/run/go-tests.ts'] },
  vitest('programs'),
  vitest('offline'),
  vitest('state-lib'),
  vitest('histories'),
  vitest('deploy'),
];
