import { tierNames, tierPorts } from '../../../constructs/topology.js';
import type { HostCheck } from '../../host/host-context.js';
import { isLoopback, type Listener } from '../../host/proc-net.js';
import { verdict } from '../../outcome.js';

/** On the stack's networks there are its own containers, and each listens at the ports of its tier and no other. */
export const ownPortsOnly: HostCheck = {
  name: 'containers listen at the ports of their tier only',
  tier: 'stack',
  vantage: 'host',
  run: async (context) => {
    const { foreign } = await context.containers();
    const strangers = foreign.map(
      ({ name }) => `${name} is on the stack's network and no part of it: docker rm -f ${name}`,
    );
    const replicas = await context.replicas();
    const extra = await Promise.all(
      replicas.map(async (container) => {
        const { listeners } = await context.networkView(container);
        return unexpectedPorts(container.tier ?? '', listeners).map((where) => `${container.name} listens at ${where}`);
      }),
    );
    return verdict([...strangers, ...extra.flat()], `${replicas.length} containers`);
  },
};

/** Where a container of a tier listens besides its own ports and loopback. */
export function unexpectedPorts(tier: string, listeners: readonly Listener[]): string[] {
  const name = tierNames.find((known) => known === tier);
  const own: readonly number[] = name === undefined ? [] : Object.values(tierPorts(name));
  return listeners
    .filter((listener) => !isLoopback(listener) && !own.includes(listener.port))
    .map(({ address, port }) => `${address}:${port}`);
}
