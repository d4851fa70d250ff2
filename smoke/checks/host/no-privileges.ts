import type { Container, Privileges } from '../../host/container.js';
import type { HostCheck } from '../../host/host-context.js';
import { verdict } from '../../outcome.js';

/** No process of the stack may do more than it must: tiers and tasks, running or ended. */
export const noPrivileges: HostCheck = {
  name: 'containers have no privileges, and limits',
  tier: 'stack',
  vantage: 'host',
  run: async (context) => {
    const { own } = await context.containers();
    const bound = own.filter(({ tier, task }) => tier !== undefined || task !== undefined);
    const faults = bound.flatMap((container) =>
      privilegeFaults(container).map((fault) => `${container.name} ${fault}: deploy it again`),
    );
    return verdict(faults, `${bound.length} containers: not root, read-only, without capabilities, with limits`);
  },
};

/** What a container has that it should not, or lacks. */
export function privilegeFaults({
  privileges,
  tier,
  running,
}: Pick<Container, 'privileges' | 'tier' | 'running'>): string[] {
  const rules: readonly [boolean, string][] = [
    [/^0?$|^0:|^root/.test(privileges.user), 'runs as root'],
    [!privileges.readOnlyRoot, 'can write to its root file system'],
    [privileges.privileged, 'is privileged'],
    [!privileges.dropped.some((name) => /^(CAP_)?ALL$/i.test(name)), 'keeps capabilities'],
    [privileges.added.length > 0, `has the capabilities ${privileges.added.join(', ')}`],
    [!hasOption(privileges, 'no-new-privileges'), 'can gain privileges'],
    [privileges.memoryBytes === 0, 'has no memory limit'],
    [privileges.cpuQuotaUs === 0, 'has no CPU limit'],
    [privileges.logSizeLimit === undefined, 'has no log rotation'],
    [
      running && tier !== undefined && !['unless-stopped', 'always'].includes(privileges.restartPolicy),
      'does not restart',
    ],
  ];
  return rules.flatMap(([broken, fault]) => (broken ? [fault] : []));
}

function hasOption({ securityOptions }: Privileges, option: string): boolean {
  return securityOptions.some((each) => each === option || each === `${option}:true` || each === `${option}=true`);
}
