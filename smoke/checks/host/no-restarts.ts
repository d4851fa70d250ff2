import type { Container } from '../../host/container.js';
import type { HostCheck } from '../../host/host-context.js';
import { verdict } from '../../outcome.js';

/** No container of a tier was started again since the command began that this check is a part of. */
export const noRestarts: HostCheck = {
  name: 'no container has restarted',
  tier: 'stack',
  vantage: 'host',
  run: async (context) => {
    const containers = await context.docker.containers();
    const replicas = containers.filter(({ stack, tier }) => stack === context.facts.stack && tier !== undefined);
    const faults = replicas.filter((each) => hasRestarted(each, context.since, context.wasDown)).map(describe);
    return verdict(faults, `${replicas.length} containers, since ${context.since.toISOString()}`);
  },
};

/**
 * Whether a container that was there before `since` was started after it, or one made later was started more than once. One of
 * `wasDown` had to be started: only a second time counts.
 */
export function hasRestarted(
  { name, createdAt, startedAt, restartCount }: Container,
  since: Date,
  wasDown: readonly string[] = [],
): boolean {
  return startedAt > since && ((createdAt <= since && !wasDown.includes(name)) || restartCount > 0);
}

function describe({ name, startedAt, restartCount, exitCode }: Container): string {
  return `${name} started again at ${startedAt.toISOString()} (restarts: ${restartCount}, exit code ${exitCode}): docker logs ${name}`;
}
