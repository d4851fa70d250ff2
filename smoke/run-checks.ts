import { describeError } from './describe-error.js';
import type { Check, CheckResult, Outcome } from './outcome.js';

export interface RunChecks<Context> {
  readonly checks: readonly Check<Context>[];
  readonly context: Context;
  /** Checks at the same time. Default 4. */
  readonly concurrency?: number;
  /** Time after which a check counts as failed. Default 60 s, four scrapes of Prometheus. */
  readonly timeoutMs?: number;
  /** Texts that no detail may have. Default none. */
  readonly secrets?: readonly string[];
  /** Called with each result as it comes. */
  readonly onResult?: (result: CheckResult) => void;
}

/** Runs checks, some at a time, started in their order. Never rejects because of a check. */
export async function runChecks<Context>(run: RunChecks<Context>): Promise<CheckResult[]> {
  const { checks, context, concurrency = 4, timeoutMs = 60_000, secrets = [], onResult } = run;
  const results: CheckResult[] = [];
  const waiting = [...checks];
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const begun = performance.now();
      const { status, detail } = await outcome(check, context, timeoutMs);
      const { name, tier, vantage } = check;
      const ms = Math.round(performance.now() - begun);
      const result = { name, tier, vantage, status, detail: redact(detail, secrets), ms };
      results.push(result);
      onResult?.(result);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return results;
}

async function outcome<Context>(check: Check<Context>, context: Context, timeoutMs: number): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome>((resolve) => {
    const outOfTime: Outcome = { status: 'failed', detail: `no verdict within ${timeoutMs / 1_000} s` };
    timer = setTimeout(() => resolve(outOfTime), timeoutMs);
  });
  try {
    return await Promise.race([check.run(context), late]);
  } catch (error) {
    return { status: 'failed', detail: describeError(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** The text with every secret replaced. Secrets of less than 8 characters are left: they would hide half of the text. */
function redact(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= 8)
    .reduce((shown, secret) => shown.replaceAll(secret, '[secret]'), text);
}
