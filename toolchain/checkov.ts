import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { canInstallPackages, installPackages } from './debian.js';
import { Refusal } from './refusal.js';
import type { Report } from './report.js';
import { checkout, toolsDirectory } from './tools-directory.js';
import { findVersion, isAtLeast } from './version.js';

/** What the versions in `tools/checkov/requirements.txt` are for. */
const minimumPython = '3.10';

/** What Checkov holds against a resource. */
export interface Finding {
  /** Such as `CKV_K8S_43`. */
  readonly check: string;
  /** What the check wants, in Checkov's words. */
  readonly name: string;
  /** `<Kind>.<namespace>.<name>` */
  readonly resource: string;
}

export interface Findings {
  readonly passed: number;
  readonly failed: readonly Finding[];
}

const folder = join(toolsDirectory(), 'checkov');
const stamp = join(folder, 'installed');

/**
 * Installs Checkov into a virtual environment of its own, unless it is there.
 *
 * @throws Refusal when there is no Python, or pip fails, with its last lines.
 */
export async function ensureCheckov(report: Report): Promise<void> {
  const requirements = join(checkout, 'tools', 'checkov', 'requirements.txt');
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  const python = await ensurePython(report);
  report(`installing Checkov (a minute when nothing is cached)`);
  await rm(folder, { recursive: true, force: true });
  await mustRun(python, ['-m', 'venv', folder]);
  // Every package is named with its version, so that none is looked for; none may run a program of its own while it is installed.
  const options = ['--quiet', '--no-input', '--disable-pip-version-check', '--no-deps', '--no-compile'];
  await mustRun(join(folder, 'bin', 'pip'), ['install', ...options, '--requirement', requirements]);
  writeFileSync(stamp, hash);
}

async function ensurePython(report: Report): Promise<string> {
  const fits = async (): Promise<boolean> => {
    const { stdout, failed } = await execa('python3', ['-c', 'import sys, venv, ensurepip; print(sys.version)'], {
      reject: false,
    });
    return !failed && isAtLeast(findVersion(stdout) ?? '0', minimumPython);
  };
  if (await fits()) return 'python3';
  if (canInstallPackages()) await installPackages(['python3', 'python3-venv'], report);
  if (await fits()) return 'python3';
  throw new Refusal(
    `Python ${minimumPython} or newer, with its module venv, is needed for Checkov. Put it on the PATH as python3.`,
  );
}

async function mustRun(program: string, args: readonly string[]): Promise<void> {
  const { failed, all } = await execa(program, args, { all: true, reject: false });
  if (!failed) return;
  const lines = all
    .trim()
    .split('\n')
    .slice(-8)
    .map((line) => `  ${line}`);
  throw new Refusal([`${program} ${args.slice(0, 2).join(' ')} failed; its last lines:`, ...lines].join('\n'));
}

/** Lets Checkov read Kubernetes manifests, in YAML. It asks nobody: neither for its policies nor for a newer version. */
export async function scanManifests(file: string): Promise<Findings> {
  const options = ['--framework', 'kubernetes', '--skip-download', '--compact', '--quiet', '--soft-fail'];
  const { stdout } = await execa(join(folder, 'bin', 'checkov'), ['--file', file, ...options, '--output', 'json'], {
    env: { BC_SKIP_MAPPING: 'TRUE', CKV_SKIP_PACKAGE_UPDATE_CHECK: 'TRUE' },
    maxBuffer: 1 << 28,
  });
  const { summary, results } = JSON.parse(stdout) as Answer;
  if (summary.parsing_errors > 0) throw new Error(`Checkov cannot read ${file}`);
  return {
    passed: summary.passed,
    failed: results.failed_checks.map(({ check_id, check_name, resource }) => ({
      check: check_id,
      name: check_name,
      resource,
    })),
  };
}

/** The parts of Checkov's answer that are read. */
interface Answer {
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
  readonly results: {
    readonly failed_checks: readonly { check_id: string; check_name: string; resource: string }[];
  };
}
