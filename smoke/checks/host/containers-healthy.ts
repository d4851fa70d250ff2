import { setTimeout as sleep } from 'node:timers/promises';
import { deployedTiers } from '../../deployed.js';
import type { Container } from '../../host/container.js';
import type { HostCheck } from '../../host/host-context.js';
import { verdict } from '../../outcome.js';

/** A health check that has not run since the start gets this long. */
const patienceMs = 30_000;

/** Every replica of every tier has a container that runs and is healthy, and every task has succeeded. */
export const containersHealthy: HostCheck = {
  name: 'every container runs and is healthy',
  tier: 'stack',
  vantage: 'host',
  run: async (context) => {
    const { settings, facts } = context;
    const expected = deployedTiers(settings).flatMap(({ tier, replicas }) =>
      Array.from({ length: replicas }, (_, index) => `${facts.stack}-${tier}-${index}`),
    );
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const containers = await context.docker.containers();
      const own = containers.filter(({ stack }) => stack === facts.stack);
      if (!own.some(({ running, health }) => running && health === 'starting') || Date.now() > deadline)
        return verdict(containerFaults(own, expected), `${expected.length} containers`);
      await sleep(500);
    }
  },
};

/** What is wrong with the containers of a stack, given the names that its replicas must have. */
export function containerFaults(containers: readonly Container[], expected: readonly string[]): string[] {
  const replicas = expected.flatMap((name) => {
    const found = containers.find((container) => container.name === name);
    if (found === undefined) return [`${name} does not exist: deploy the stack again`];
    if (!found.running) return [`${name} does not run (exit code ${found.exitCode}): docker logs ${name}`];
    return found.health === 'healthy'
      ? []
      : [`${name} is ${found.health ?? 'without a health check'}: docker logs ${name}`];
  });
  const tasks = containers
    .filter(({ task, running, exitCode }) => task !== undefined && task !== 'smoke' && !running && exitCode !== 0)
    .map(({ name, exitCode }) => `${name} ended with exit code ${exitCode}: docker logs ${name}`);
  return [...replicas, ...tasks];
}
