import { existsSync, readFileSync, renameSync } from 'node:fs';
import type { LocalFacts } from '../../stacks/local-facts.js';
import { docker, dockerLines, ofStack } from '../docker.js';

interface State {
  readonly resources?: readonly {
    readonly instances?: readonly { readonly attributes?: { readonly id?: string } | null }[];
  }[];
}

/**
 * Removes containers and networks of a stack that its Terraform state does not know: those that an apply was making when it was killed. Terraform would
 * make them again and find their names taken. Data is in volumes, which stay.
 *
 * Without a state nothing is removed, unless the state file cannot be read: then it was torn, and is set aside.
 *
 * @returns what was removed, in words; undefined for nothing.
 */
export async function removeHalfMade({
  stack,
  stateFile,
}: Pick<LocalFacts, 'stack' | 'stateFile'>): Promise<string | undefined> {
  if (!existsSync(stateFile)) return undefined;
  const known = knownIds(readFileSync(stateFile, 'utf8'));
  if (known === undefined) renameSync(stateFile, `${stateFile}.torn`);
  const unknown = (id: string) => known?.has(id) !== true;
  const containers = (await dockerLines('ps', '--all', '--quiet', '--no-trunc', ...ofStack(stack))).filter(unknown);
  if (containers.length > 0) await docker('rm', '--force', ...containers);
  const networks = (await dockerLines('network', 'ls', '--quiet', '--no-trunc', ...ofStack(stack))).filter(unknown);
  if (networks.length > 0) await docker('network', 'rm', ...networks);
  const what = [count(containers.length, 'container'), count(networks.length, 'network')].filter(Boolean).join(' and ');
  if (known === undefined)
    return `Terraform's state was torn, and is made anew${what === '' ? '' : `; ${what} removed`}`;
  return what === '' ? undefined : `${what} of an interrupted run removed`;
}

/** Ids of all resources in a Terraform state; undefined when it is not a whole one. */
export function knownIds(text: string): Set<string> | undefined {
  try {
    const { resources } = JSON.parse(text) as State;
    const instances = (resources ?? []).flatMap((resource) => resource.instances ?? []);
    return new Set(instances.flatMap(({ attributes }) => attributes?.id ?? []));
  } catch {
    return undefined;
  }
}

function count(number: number, what: string): string {
  return number === 0 ? '' : `${number} ${what}${number === 1 ? '' : 's'}`;
}
