import type { HostCheck } from '../../host/host-context.js';
import { kernelRoute, type KernelRoute } from '../../host/kernel-route.js';
import { skipped, verdict } from '../../outcome.js';

/**
 * This machine has no way of its own to the data network: the kernel would send packets for its containers elsewhere. Nothing is
 * sent, since a connection would leave the machine.
 */
export const noRouteIn: HostCheck = {
  name: 'this machine has no route to the data network',
  tier: 'stack',
  vantage: 'host',
  run: async (context) => {
    if (process.platform !== 'linux')
      return skipped('the engine runs in a virtual machine: its networks are not those of this one');
    const { bridge } = await context.docker.network(context.dataNetwork);
    const replicas = await context.replicas();
    const found = await Promise.all(
      replicas.flatMap(({ name, networks }) => {
        const address = networks[context.dataNetwork];
        return address ? [kernelRoute(address).then((route) => ({ name, address, route }))] : [];
      }),
    );
    const faults = found
      .filter(({ route }) => route?.device === bridge)
      .map(({ name, address }) => `${name} is within reach at ${address} by ${bridge}, without a published port`);
    const [first] = found;
    const proof = first === undefined ? '' : `, such as ${first.address}: ${describe(first.route)}`;
    return verdict(faults, `${found.length} addresses${proof}`);
  },
};

function describe(route: KernelRoute | undefined): string {
  if (route === undefined) return 'the kernel has no route';
  return `a packet would leave by ${route.device}${route.gateway === undefined ? '' : ` to ${route.gateway}`}, so none was sent`;
}
