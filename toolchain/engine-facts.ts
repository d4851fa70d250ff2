import { isAtLeast } from './version.js';

/** A Docker engine that answers. */
export interface Engine {
  /** Address for `DOCKER_HOST`: the Terraform provider does not follow the client's contexts. */
  readonly endpoint: string;
  readonly version: string;
  readonly apiVersion: string;
  /** `Docker Desktop`, or the operating system that the engine runs on. */
  readonly system: string;
  /** Memory that containers can have together, in bytes. */
  readonly memoryBytes: number;
  readonly cpus: number;
}

/** The parts of `docker info` and `docker version` that count. */
export interface EngineAnswer {
  readonly info: {
    readonly ServerVersion: string;
    readonly OperatingSystem: string;
    readonly OSType: string;
    readonly MemTotal: number;
    readonly NCPU: number;
    readonly SecurityOptions: readonly string[] | null;
  };
  readonly version: { readonly ApiVersion: string; readonly Components?: readonly { readonly Name: string }[] };
}

/** Engine 20.10. */
const minimumApi = '1.41';

export function engineOf(endpoint: string, { info, version }: EngineAnswer): Engine {
  return {
    endpoint,
    version: info.ServerVersion,
    apiVersion: version.ApiVersion,
    system: info.OperatingSystem,
    memoryBytes: info.MemTotal,
    cpus: info.NCPU,
  };
}

/** Why an endpoint cannot be used, before it is asked; undefined when it can. */
export function endpointFault(endpoint: string): string | undefined {
  if (endpoint.startsWith('unix://')) return undefined;
  if (endpoint.startsWith('npipe://')) {
    return `The Docker engine is at ${endpoint}, a Windows one; allowed is an engine at a unix:// socket. Run this inside WSL 2.`;
  }
  return (
    `The Docker engine is remote (${endpoint}); allowed is one at a unix:// socket of this machine. The stack mounts configuration and ` +
    'secrets from this checkout, which a remote engine does not see. Run the command on that machine, or choose a local engine: ' +
    'unset DOCKER_HOST, or `docker context use default`.'
  );
}

/** Why an engine that answers cannot run the stack; undefined when it can. */
export function engineFault({ info, version }: EngineAnswer): string | undefined {
  const options = info.SecurityOptions ?? [];
  const has = (name: string) => options.some((option) => option.split(',').includes(`name=${name}`));
  if (has('rootless') || has('userns')) {
    return (
      `The Docker engine ${has('rootless') ? 'is rootless' : 'remaps users (userns-remap)'}: processes in containers run as other users than ` +
      'on this machine, and cannot read the secret files (mode 0400) that are mounted into them. Use an engine without it: ' +
      '`docker context use default`, or unset DOCKER_HOST.'
    );
  }
  if (version.Components?.some(({ Name }) => Name.startsWith('Podman'))) {
    return 'The engine is Podman; allowed is Docker, because the stack uses options of its bridge networks that Podman lacks.';
  }
  if (info.OSType !== 'linux') {
    return `The Docker engine runs ${info.OSType} containers; allowed are linux ones. Switch Docker Desktop to Linux containers.`;
  }
  if (!isAtLeast(version.ApiVersion, minimumApi)) {
    return `The Docker engine is ${info.ServerVersion} (API ${version.ApiVersion}); allowed is at least 20.10 (API ${minimumApi}). Upgrade it.`;
  }
  return undefined;
}
