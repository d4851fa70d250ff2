import { execa } from 'execa';
import { tierNames, tierPorts } from '../../../constructs/topology.js';
import { isEngineDns, type ContainerView } from './container-view.js';

/** Ports of what people leave open: shells, engines, debuggers, databases, etcd, Patroni, HAProxy's page, exporters. */
const wellKnown = [
  22, 80, 443, 1936, 2375, 2376, 2377, 2379, 2380, 4194, 5432, 5433, 8008, 8405, 9100, 9229, 9323, 10_250,
];

/** Every port that any tier promises, that any container was seen to listen at, and those that are often open. */
export function triedPorts(views: readonly ContainerView[]): number[] {
  const promised = tierNames.flatMap((tier): number[] => Object.values(tierPorts(tier)));
  const seen = views.flatMap(({ listeners }) => listeners.filter((each) => !isEngineDns(each)).map(({ port }) => port));
  return [...new Set([...promised, ...seen, ...wellKnown])].toSorted((one, other) => one - other);
}

/** Tries every port of every address from inside a container that has Node.js; gives the open ones by address. */
export async function openPorts(
  from: string,
  addresses: readonly string[],
  ports: readonly number[],
): Promise<Record<string, number[]>> {
  const { stdout } = await execa(
    'docker',
    ['exec', '--interactive', from, 'node', '-', JSON.stringify([addresses, ports])],
    {
      input: knock,
    },
  );
  return JSON.parse(stdout) as Record<string, number[]>;
}

/** Arguments: addresses and ports, as JSON. Prints the open ports of each address, as JSON. */
const knock = `
const { connect } = require('node:net');
const [addresses, ports] = JSON.parse(process.argv[2]);
const isOpen = (host, port) => new Promise((resolve) => {
  const socket = connect({ host, port, timeout: 10_000 });
  const end = (open) => { socket.destroy(); resolve(open); };
  socket.on('connect', () => end(true)).on('timeout', () => end(false)).on('error', () => end(false));
});
(async () => {
  const found = {};
  for (const host of addresses) {
    const answers = await Promise.all(ports.map((port) => isOpen(host, port)));
    found[host] = ports.filter((_, index) => answers[index]);
  }
  console.log(JSON.stringify(found));
})();
`;
