import { execa } from 'execa';
import type { TierName } from '../../../constructs/topology.js';
import type { ChosenStack } from '../../../operate/stack-choice.js';
import type { Container } from '../../../smoke/host/container.js';
import { dockerOf } from '../../../smoke/host/docker.js';
import { HostContext } from '../../../smoke/host/host-context.js';
import { viewOf, type ContainerView } from './container-view.js';
import type { Inspected } from './faults.js';

/** A running container, from outside and from inside. */
export interface LookedOver {
  readonly container: Container;
  readonly tier: TierName;
  readonly inspected: Inspected;
  readonly view: ContainerView;
}

/** Every running container that says that it is one of the stack's tiers. */
export async function lookOver({ settings, facts }: ChosenStack): Promise<LookedOver[]> {
  const replicas = await new HostContext(settings, facts, dockerOf(facts.stack), new Date()).replicas();
  const { stdout } = await execa('docker', ['inspect', ...replicas.map(({ name }) => name)]);
  const inspected = JSON.parse(stdout) as Inspected[];
  return await Promise.all(
    replicas.map(async (container, index) => {
      const raw = inspected[index];
      if (raw === undefined) throw new Error(`${container.name} is gone`);
      return { container, tier: container.tier as TierName, inspected: raw, view: await viewOf(container.name) };
    }),
  );
}

/** All that the engine says of a stack's containers and tasks, and all that they logged: container → text. */
export async function saidOf(stack: string): Promise<Map<string, string>> {
  const list = ['ps', '--all', '--format', '{{.Names}}', '--filter', `label=planetary.stack=${stack}`];
  const names = (await execa('docker', list)).stdout.split('\n');
  const texts = names.map(async (name): Promise<[string, string]> => {
    const said = await Promise.all(
      ['inspect', 'logs'].map(async (what) => await execa('docker', [what, name], { all: true })),
    );
    return [name, said.map(({ all }) => all).join('\n')];
  });
  return new Map(await Promise.all(texts));
}
