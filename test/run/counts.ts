export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numFailedTestSuites: number;
  readonly success: boolean;
}

/** Counts of vitest's JSON report. A file that could not be loaded, or a set-up that failed, is a failure too. */
export function vitestCounts(json: string): Counts {
  const report = JSON.parse(json) as VitestReport;
  const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests, success } = report;
  const failed = success || numFailedTests > 0 ? numFailedTests : 1;
  return { passed, failed, skipped: numPendingTests + numTodoTests };
}

interface GoEvent {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  readonly Output?: string;
}

/** The events of `go test -json`; what else was printed is left out. */
export function goEvents(lines: string): GoEvent[] {
  return lines
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as GoEvent);
}

/** Counts of `go test -json`; a package that does not build fails once. */
export function goCounts(lines: string): Counts {
  const events = goEvents(lines);
  const count = (action: string) => events.filter(({ Action, Test }) => Action === action && Test !== undefined).length;
  const failedTests = count('fail');
  const failedPackages = events.filter(({ Action, Test }) => Action === 'fail' && Test === undefined).length;
  return { passed: count('pass'), failed: failedTests > 0 ? failedTests : failedPackages, skipped: count('skip') };
}

/** Counts of a program that only says yes or no. */
export function exitCounts(exitCode: number): Counts {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}
