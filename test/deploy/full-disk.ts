import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { run } from './commands.js';

/** A stack's folder on a small file system of its own, which can be filled. For root on Linux. */
export class FullDisk {
  private readonly disk: string;

  constructor(private readonly directory: string) {
    this.disk = join(dirname(directory), `${basename(directory)}.disk`);
  }

  async mount(): Promise<void> {
    const used = Number((await run('du', '-sm', this.directory)).output.split('\t')[0]);
    mkdirSync(this.disk);
    await must('mount', '-t', 'tmpfs', '-o', `size=${used + 16}m,mode=0700`, 'tmpfs', this.disk);
    await must('cp', '-a', `${this.directory}/.`, this.disk);
    await must('mount', '--bind', this.disk, this.directory);
  }

  /** Leaves no room, not even for what Terraform writes before its state. */
  async fill(): Promise<void> {
    rmSync(join(this.directory, 'terraform.tfstate.backup'), { force: true });
    await run('dd', 'if=/dev/zero', `of=${join(this.directory, 'ballast')}`, 'bs=4k');
  }

  /** Gives the folder back its own file system, with the state that was written meanwhile. */
  async unmount(): Promise<void> {
    // Containers that were made meanwhile hold it.
    await must('umount', '--lazy', this.directory);
    rmSync(join(this.disk, 'ballast'), { force: true });
    const state = readdirSync(this.disk).filter((file) => file.startsWith('terraform.tfstate'));
    await must('cp', '-a', ...state.map((file) => join(this.disk, file)), this.directory);
    await must('umount', '--lazy', this.disk);
    rmSync(this.disk, { recursive: true });
  }
}

async function must(command: string, ...args: string[]): Promise<void> {
  const { exitCode, output } = await run(command, ...args);
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')}: ${output}`);
}
