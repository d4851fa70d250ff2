import { localContext } from '../stacks/local-context.js';
import { Refusal } from '../toolchain/refusal.js';
import { hostChecks } from './checks/host.js';
import { insideChecks } from './checks/inside.js';
import { dockerOf } from './host/docker.js';
import { HostContext } from './host/host-context.js';
import { runInsidePart, waitUntilFree } from './host/inside-part.js';
import type { CheckResult, Vantage } from './outcome.js';
import { reportOrder } from './report/order.js';
import { runChecks } from './run-checks.js';
import { exitCode, summarize, type Summary } from './summary.js';

export interface SmokeOptions {
  /** Folder of the checkout. */
  readonly checkout: string;
  /** Profile in `config/environments`. Default `local`. */
  readonly profile?: string | undefined;
  /** Name of the stack. Default: that of the profile, else of the checkout. */
  readonly stack?: string | undefined;
  /** Settings over those of the profile, `key=value` each. */
  readonly set?: readonly string[] | undefined;
  /** Where to look from. Default both. */
  readonly vantage?: Vantage | 'all' | undefined;
  /** Restarts of containers after this moment are a fault. Default: now. */
  readonly since?: Date | undefined;
  /** Containers that were down at that moment: that they were started since is no fault. Default none. */
  readonly wasDown?: readonly string[] | undefined;
  /** Called with each result as it comes, and with how many are to come in all. */
  readonly onProgress?: (result: CheckResult, done: number, total: number) => void;
}

export interface SmokeReport {
  readonly stack: string;
  readonly results: readonly CheckResult[];
  readonly summary: Summary;
  /** 0 only when no check failed. */
  readonly exitCode: 0 | 1;
}

/**
 * Makes the smoke checks against a stack that is deployed on Docker: those from inside by its smoke container, those from the host
 * here.
 *
 * @throws Refusal when they cannot be made at all, such as when nothing is deployed; SettingsError for a bad profile.
 */
export async function runSmoke(options: SmokeOptions): Promise<SmokeReport> {
  const { checkout, profile, stack, set, vantage = 'all', since = new Date(), wasDown, onProgress } = options;
  const environment = stack === undefined ? process.env : { ...process.env, PLANETARY_STACK: stack };
  const { settings, facts } = localContext(checkout, profile, environment, set);
  if (settings.platform !== 'docker')
    throw new Refusal(
      `the profile ${profile} is deployed on Kubernetes, where each deploy makes the checks as a Job: ` +
        `kubectl --namespace ${settings.kubernetes.namespace} logs --selector app.kubernetes.io/name=smoke`,
    );
  const total = (vantage === 'host' ? 0 : insideChecks.length) + (vantage === 'inside' ? 0 : hostChecks.length);
  const results: CheckResult[] = [];
  const onResult = (result: CheckResult): void => {
    results.push(result);
    onProgress?.(result, results.length, total);
  };
  const host = async (): Promise<void> => {
    const context = new HostContext(settings, facts, dockerOf(facts.stack), since, wasDown);
    await runChecks({ checks: hostChecks, context, onResult });
  };
  await waitUntilFree(facts.stack);
  await Promise.all([
    vantage === 'host' ? undefined : runInsidePart(facts.stack, onResult),
    vantage === 'inside' ? undefined : host(),
  ]);
  const ordered = reportOrder(results);
  return { stack: facts.stack, results: ordered, summary: summarize(ordered), exitCode: exitCode(ordered) };
}
