import type { Workload } from '../workload.js';
import { probeCommand } from './pod-name.js';

/** Time for a node to be found, an image to be pulled and a volume to be attached. */
const schedulingSeconds = 600;

/**
 * The only probe there is. It takes a pod out of its tier's Service, and never restarts it: a database that is slow to recover, or
 * waits for its peers, must not be killed for it. A process that is beyond help ends by itself and is started again.
 */
export function readinessProbe({ command, intervalSeconds, timeoutSeconds, failureThreshold }: Workload['probe']) {
  return {
    exec: { command: probeCommand(command) },
    periodSeconds: intervalSeconds,
    timeoutSeconds,
    failureThreshold,
    successThreshold: 1,
  };
}

/**
 * How long an apply waits for a rollout. Failures in the start period do not count on Kubernetes anyway, so the period only goes in
 * here; replicas are replaced one after another, each when the one before it is ready.
 */
export function rolloutSeconds({ probe, replicas, stopGraceSeconds }: Workload): number {
  const { startPeriodSeconds, failureThreshold, intervalSeconds, timeoutSeconds, command: _, ...rest } = probe;
  rest satisfies Record<string, never>;
  const start = startPeriodSeconds + failureThreshold * (intervalSeconds + timeoutSeconds);
  return schedulingSeconds + replicas * (stopGraceSeconds + start);
}
