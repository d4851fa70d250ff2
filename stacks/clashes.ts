import type { LocalContext } from './local-context.js';

/** Ports that a stack may publish from its base on. */
const portsOfStack = 16;

/** Profiles on Docker of one checkout that would take a name, port or network from each other. */
export function clashes(contexts: readonly Pick<LocalContext, 'profile' | 'facts'>[]): string[] {
  return contexts.flatMap((second, index) =>
    contexts.slice(0, index).flatMap((first) => {
      const between = `the profiles ${first.profile} and ${second.profile}`;
      const [a, b] = [first.facts, second.facts];
      if (a.stack === b.stack) {
        return [`docker.stack of ${between} is the same, ${a.stack}; PLANETARY_PROFILE takes one of them alone`];
      }
      const [low, high] = [a.portBase, b.portBase].toSorted((x, y) => x - y) as [number, number];
      const ports =
        low + portsOfStack > high
          ? `docker.portBase of ${between} must be ${portsOfStack} apart: ${low} + ${portsOfStack} = ${low + portsOfStack} > ${high}; set it in one of them`
          : undefined;
      const shared = [a.subnet, a.edgeSubnet].find((subnet) => [b.subnet, b.edgeSubnet].includes(subnet));
      const networks =
        shared === undefined
          ? undefined
          : `docker.subnet of ${between} must differ, the next /24 included: both take ${shared}; set it in one of them`;
      return [ports, networks].filter((fault) => fault !== undefined);
    }),
  );
}
