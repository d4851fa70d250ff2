// Runs before any dependency is installed: Node.js alone.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const checkout = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const exitRefused = 3;

/**
 * Makes sure that Node.js fits and the dependencies are installed, then runs a TypeScript program of the checkout with the arguments
 * of this process and ends with its exit code.
 * @param {string} program path below the checkout
 */
export async function handOver(program) {
  requireNode();
  if (dependenciesAreOld()) await installDependencies();
  const child = spawn(process.execPath, ['--import', 'tsx', join(checkout, program), ...process.argv.slice(2)], {
    cwd: checkout,
    stdio: 'inherit',
  });
  process.exitCode = await end(child);
}

function requireNode() {
  const { engines } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
  const minimum = engines.node.replace('>=', '');
  const [found, wanted] = [process.versions.node, minimum].map((version) => version.split('.').map(Number));
  const isOld = found[0] < wanted[0] || (found[0] === wanted[0] && found[1] < wanted[1]);
  if (!isOld) return;
  process.stderr.write(
    `Node.js is ${process.versions.node}; allowed is ${minimum} or newer. Install one from nodejs.org.\n`,
  );
  process.exit(exitRefused);
}

function dependenciesAreOld() {
  const installed = join(checkout, 'node_modules', '.package-lock.json');
  return !existsSync(installed) || statSync(installed).mtimeMs < statSync(join(checkout, 'package-lock.json')).mtimeMs;
}

async function installDependencies() {
  const release = takeLock(join(checkout, '.tools', 'npm-ci.lock'));
  try {
    const started = performance.now();
    process.stdout.write('Installing dependencies (npm ci) …\n');
    const arguments_ = ['ci', '--no-progress', '--loglevel=error'];
    const viaNpm = process.env.npm_execpath;
    const [command, before] = viaNpm ? [process.execPath, [viaNpm]] : ['npm', []];
    const code = await end(spawn(command, [...before, ...arguments_], { cwd: checkout, stdio: 'inherit' }));
    if (code !== 0) {
      process.stderr.write(`npm ci failed (exit ${code}): see its message above.\n`);
      process.exitCode = code > 128 ? code : exitRefused;
      throw new HandOverError();
    }
    process.stdout.write(`Dependencies installed in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  } finally {
    release();
  }
}

/** Two installations at once would take the files from under each other. */
function takeLock(file) {
  mkdirSync(join(file, '..'), { recursive: true });
  const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (holder > 0 && isRunning(holder)) {
    process.stderr.write(
      `Process ${holder} installs the dependencies right now: wait for it, then run the command again.\n`,
    );
    process.exit(exitRefused);
  }
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

function isRunning(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Passes signals on and waits; the child decides what they mean. */
function end(child) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const passOn = signals.map((signal) => [signal, () => child.kill(signal)]);
  for (const [signal, listener] of passOn) process.on(signal, listener);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const [name, listener] of passOn) process.off(name, listener);
      resolve(code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0));
    });
  });
}

/** Already told to the user. */
export class HandOverError extends Error {}
