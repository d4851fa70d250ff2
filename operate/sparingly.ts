import type { Report } from '../toolchain/report.js';

/** Without a terminal, progress is told this often, in ms; a terminal shows all of it in one place. */
const intervalMs = 15_000;

/** For progress that comes in many lines: passes all on to a terminal, and to a log the first and then one now and then. */
export function sparingly(report: Report, isTerminal = process.stdout.isTTY, now = () => performance.now()): Report {
  let next = Number.NEGATIVE_INFINITY;
  return (line) => {
    if (!isTerminal && now() < next) return;
    next = now() + intervalMs;
    report(line);
  };
}
