import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { checkout } from './commands.js';

/** What a checkout keeps beside its sources; both commits share it. */
const shared = ['node_modules', '.tools', '.cache'];

/** The commit to upgrade from; undefined where there is no history. */
export async function earlierCommit(): Promise<string | undefined> {
  const named = process.env['TEST_UPGRADE_FROM'] ?? 'HEAD~1';
  const { stdout, failed } = await execa('git', ['rev-parse', '--verify', '--quiet', `${named}^{commit}`], {
    cwd: checkout,
    reject: false,
  });
  return failed ? undefined : stdout.trim();
}

/** A checkout of its own that is first at an earlier commit, then at this one, as after `git pull`. */
export class EarlierCheckout {
  readonly directory = realpathSync(mkdtempSync(join(tmpdir(), 'upgrade-')));

  constructor() {
    for (const name of shared) symlinkSync(join(checkout, name), join(this.directory, name));
  }

  async take(commit: string): Promise<void> {
    this.removeSources();
    const archive = execa('git', ['archive', commit], { cwd: checkout, encoding: 'buffer', stdout: ['pipe'] });
    await archive.pipe('tar', ['-x', '-C', this.directory]);
    this.keepDependencies();
  }

  /** Takes the sources of this checkout as they are, committed or not. */
  async takeThis(): Promise<void> {
    this.removeSources();
    const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
    const { stdout } = await execa('git', list, { cwd: checkout });
    for (const file of stdout.split('\0').filter(Boolean)) {
      mkdirSync(dirname(join(this.directory, file)), { recursive: true });
      cpSync(join(checkout, file), join(this.directory, file));
    }
    this.keepDependencies();
  }

  async run(command: string, ...args: string[]): Promise<{ exitCode: number | undefined; output: string }> {
    const { exitCode, all } = await execa(command, args, {
      cwd: this.directory,
      env: { CHECKPOINT_DISABLE: '1' },
      stdin: 'ignore',
      all: true,
      reject: false,
    });
    return { exitCode, output: all };
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  private removeSources(): void {
    const kept = new Set([...shared, '.stacks', 'cdktf.out']);
    for (const name of readdirSync(this.directory)) {
      if (!kept.has(name)) rmSync(join(this.directory, name), { recursive: true });
    }
  }

  /** The commands install dependencies when the lock file is newer; these are another checkout's. */
  private keepDependencies(): void {
    utimesSync(join(this.directory, 'package-lock.json'), 0, 0);
  }
}
