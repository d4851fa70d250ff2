import type { TierName } from './topology.js';
import type { Secret } from './secret.js';
import type { ImageName } from '../config/images.js';

/** Where every container finds its config files (read-only), its secrets (read-only) and its data (a volume). */
export const configDirectory = '/config';
export const secretsDirectory = '/secrets';
export const dataDirectory = '/data';

/** Replaced by the name of the replica (`redis-0`) in args, command, env and probe. */
export const podName = '$(POD_NAME)';

/** A command inside the container whose exit code 0 means ready. */
export interface Probe {
  readonly command: readonly string[];
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  /** Failures in a row after which the replica is not ready. */
  readonly failureThreshold: number;
  /** Time to start in which failures do not count. */
  readonly startPeriodSeconds: number;
}

/** What a process is, on either platform. Shared by workloads and tasks. */
export interface Process {
  readonly image: ImageName;
  /** The entry point; the image's own is never used, since public and offline images differ in it. */
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Config files: path below `/config` → exact text. A changed file restarts the process. */
  readonly files: Readonly<Record<string, string>>;
  /** Secret files: name in `/secrets` → where its bytes come from. A changed secret is reloaded, never a restart. */
  readonly secrets: Readonly<Record<string, Secret>>;
  /** Writable directories in memory: absolute path → MiB. The root file system is read-only. */
  readonly scratch: Readonly<Record<string, number>>;
  readonly memoryMiB: number;
  /** CPUs, in cores; fractions allowed. */
  readonly cpus: number;
  /** Names of tiers and tasks that must be ready, or done, before this one starts. */
  readonly after: readonly (TierName | TaskName)[];
}

/** A process that stays up, in one or more replicas. */
export interface Workload extends Process {
  readonly tier: TierName;
  readonly replicas: number;
  /** Size of the volume at `/data` of each replica; undefined when the tier keeps nothing. */
  readonly storageGiB: number | undefined;
  /** Limit of open files of the process; both platforms check it against what the process asks for. */
  readonly openFiles: number | undefined;
  readonly probe: Probe;
  /** Whether dependents wait until every replica is ready; false where readiness needs a later task (CockroachDB's init). */
  readonly awaitReady: boolean;
  /** Time to drain between SIGTERM and SIGKILL. */
  readonly stopGraceSeconds: number;
  /** `data` has no way out; `edge` can be published to users. Every workload is on `data`. */
  readonly networks: 'data' | 'data-and-edge';
}

export type TaskName = 'cockroach-init' | 'cockroach-bootstrap' | 'cockroach-migrate' | 'smoke';

/** A process that runs to completion once for each change of it; a non-zero exit fails the deploy and the next one runs it again. */
export interface Task extends Process {
  readonly task: TaskName;
  readonly timeoutSeconds: number;
  /** Secret files that it takes to its server: it runs again when one of them changes. What it logs in with is none. @default none */
  readonly carries?: readonly string[];
}
