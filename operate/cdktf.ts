import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { checkout } from '../toolchain/tools-directory.js';
import { descendants, processes } from './descendants.js';
import { whileRunning } from './interrupt.js';

export interface CdktfRun {
  /** Arguments of cdktf, such as `['deploy', 'local', '--auto-approve']`. */
  readonly args: readonly string[];
  /** Added to this process' environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Gets everything that is printed; replaced. */
  readonly log: string;
  readonly onLine: (line: string) => void;
}

/** Runs cdktf's own command from the checkout, as a person would, and gives its exit code. An interrupt is passed on, and waited for. */
export async function runCdktf({ args, environment, log, onLine }: CdktfRun): Promise<number> {
  mkdirSync(dirname(log), { recursive: true, mode: 0o700 });
  const file = createWriteStream(log, { mode: 0o600 });
  // A disk that is full is told by Terraform, which must not be left alone meanwhile.
  file.on('error', () => {});
  const child = execa(join(checkout, 'node_modules', '.bin', 'cdktf'), [...args], {
    cwd: checkout,
    // CI: plain lines. The rest: nobody is asked for news of versions, and stacks that run at once don't share a cache.
    env: {
      ...withoutMissingConfig(process.env),
      CI: '1',
      CHECKPOINT_DISABLE: '1',
      CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
      ...environment,
    },
    extendEnv: false,
    // A Ctrl-C would end cdktf at once, and with its terminal Terraform, in the middle of what it is at.
    detached: true,
    stdin: 'ignore',
    all: true,
    buffer: false,
    reject: false,
  });
  const lines = createInterface({ input: child.all });
  lines.on('line', (line) => {
    file.write(`${line}\n`);
    onLine(line);
  });
  const read = new Promise((resolve) => lines.once('close', resolve));
  try {
    const { exitCode, failed, shortMessage } = await whileRunning(
      () => void interrupt(child),
      async () => child,
    );
    await read;
    if (exitCode === undefined && failed) onLine(`Error: ${shortMessage}`);
    return exitCode ?? 1;
  } finally {
    await new Promise((resolve) => file.end(resolve));
  }
}

/** Asks Terraform to stop, which finishes or undoes what it is at and writes the state; cdktf alone when none runs. */
async function interrupt(child: { readonly pid?: number; kill(signal: NodeJS.Signals): boolean }): Promise<void> {
  const running = child.pid === undefined ? [] : descendants(await processes(), child.pid, ['terraform', 'tofu']);
  if (running.length === 0) child.kill('SIGINT');
  for (const pid of running) process.kill(pid, 'SIGINT');
}

/** OpenTofu warns about a configuration file that is not there on its standard output, where cdktf expects JSON. */
function withoutMissingConfig(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { TF_CLI_CONFIG_FILE: file, ...rest } = environment;
  return file === undefined || existsSync(file) ? environment : rest;
}
