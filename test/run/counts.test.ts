import { describe, expect, it } from 'vitest';
import { exitCounts, goCounts, vitestCounts } from './counts.js';

const report = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  numFailedTestSuites: 0,
  success: true,
};

describe('counts of a part', () => {
  it('come from vitest', () => {
    expect(vitestCounts(JSON.stringify(report))).toEqual({ passed: 3, failed: 0, skipped: 1 });
    expect(vitestCounts(JSON.stringify({ ...report, numFailedTests: 2, success: false }))).toMatchObject({ failed: 2 });
  });

  it('have a failure when a set-up or a file failed before its tests', () => {
    expect(vitestCounts(JSON.stringify({ ...report, success: false }))).toMatchObject({ failed: 1 });
  });

  it('come from go, where a package that does not build fails once', () => {
    const line = (event: object) => JSON.stringify(event);
    expect(goCounts([line({ Action: 'pass', Test: 'A' }), line({ Action: 'pass' }), 'noise'].join('\n'))).toEqual({
      passed: 1,
      failed: 0,
      skipped: 0,
    });
    expect(goCounts(line({ Action: 'fail' }))).toMatchObject({ failed: 1 });
    expect(goCounts([line({ Action: 'fail', Test: 'A' }), line({ Action: 'fail' })].join('\n'))).toMatchObject({
      failed: 1,
    });
  });

  it('come from an exit code', () => {
    expect([exitCounts(0).passed, exitCounts(2).failed]).toEqual([1, 1]);
  });
});
