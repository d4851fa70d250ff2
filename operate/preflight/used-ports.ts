import { createServer } from 'node:net';
import { dockerLines } from '../docker.js';
import type { PlannedContainer } from '../synthesized.js';
import type { PortUse } from './ports.js';

/** Which of the planned ports are taken, by containers or by programs of this machine. */
export async function usedPorts(stack: string, containers: readonly PlannedContainer[]): Promise<PortUse[]> {
  const published = await publishedPorts(stack);
  const planned = containers.flatMap(({ ports }) => ports);
  const others = planned.filter(({ port }) => !published.some((use) => use.port === port));
  const free = await Promise.all(others.map(({ address, port }) => isFree(address, port)));
  return [
    ...published,
    ...others
      .filter((_, index) => !free[index])
      .map(({ address, port }) => ({ address, port, container: undefined, own: false })),
  ];
}

async function publishedPorts(stack: string): Promise<PortUse[]> {
  const lines = await dockerLines('ps', '--format', '{{.Names}}\t{{.Label "planetary.stack"}}\t{{.Ports}}');
  return lines.flatMap((line) => readPublished(line, stack));
}

/** Reads a line of `docker ps`: name, the stack's label, `127.0.0.1:8443->8443/tcp, 6379/tcp`; ranges too. */
export function readPublished(line: string, stack: string): PortUse[] {
  const [container = '', label = '', ports = ''] = line.split('\t');
  return [...ports.matchAll(/(\S+):(\d+)(?:-(\d+))?->/g)].flatMap(([, address = '', first, last]) => {
    const count = last === undefined ? 1 : Number(last) - Number(first) + 1;
    return Array.from({ length: count }, (_, index) => ({
      address,
      port: Number(first) + index,
      container,
      own: label === stack,
    }));
  });
}

function isFree(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, address, () => server.close(() => resolve(true)));
  });
}
