import type { Container } from '../../host/container.js';
import type { Network } from '../../host/docker.js';
import type { HostCheck, NetworkView } from '../../host/host-context.js';
import { ownAddresses } from '../../host/own-addresses.js';
import { verdict } from '../../outcome.js';

/**
 * The data network is internal, and who is on it is on no other, except what is published. A container's engine may give it a
 * gateway all the same: then nobody must have that address, neither this machine nor a container.
 */
export const noWayOut: HostCheck = {
  name: 'the data network has no way out',
  tier: 'stack',
  vantage: 'host',
  run: async (context) => {
    const { dataNetwork, edgeNetwork, facts } = context;
    const replicas = await context.replicas();
    const taken = new Set([...ownAddresses(), ...replicas.flatMap(({ networks }) => Object.values(networks))]);
    const faults = await Promise.all(
      replicas.map(async (container) => {
        const published = Object.keys(facts.publish).some((tier) => tier === container.tier);
        const allowed = published ? [dataNetwork, edgeNetwork] : [dataNetwork];
        return [
          ...networksBeside(container, allowed),
          ...(published ? [] : waysOut(container, await context.networkView(container), taken)),
        ];
      }),
    );
    const network = networkFaults(await context.docker.network(dataNetwork));
    return verdict(
      [...network, ...faults.flat()],
      `${replicas.length} containers; the network is internal, and its gateway is nobody`,
    );
  },
};

function networksBeside({ name, networks }: Container, allowed: readonly string[]): string[] {
  return Object.keys(networks)
    .filter((network) => network !== 'none' && !allowed.includes(network))
    .map((network) => `${name} is on the network ${network} too: docker network disconnect ${network} ${name}`);
}

function waysOut({ name }: Container, { routesOut }: NetworkView, taken: ReadonlySet<string>): string[] {
  return routesOut
    .filter(({ gateway }) => taken.has(gateway))
    .map(({ device, gateway }) => `${name} has a way out by ${device} and ${gateway}`);
}

/** What the data network lacks to be closed. */
export function networkFaults({ name, internal, options }: Pick<Network, 'name' | 'internal' | 'options'>): string[] {
  return [
    ...(internal ? [] : [`${name} is not internal`]),
    ...(options['com.docker.network.bridge.inhibit_ipv4'] === 'true' ? [] : [`the gateway of ${name} has an address`]),
  ];
}
