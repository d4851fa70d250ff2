import { execa } from 'execa';
import { dockerLines, ofStack } from '../docker.js';

/** A container of a tier as the engine has it. */
export interface Replica {
  readonly tier: string;
  readonly name: string;
  /** `healthy`, `starting`, `unhealthy`, `exited`, … */
  readonly state: string;
}

interface Inspected {
  readonly Name: string;
  readonly Config: { readonly Labels: Readonly<Record<string, string>> | null };
  readonly State: { readonly Status: string; readonly Health?: { readonly Status: string } };
}

/** Every replica of a stack; none when nothing is deployed. */
export async function replicas(stack: string): Promise<Replica[]> {
  const ids = await dockerLines('ps', '--all', '--quiet', ...ofStack(stack), '--filter', 'label=planetary.tier');
  if (ids.length === 0) return [];
  // A container may go between the two questions; what is left of the answer is used.
  const { stdout } = await execa('docker', ['inspect', ...ids], { reject: false });
  return (JSON.parse(stdout) as Inspected[]).map(({ Name, Config, State }) => ({
    tier: Config.Labels?.['planetary.tier'] ?? '',
    name: Name.replace(/^\//, ''),
    state: State.Status === 'running' ? (State.Health?.Status ?? 'running') : State.Status,
  }));
}

/** Names of a stack's containers of tiers that are there and do not run, such as after `docker kill`. */
export async function downContainers(stack: string): Promise<string[]> {
  return (await replicas(stack))
    .filter(({ state }) => state === 'exited' || state === 'created' || state === 'dead')
    .map(({ name }) => name);
}
