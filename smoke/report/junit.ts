import junit, { type Builder } from 'junit-report-builder';
import type { CheckResult } from '../outcome.js';

// Its types describe another module format than Node loads.
const builder = junit as unknown as Builder;

/** The report as JUnit's XML: one suite, one case for each check, its class the tier. */
export function smokeJunit(stack: string, results: readonly CheckResult[]): string {
  const report = builder.newBuilder();
  const suite = report.testSuite().name(`smoke ${stack}`);
  for (const { tier, name, status, detail, ms } of results) {
    const test = suite
      .testCase()
      .className(`smoke.${tier}`)
      .name(name)
      .time(ms / 1_000);
    if (status === 'failed') test.failure(detail);
    else if (status === 'skipped') test.skipped().standardOutput(detail);
    else test.standardOutput(detail);
  }
  return report.build();
}
