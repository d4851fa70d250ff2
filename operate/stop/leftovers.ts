import { rmSync } from 'node:fs';
import { tierNames } from '../../constructs/topology.js';
import type { LocalFacts } from '../../stacks/local-facts.js';
import { docker, dockerLines, ofStack } from '../docker.js';

/** Removes containers and networks of a stack that Terraform does not know, such as those of an apply that was killed. */
export async function removeLeftovers(stack: string): Promise<string> {
  const containers = await dockerLines('ps', '--all', '--quiet', ...ofStack(stack));
  if (containers.length > 0) await docker('rm', '--force', ...containers);
  const networks = await dockerLines('network', 'ls', '--quiet', ...ofStack(stack));
  if (networks.length > 0) await docker('network', 'rm', ...networks);
  const removed = containers.length + networks.length;
  return removed === 0 ? 'none' : `${removed} removed`;
}

/** The data volumes of a stack, by their names: `<stack>-<tier>-<replica>`. */
export async function volumesOf(stack: string): Promise<string[]> {
  const own = new RegExp(`^${stack}-(${tierNames.join('|')})-\\d+$`);
  return (await dockerLines('volume', 'ls', '--quiet')).filter((name) => own.test(name));
}

/** Removes the volumes of a stack and its folder with certificates, passwords, settings and state. */
export async function deleteData({ stack, directory }: LocalFacts): Promise<string> {
  const volumes = await volumesOf(stack);
  if (volumes.length > 0) await docker('volume', 'rm', ...volumes);
  rmSync(directory, { recursive: true, force: true });
  return `${volumes.length} volumes removed`;
}
