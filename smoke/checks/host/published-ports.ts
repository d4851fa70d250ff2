import { readFileSync } from 'node:fs';
import type { TierName } from '../../../constructs/topology.js';
import { deployedTiers } from '../../deployed.js';
import type { Container } from '../../host/container.js';
import type { HostCheck, HostContext } from '../../host/host-context.js';
import { isLoopback, listeners, type Listener } from '../../host/proc-net.js';
import { verdict } from '../../outcome.js';

/** Containers publish what the stack intends, on loopback, and nothing else; no container shares the host's network. */
export const publishedPorts: HostCheck = {
  name: 'only the intended ports are published, on loopback',
  tier: 'stack',
  vantage: 'host',
  run: async (context) => {
    const { own, foreign } = await context.containers();
    const intended = intendedPorts(context);
    const faults = [...publishFaults([...own, ...foreign], intended), ...listenerFaults(hostListeners(), intended)];
    return verdict(
      faults,
      Object.entries(intended)
        .map(([port, what]) => `${what} at 127.0.0.1:${port}`)
        .join(', '),
    );
  },
};

/** Ports on the host that the stack means to publish: port → container and port inside. */
function intendedPorts({ settings, facts }: Pick<HostContext, 'settings' | 'facts'>): Record<number, string> {
  const pairs = deployedTiers(settings).flatMap(({ tier, replicas }) =>
    Array.from({ length: replicas }, (_, index) =>
      Object.entries(publish(facts.publish, tier)).map(
        ([internal, external]) => [external + index, `${facts.stack}-${tier}-${index}:${internal}`] as const,
      ),
    ).flat(),
  );
  return Object.fromEntries(pairs);
}

function publish(all: HostContext['facts']['publish'], tier: TierName): Readonly<Record<string, number>> {
  return all[tier] ?? {};
}

/** What containers publish against the intention, and what they miss. */
export function publishFaults(containers: readonly Container[], intended: Readonly<Record<number, string>>): string[] {
  const seen = new Set<number>();
  const wrong = containers.flatMap(({ name, published, networkMode }) => [
    ...(networkMode === 'host' ? [`${name} shares the network of this machine`] : []),
    ...published.flatMap(({ internal, address, external }) => {
      const what = `${name}:${internal}`;
      if (intended[external] !== what) return [`${what} is published at ${address}:${external}, which is not intended`];
      seen.add(external);
      return isLoopback({ address }) ? [] : [`${what} is published at ${address}:${external}, 127.0.0.1 is intended`];
    }),
  ]);
  const missing = Object.entries(intended)
    .filter(([port]) => !seen.has(Number(port)))
    .map(([port, what]) => `${what} is not published at 127.0.0.1:${port}`);
  return [...wrong, ...missing];
}

/** Listeners of this machine at a published port that are not on loopback. */
export function listenerFaults(found: readonly Listener[], intended: Readonly<Record<number, string>>): string[] {
  return found
    .filter((listener) => intended[listener.port] !== undefined && !isLoopback(listener))
    .map(({ address, port }) => `this machine listens at ${address}:${port}, 127.0.0.1 is intended`);
}

function hostListeners(): Listener[] {
  if (process.platform !== 'linux') return [];
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => {
    try {
      return listeners(readFileSync(file, 'utf8'));
    } catch {
      // A kernel without IPv6 has no tcp6.
      return [];
    }
  });
}
