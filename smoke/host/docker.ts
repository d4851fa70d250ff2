import { execa } from 'execa';
import { containerOf, type Container, type Inspected } from './container.js';

/** A network of the stack as the engine has it. */
export interface Network {
  readonly name: string;
  /** Its network interface on the engine's machine. */
  readonly bridge: string;
  readonly internal: boolean;
  readonly options: Readonly<Record<string, string>>;
}

/** The engine's client, for what the host checks ask. Every function throws when the client fails, with what it said. */
export interface Docker {
  /** All containers that have the stack's label or are on one of its networks, running or not. */
  containers(): Promise<Container[]>;
  network(name: string): Promise<Network>;
  /** What a command in a running container printed; its exit code does not matter. */
  exec(container: string, command: readonly string[]): Promise<string>;
}

/** The stack's part of the Docker engine that the client is set to. */
export function dockerOf(stack: string): Docker {
  const networks = [`${stack}-data`, `${stack}-edge`, `${stack}-internet`];
  return {
    containers: async () => {
      const filters = [`label=planetary.stack=${stack}`, ...networks.map((name) => `network=${name}`)];
      const lists = await Promise.all(
        filters.map(async (filter) => await docker(['ps', '--all', '--quiet', '--no-trunc', '--filter', filter])),
      );
      const ids = [...new Set(lists.join('\n').split('\n'))].filter((id) => id !== '');
      if (ids.length === 0) return [];
      return (JSON.parse(await docker(['inspect', '--type', 'container', ...ids])) as Inspected[])
        .map(containerOf)
        .toSorted((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
    },
    network: async (name) => {
      const [found] = JSON.parse(await docker(['network', 'inspect', name])) as InspectedNetwork[];
      if (found === undefined) throw new Error(`there is no network ${name}`);
      return {
        name,
        bridge: found.Options['com.docker.network.bridge.name'] ?? `br-${found.Id.slice(0, 12)}`,
        internal: found.Internal,
        options: found.Options,
      };
    },
    exec: async (container, command) => {
      const { stdout, stderr, exitCode } = await execa('docker', ['exec', container, ...command], { reject: false });
      if (exitCode === undefined || /^(Error|OCI runtime)/.test(stderr)) throw new Error(`${container}: ${stderr}`);
      return stdout;
    },
  };
}

interface InspectedNetwork {
  readonly Id: string;
  readonly Internal: boolean;
  readonly Options: Readonly<Record<string, string>>;
}

/** Runs the client and gives what it printed. Throws with its message when it fails. */
async function docker(args: readonly string[]): Promise<string> {
  const { stdout, stderr, exitCode, shortMessage } = await execa('docker', args, { reject: false });
  if (exitCode === 0) return stdout;
  throw new Error(`docker ${args[0] ?? ''}: ${stderr || shortMessage || 'no message'}`);
}
