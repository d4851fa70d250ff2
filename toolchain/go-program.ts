import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { ensureGo } from './go.js';
import { Refusal } from './refusal.js';
import type { Report } from './report.js';
import { checkout, toolsDirectory } from './tools-directory.js';

/** A program built from a Go module of `tools/`; its `go.sum` is the checksum of everything that goes into it. */
export interface GoProgram {
  /** Folder in `tools/`. */
  readonly module: string;
  /** Package to build: an import path, or `.`. */
  readonly package: string;
  /** Absolute path of the program. */
  readonly output: string;
  /** Time that it takes with nothing cached, in words. */
  readonly duration: string;
}

/** Whether the program is there and was built from the module as it is now. */
export function isBuilt({ module, output }: GoProgram): boolean {
  const stamp = stampFile(module);
  return existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === moduleHash(module);
}

/**
 * Builds the program unless it is built.
 *
 * @throws Refusal when there is no Go, or the build fails, with the compiler's last lines.
 */
export async function buildGoProgram(program: GoProgram, report: Report): Promise<void> {
  if (isBuilt(program)) return;
  const { module, output } = program;
  const version = await ensureGo(report);
  report(`building tools/${module} with Go ${version} (${program.duration} when nothing is cached)`);
  const hash = moduleHash(module);
  const part = `${output}.${process.pid}.part`;
  await mkdir(dirname(output), { recursive: true });
  try {
    const flags = ['-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', part];
    const result = await execa('go', ['build', ...flags, program.package], {
      cwd: join(checkout, 'tools', module),
      env: { CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' },
      all: true,
      reject: false,
    });
    if (result.failed) throw new Refusal(buildFailure(module, result.all));
    await rename(part, output);
  } finally {
    await rm(part, { force: true });
  }
  writeFileSync(stampFile(module), hash);
}

function buildFailure(module: string, output: string | undefined): string {
  const lines = (output ?? '').trim().split('\n').slice(-12);
  return [`building tools/${module} failed; Go's last lines:`, ...lines.map((line) => `  ${line}`)].join('\n');
}

function stampFile(module: string): string {
  return join(toolsDirectory(), `${module}.built`);
}

/** Hash of the module's sources; tests do not count. */
function moduleHash(module: string): string {
  const directory = join(checkout, 'tools', module);
  const hash = createHash('sha256');
  const sources = readdirSync(directory).filter(
    (name) => /^go\.(mod|sum)$|\.go$/.test(name) && !/_test\.go$/.test(name),
  );
  for (const name of sources.toSorted()) hash.update(`${name}\0`).update(readFileSync(join(directory, name)));
  return hash.digest('hex');
}
