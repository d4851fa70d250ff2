/** What the host checks need to know of a container. */
export interface Container {
  readonly name: string;
  readonly id: string;
  /** Label `planetary.stack`; undefined for a container of somebody else. */
  readonly stack: string | undefined;
  readonly tier: string | undefined;
  readonly task: string | undefined;
  readonly running: boolean;
  /** `healthy`, `unhealthy`, `starting`; undefined without a health check. */
  readonly health: string | undefined;
  readonly exitCode: number;
  readonly createdAt: Date;
  readonly startedAt: Date;
  readonly restartCount: number;
  readonly networkMode: string;
  /** Networks by name, with the container's address there; empty while it is stopped. */
  readonly networks: Readonly<Record<string, string>>;
  readonly published: readonly PublishedPort[];
  /** What it may do, for the check of privileges. */
  readonly privileges: Privileges;
}

interface PublishedPort {
  readonly internal: number;
  readonly address: string;
  readonly external: number;
}

export interface Privileges {
  readonly user: string;
  readonly readOnlyRoot: boolean;
  readonly privileged: boolean;
  readonly dropped: readonly string[];
  readonly added: readonly string[];
  readonly securityOptions: readonly string[];
  readonly memoryBytes: number;
  /** Share of one CPU and its period in microseconds; 0 is no limit. */
  readonly cpuQuotaUs: number;
  readonly restartPolicy: string;
  readonly logSizeLimit: string | undefined;
}

/** The parts of `docker inspect` that are read. */
export interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly Created: string;
  readonly RestartCount: number;
  readonly State: {
    readonly Running: boolean;
    readonly ExitCode: number;
    readonly StartedAt: string;
    readonly Health?: { readonly Status: string };
  };
  readonly Config: { readonly User: string; readonly Labels: Readonly<Record<string, string>> | null };
  readonly HostConfig: {
    readonly NetworkMode: string;
    readonly Privileged: boolean;
    readonly ReadonlyRootfs: boolean;
    readonly CapAdd: readonly string[] | null;
    readonly CapDrop: readonly string[] | null;
    readonly SecurityOpt: readonly string[] | null;
    readonly Memory: number;
    readonly CpuQuota: number;
    readonly NanoCpus: number;
    readonly RestartPolicy: { readonly Name: string };
    readonly LogConfig: { readonly Config: Readonly<Record<string, string>> | null };
    readonly PortBindings: Readonly<Record<string, readonly { HostIp: string; HostPort: string }[] | null>> | null;
  };
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>> };
}

export function containerOf(inspected: Inspected): Container {
  const { Config, HostConfig, State } = inspected;
  const labels = Config.Labels ?? {};
  return {
    name: inspected.Name.replace(/^\//, ''),
    id: inspected.Id,
    stack: labels['planetary.stack'],
    tier: labels['planetary.tier'],
    task: labels['planetary.task'],
    running: State.Running,
    health: State.Health?.Status,
    exitCode: State.ExitCode,
    createdAt: new Date(inspected.Created),
    startedAt: new Date(State.StartedAt),
    restartCount: inspected.RestartCount,
    networkMode: HostConfig.NetworkMode,
    networks: Object.fromEntries(
      Object.entries(inspected.NetworkSettings.Networks).map(([name, { IPAddress }]) => [name, IPAddress]),
    ),
    published: Object.entries(HostConfig.PortBindings ?? {}).flatMap(([port, bindings]) =>
      (bindings ?? []).map(({ HostIp, HostPort }) => ({
        internal: Number.parseInt(port, 10),
        address: HostIp === '' ? '0.0.0.0' : HostIp,
        external: Number(HostPort),
      })),
    ),
    privileges: {
      user: Config.User,
      readOnlyRoot: HostConfig.ReadonlyRootfs,
      privileged: HostConfig.Privileged,
      dropped: HostConfig.CapDrop ?? [],
      added: HostConfig.CapAdd ?? [],
      securityOptions: HostConfig.SecurityOpt ?? [],
      memoryBytes: HostConfig.Memory,
      cpuQuotaUs: HostConfig.CpuQuota === 0 ? HostConfig.NanoCpus / 10_000 : HostConfig.CpuQuota,
      restartPolicy: HostConfig.RestartPolicy.Name,
      logSizeLimit: HostConfig.LogConfig.Config?.['max-size'],
    },
  };
}
