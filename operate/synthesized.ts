import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../toolchain/tools-directory.js';
import type { ChosenStack } from './stack-choice.js';

/** A container as the synthesized stack has it. */
export interface PlannedContainer {
  readonly name: string;
  /** Undefined for a task. */
  readonly tier: string | undefined;
  /** Whether it stays up. */
  readonly stays: boolean;
  readonly memoryMiB: number;
  readonly openFiles: number | undefined;
  readonly ports: readonly { readonly address: string; readonly port: number }[];
}

export interface PlannedStack {
  readonly containers: readonly PlannedContainer[];
  readonly networks: readonly { readonly name: string; readonly subnet: string }[];
}

interface Json {
  readonly resource?: {
    readonly docker_container?: Readonly<Record<string, ContainerJson>>;
    readonly docker_network?: Readonly<Record<string, { name: string; ipam_config?: readonly { subnet: string }[] }>>;
  };
}

interface ContainerJson {
  readonly name: string;
  readonly memory?: number;
  readonly must_run?: boolean;
  readonly labels?: readonly { readonly label: string; readonly value: string }[];
  readonly ulimit?: readonly { readonly name: string; readonly hard: number }[];
  readonly ports?: readonly { readonly external: number; readonly ip?: string }[];
}

/** Reads what synth has written for a stack. */
export function plannedStack({ output, profile }: Pick<ChosenStack, 'output' | 'profile'>): PlannedStack {
  const file = join(checkout, output, 'stacks', profile, 'cdk.tf.json');
  const { resource } = JSON.parse(readFileSync(file, 'utf8')) as Json;
  return {
    containers: Object.values(resource?.docker_container ?? {}).map(planned),
    networks: Object.values(resource?.docker_network ?? {}).flatMap(({ name, ipam_config }) =>
      (ipam_config ?? []).map(({ subnet }) => ({ name, subnet })),
    ),
  };
}

function planned({ name, memory, must_run, labels, ulimit, ports }: ContainerJson): PlannedContainer {
  return {
    name,
    tier: labels?.find(({ label }) => label === 'planetary.tier')?.value,
    stays: must_run !== false,
    memoryMiB: memory ?? 0,
    openFiles: ulimit?.find((limit) => limit.name === 'nofile')?.hard,
    ports: (ports ?? []).map(({ external, ip }) => ({ address: ip ?? '0.0.0.0', port: external })),
  };
}
