import { randomUUID } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import type { HostCheck, HostContext } from '../../host/host-context.js';
import type { Container } from '../../host/container.js';
import { kernelRoute } from '../../host/kernel-route.js';
import { ownAddresses } from '../../host/own-addresses.js';
import { failed, skipped, verdict } from '../../outcome.js';

/**
 * A listener that this check opens on all addresses of this machine cannot be reached from the data network: it is tried from a
 * container of it at every address of this machine and at the network's gateway. Who answers must know the check's word.
 */
export const hostOutOfReach: HostCheck = {
  name: 'listeners of this machine are out of reach from the data network',
  tier: 'stack',
  vantage: 'host',
  run: async (context) => {
    if (process.platform !== 'linux') return skipped('the engine runs in a virtual machine: its host is not this one');
    const replicas = await context.replicas();
    const from = replicas.find(({ tier }) => tier === 'state');
    if (from === undefined) return failed('no container of the tier state runs, from which to try');
    const word = randomUUID();
    const server = createServer((socket) => socket.on('error', () => undefined).end(word));
    await new Promise<void>((resolve) => {
      server.listen(0, '0.0.0.0', resolve);
    });
    try {
      const { port } = server.address() as AddressInfo;
      const addresses = await candidates(context, from);
      const answers = JSON.parse(
        await context.docker.exec(from.id, ['node', '-e', knock, String(port), ...addresses]),
      ) as Record<string, string>;
      const faults = Object.entries(answers)
        .filter(([, answer]) => answer === word)
        .map(([address]) => `${from.name} reaches this machine at ${address}:${port}`);
      return verdict(
        faults,
        `tried from ${from.name}: ${Object.entries(answers)
          .map(([at, answer]) => `${at} ${answer}`)
          .join(', ')}`,
      );
    } finally {
      server.close();
    }
  },
};

/** Addresses of this machine, by the kernel's own word, and the container's gateways, which end at the network's bridge. */
async function candidates(context: HostContext, from: Container): Promise<string[]> {
  const own = await Promise.all(
    ownAddresses().map(async (address) => ((await kernelRoute(address))?.device === 'lo' ? [address] : [])),
  );
  const { routesOut } = await context.networkView(from);
  return [...new Set([...own.flat(), ...routesOut.map(({ gateway }) => gateway)])];
}

/** Prints what each address answered, or the error's code, as JSON. Arguments: port, addresses. */
const knock = `
const { connect } = require('node:net');
const [port, ...addresses] = process.argv.slice(1);
Promise.all(addresses.map((host) => new Promise((resolve) => {
  const socket = connect({ host, port: Number(port), timeout: 2000 });
  const end = (answer) => { socket.destroy(); resolve([host, answer]); };
  socket.once('data', (data) => end(data.toString()));
  socket.once('timeout', () => end('timed out'));
  socket.once('error', (error) => end(error.code));
  socket.once('end', () => end('hung up'));
}))).then((all) => console.log(JSON.stringify(Object.fromEntries(all))));
`;
