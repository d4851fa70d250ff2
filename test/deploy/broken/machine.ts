import { execa } from 'execa';
import { listeners } from '../../../smoke/host/proc-net.js';
import { dockerOf } from '../../../smoke/host/docker.js';
import type { Bench, Repair } from './bench.js';
import { until } from './bench.js';
import type { BrokenStack } from './broken-stack.js';

/** Starts a throw-away container of the Node image that does nothing. */
async function stranger(bench: Bench, ...options: readonly string[]): Promise<Repair> {
  const name = bench.container('stranger');
  const image = await bench.docker(['inspect', '--format', '{{.Image}}', bench.container('state-0')]);
  await bench.docker(['run', '--detach', '--name', name, ...options, '--entrypoint', 'sleep', image, '600']);
  return async () => void (await bench.docker(['rm', '--force', name]));
}

export const brokenMachines: readonly BrokenStack[] = [
  {
    what: 'a container was restarted while the command ran',
    fails: ['stack: no container has restarted'],
    countsBreak: true,
    break: async (bench) => {
      await bench.docker(['restart', '--time', '5', bench.container('pgbouncer-exporter-0')]);
      await bench.untilHealthy('pgbouncer-exporter-0');
      return async () => undefined;
    },
  },
  {
    what: "a container of somebody else on the stack's network publishes a port to everybody",
    fails: [
      'stack: only the intended ports are published, on loopback',
      'stack: containers listen at the ports of their tier only',
    ],
    break: async (bench) =>
      await stranger(bench, '--network', `${bench.context.facts.stack}-edge`, '--publish', '0.0.0.0::7777'),
  },
  {
    what: 'a process in a container listens at a port of its own',
    fails: ['stack: containers listen at the ports of their tier only'],
    break: async (bench) => {
      const state = bench.container('state-0');
      const listen = `const server = require('node:net').createServer((socket) => process.exit());
        server.listen(7777); setTimeout(() => process.exit(), 300000);`;
      const connect = `require('node:net').connect(7777).on('error', () => process.exit()).on('close', () => process.exit())`;
      const isListening = async (): Promise<boolean> => {
        const sockets = await bench.docker(['exec', state, 'cat', '/proc/net/tcp', '/proc/net/tcp6']);
        return listeners(sockets).some(({ port }) => port === 7777);
      };
      await bench.docker(['exec', '--detach', state, 'node', '-e', listen]);
      await until('the listener', 30, isListening);
      return async () => {
        await bench.docker(['exec', state, 'node', '-e', connect]);
        await until('no listener', 30, async () => !(await isListening()));
      };
    },
  },
  {
    what: 'a container of the app is on a network with a way out',
    fails: [
      'stack: the data network has no way out',
      'stack: listeners of this machine are out of reach from the data network',
    ],
    break: async (bench) => {
      const network = `${bench.context.facts.stack}-way-out`;
      await bench.docker(['network', 'create', network]);
      await bench.docker(['network', 'connect', network, bench.container('state-0')]);
      return async () => {
        await bench.docker(['network', 'disconnect', network, bench.container('state-0')]);
        await bench.docker(['network', 'rm', network]);
      };
    },
  },
  {
    what: 'the bridge of the data network has an address of this machine',
    fails: [
      'stack: this machine has no route to the data network',
      'stack: the data network has no way out',
      'stack: listeners of this machine are out of reach from the data network',
    ],
    break: async (bench) => {
      const { stack, subnet } = bench.context.facts;
      const { bridge } = await dockerOf(stack).network(`${stack}-data`);
      const address = subnet.replace(/0\/24$/, '1/24');
      await execa('ip', ['address', 'add', address, 'dev', bridge]);
      return async () => void (await execa('ip', ['address', 'del', address, 'dev', bridge]));
    },
  },
  {
    what: 'a container of the stack runs as root, without limits',
    fails: ['stack: containers have no privileges, and limits'],
    break: async (bench) => {
      const { stack } = bench.context.facts;
      return await stranger(
        bench,
        '--network',
        'none',
        '--label',
        `planetary.stack=${stack}`,
        '--label',
        'planetary.tier=redis',
      );
    },
  },
];
