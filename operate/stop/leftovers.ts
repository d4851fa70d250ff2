import { rmSync } from 'node:fs';
import { resolveImages } from '../../config/images.js';
import { docker, dockerLines, ofStack } from '../docker.js';
import type { ChosenStack } from '../stack-choice.js';
import { removeVolumes, volumesOf } from '../volumes.js';

/** Removes containers and networks of a stack that Terraform does not know, such as those of an apply that was killed. */
export async function removeLeftovers(stack: string): Promise<string> {
  const containers = await dockerLines('ps', '--all', '--quiet', ...ofStack(stack));
  if (containers.length > 0) await docker('rm', '--force', ...containers);
  const networks = await dockerLines('network', 'ls', '--quiet', ...ofStack(stack));
  if (networks.length > 0) await docker('network', 'rm', ...networks);
  const removed = containers.length + networks.length;
  return removed === 0 ? 'none' : `${removed} removed`;
}

/**
 * Removes the volumes of a stack and its folder with certificates, passwords, settings and state.
 *
 * @throws Refusal when a volume belongs to another checkout.
 */
export async function deleteData({ facts, settings }: ChosenStack): Promise<string> {
  const volumes = await volumesOf(facts.stack);
  await removeVolumes(volumes, facts.checkout, resolveImages(settings.images).redis);
  rmSync(facts.directory, { recursive: true, force: true });
  return `${volumes.length} volumes removed`;
}
