import type { PlannedContainer } from '../synthesized.js';

export interface PortUse {
  readonly address: string;
  readonly port: number;
  /** Container that has it; undefined when it is no container's. */
  readonly container: string | undefined;
  /** Whether that container is one of this stack. */
  readonly own: boolean;
}

/** Refuses ports that somebody else has. */
export function portFaults(containers: readonly PlannedContainer[], taken: readonly PortUse[]): string[] {
  return containers.flatMap(({ name, ports }) =>
    ports.flatMap(({ address, port }) => {
      const use = taken.find((other) => other.port === port && !other.own);
      if (use === undefined) return [];
      const holder = use.container === undefined ? 'another program' : `the container ${use.container}`;
      return [
        `ports: ${name} publishes ${address}:${port}, which ${holder} has. Stop that, or set docker.portBase in ` +
          'the profile to the first of 16 free ports.',
      ];
    }),
  );
}
