import { z } from 'zod';
import { tierNames, type TierName } from '../../constructs/topology.js';
import type { CheckResult, Subject } from '../outcome.js';

const subject = z.custom<Subject>(
  (value) => value === 'stack' || tierNames.includes(value as TierName),
  'must be a tier, or "stack"',
);
const result = z.object({
  name: z.string().min(1),
  tier: subject,
  vantage: z.enum(['inside', 'host']),
  status: z.enum(['passed', 'failed', 'skipped']),
  detail: z.string(),
  ms: z.number(),
});
const summary = z.object({ summary: z.object({}).loose() });

/** Reads a line that the inside checks wrote: a result, the summary at the end, or undefined for a line of anybody else. */
export function readInsideLine(line: string): CheckResult | 'summary' | undefined {
  if (!line.startsWith('{')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (summary.safeParse(value).success) return 'summary';
  const parsed = result.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
