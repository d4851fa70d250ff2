import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A port of loopback that leads to another one, each byte `milliseconds` later, in a process of its own. */
export async function delayedLink(port: number, milliseconds: number): Promise<{ port: number; close(): void }> {
  const child = fork(import.meta.filename, [String(port), String(milliseconds)], { execArgv: ['--import', 'tsx'] });
  const [own] = (await once(child, 'message')) as [number];
  return { port: own, close: () => void child.kill() };
}

function forward(from: Socket, to: Socket, milliseconds: number): void {
  from.setNoDelay(true);
  from.on('data', (bytes: Buffer) => setTimeout(() => to.write(bytes), milliseconds));
  from.on('close', () => setTimeout(() => to.destroy(), milliseconds));
  from.on('error', () => to.destroy());
}

if (process.argv[1] === import.meta.filename) {
  const [port, milliseconds] = process.argv.slice(2).map(Number) as [number, number];
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    forward(client, upstream, milliseconds / 2);
    forward(upstream, client, milliseconds / 2);
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  process.on('disconnect', () => process.exit(0));
}
