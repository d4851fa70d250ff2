import { execa } from 'execa';
import { chmodSync, chownSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TierName } from '../../../constructs/topology.js';
import type { LocalContext } from '../../../stacks/local-context.js';

/** Undoes what was done to a stack, and waits until that shows. */
export type Repair = () => Promise<void>;

/** A deployed test stack, to be broken and repaired. */
export class Bench {
  constructor(readonly context: LocalContext) {}

  /** Name of a container of the stack. */
  container(replica: string): string {
    return `${this.context.facts.stack}-${replica}`;
  }

  /** Runs the client; gives what it printed. Input goes to its standard input, so that no password is an argument. */
  async docker(args: readonly string[], input = ''): Promise<string> {
    const { stdout } = await execa('docker', args, { input });
    return stdout;
  }

  /** Stops replicas. The repair starts them and waits until they are healthy. */
  async stopped(...replicas: readonly string[]): Promise<Repair> {
    const names = replicas.map((replica) => this.container(replica));
    await this.docker(['stop', '--time', '5', ...names]);
    return async () => {
      await this.docker(['start', ...names]);
      await this.untilHealthy(...replicas);
    };
  }

  async untilHealthy(...replicas: readonly string[]): Promise<void> {
    const names = replicas.map((replica) => this.container(replica));
    await until(`${names.join(', ')} healthy`, 120, async () => {
      const states = await this.docker(['inspect', '--format', '{{.State.Health.Status}}', ...names]);
      return states.split('\n').every((state) => state === 'healthy');
    });
  }

  /** Waits for a line in the log of a replica that was written after a moment. */
  async untilLogged(replica: string, pattern: RegExp, since: Date): Promise<void> {
    await until(`${pattern} in the log of ${replica}`, 60, async () => {
      const { all } = await execa('docker', ['logs', '--since', since.toISOString(), this.container(replica)], {
        all: true,
      });
      return pattern.test(all);
    });
  }

  async signal(replica: string, signal: string): Promise<void> {
    await this.docker(['kill', '--signal', signal, this.container(replica)]);
  }

  /** Changes a secret file of a tier; the repair puts the old one back. */
  changeSecret(tier: TierName, name: string, change: (text: string) => string): () => void {
    return changeFile(join(this.context.facts.secrets, tier, name), change);
  }

  /** Changes a config file of a tier as its containers see it; the repair puts the old one back. */
  async changeConfig(tier: TierName, name: string, change: (text: string) => string): Promise<() => void> {
    return changeFile(join(await this.configDirectory(tier), name), change);
  }

  /** Adds a config file to those of a tier; the repair removes it. */
  async addConfig(tier: TierName, name: string, text: string): Promise<() => void> {
    const path = join(await this.configDirectory(tier), name);
    writeFileSync(path, text, { mode: 0o444, flag: 'wx' });
    return () => rmSync(path);
  }

  private async configDirectory(tier: TierName): Promise<string> {
    const binds = await this.docker(['inspect', '--format', '{{json .HostConfig.Binds}}', this.container(`${tier}-0`)]);
    const bind = (JSON.parse(binds) as string[]).find((each) => each.includes(':/config:'));
    if (bind === undefined) throw new Error(`${tier} has no config directory`);
    return bind.split(':')[0] ?? '';
  }
}

/** Waits for a condition. Throws when it does not come. */
export async function until(what: string, seconds: number, condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + seconds * 1_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${what}`);
    await sleep(300);
  }
}

/** Replaces a file by a rename, since programs may read it at any moment; keeps its mode and owner. */
function changeFile(path: string, change: (text: string) => string): () => void {
  const old = readFileSync(path, 'utf8');
  const fresh = change(old);
  if (fresh === old) throw new Error(`${path} has nothing to change: did its form change?`);
  const { mode, uid, gid } = statSync(path);
  const write = (text: string): void => {
    const part = `${path}.part`;
    writeFileSync(part, text, { mode: 0o600 });
    chmodSync(part, mode);
    chownSync(part, uid, gid);
    renameSync(part, path);
  };
  write(fresh);
  return () => write(old);
}
