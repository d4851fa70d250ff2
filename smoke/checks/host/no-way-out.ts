import type { Container } from '../../host/container.js';
import type { Network } from '../../host/docker.js';
import type { HostCheck, HostContext, NetworkView } from '../../host/host-context.js';
import { ownAddresses } from '../../host/own-addresses.js';
import { verdict } from '../../outcome.js';

/**
 * The data network is internal, and who is on it is on no other, except what is published and what may send telemetry. A container's
 * engine may give it a gateway all the same: then nobody must have that address, neither this machine nor a container.
 */
export const noWayOut: HostCheck = {
  name: 'the data network has no way out',
  tier: 'stack',
  vantage: 'host',
  run: async (context) => {
    const { dataNetwork, edgeNetwork, docker } = context;
    const replicas = await context.replicas();
    const taken = new Set([...ownAddresses(), ...replicas.flatMap(({ networks }) => Object.values(networks))]);
    const faults = await Promise.all(
      replicas.map(async (container) => {
        const beside = networksBeside(context, container.tier ?? '');
        return beside.length > 0
          ? strangeNetworks(container, [dataNetwork, ...beside])
          : [
              ...strangeNetworks(container, [dataNetwork]),
              ...waysOut(container, await context.networkView(container), taken),
            ];
      }),
    );
    const networks = networkFaults(await docker.network(dataNetwork), await docker.network(edgeNetwork));
    return verdict(
      [...networks, ...faults.flat()],
      `${replicas.length} containers; the network is internal, and its gateway is nobody`,
    );
  },
};

/** Networks beside the data network that a tier is meant to be on. */
function networksBeside({ facts, settings, edgeNetwork }: HostContext, tier: string): string[] {
  return [
    ...(Object.keys(facts.publish).includes(tier) ? [edgeNetwork] : []),
    ...(tier === 'cockroach' && settings.cockroach.telemetry ? [`${facts.stack}-internet`] : []),
  ];
}

/** Networks of a container that it is not meant to be on. */
export function strangeNetworks({ name, networks }: Container, allowed: readonly string[]): string[] {
  return Object.keys(networks)
    .filter((network) => network !== 'none' && !allowed.includes(network))
    .map((network) => `${name} is on the network ${network} too: docker network disconnect ${network} ${name}`);
}

/** Gateways of a container that somebody has the address of. */
export function waysOut(
  { name }: Container,
  { routesOut }: Pick<NetworkView, 'routesOut'>,
  taken: ReadonlySet<string>,
): string[] {
  return routesOut
    .filter(({ gateway }) => taken.has(gateway))
    .map(({ device, gateway }) => `${name} has a way out by ${device} and ${gateway}`);
}

/** What the networks lack to be closed. */
export function networkFaults(
  data: Pick<Network, 'name' | 'internal' | 'options'>,
  edge: Pick<Network, 'name' | 'options'>,
): string[] {
  return [
    ...(data.internal ? [] : [`${data.name} is not internal`]),
    ...(data.options['com.docker.network.bridge.inhibit_ipv4'] === 'true'
      ? []
      : [`the gateway of ${data.name} has an address`]),
    ...(edge.options['com.docker.network.bridge.enable_ip_masquerade'] === 'false'
      ? []
      : [`${edge.name} leads further than this machine`]),
  ];
}
