import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { canInstallPackages, candidateVersion, installPackages } from './debian.js';
import { endpointFault, engineFault, engineOf, type Engine, type EngineAnswer } from './engine-facts.js';
import { engineLog, engineLogTail, startEngine } from './engine-process.js';
import { Refusal } from './refusal.js';
import type { Report } from './report.js';

/** Time that an engine may take to answer after its start, in ms. */
const startTimeoutMs = 60_000;

/** The Debian packages that `ensureEngine` would install: none when an engine answers, or they cannot be installed. */
export async function enginePackages(): Promise<string[]> {
  const [client, daemon] = await Promise.all([runs('docker'), runs('dockerd')]);
  if ((client && daemon) || !canInstallPackages()) return [];
  if (client) {
    const address = await endpoint();
    if (!isOwnSocket(address) || (await ask(address)) !== undefined) return [];
  }
  // In newer releases the client is a package of its own.
  const separate = !client && (await candidateVersion('docker-cli')) !== undefined;
  return ['docker.io', 'iptables', ...(separate ? ['docker-cli'] : [])];
}

/**
 * Makes sure that a Docker engine answers that can run the stack. On Linux as root it is installed (Debian) and started when need be.
 *
 * @throws Refusal with the reason, when there is none or it cannot be used.
 */
export async function ensureEngine(report: Report): Promise<Engine> {
  const packages = await enginePackages();
  if (packages.length > 0) await installPackages(packages, report);
  if (!(await runs('docker'))) throw new Refusal(absentMessage());
  const address = await endpoint();
  const fault = endpointFault(address);
  if (fault !== undefined) throw new Refusal(fault);
  const answer = (await ask(address)) ?? (await start(address, report));
  const reason = engineFault(answer);
  if (reason !== undefined) throw new Refusal(reason);
  return engineOf(address, answer);
}

async function start(address: string, report: Report): Promise<EngineAnswer> {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const canStart = isRoot && isOwnSocket(address) && (await runs('dockerd'));
  if (!canStart) throw new Refusal(await silentMessage(address));
  report('starting the Docker engine');
  await startEngine();
  const deadline = performance.now() + startTimeoutMs;
  while (performance.now() < deadline) {
    const answer = await ask(address);
    if (answer !== undefined) return answer;
    await sleep(250);
  }
  const tail = engineLogTail().map((line) => `  ${line}`);
  throw new Refusal(
    [`The Docker engine did not answer ${startTimeoutMs / 1000} s after its start (${engineLog}):`, ...tail].join('\n'),
  );
}

/** Whether an engine that is installed and started here would answer at this address. */
function isOwnSocket(address: string): boolean {
  return address === 'unix:///var/run/docker.sock' || address === 'unix:///run/docker.sock';
}

/** Where the client finds the engine: `DOCKER_HOST`, `DOCKER_CONTEXT` or the chosen context. */
async function endpoint(): Promise<string> {
  const host = process.env['DOCKER_HOST'];
  if (host) return host;
  const { stdout, failed, stderr } = await execa(
    'docker',
    ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'],
    { reject: false },
  );
  if (failed) throw new Refusal(`The Docker context cannot be read: ${stderr}`);
  return stdout.trim();
}

async function ask(address: string): Promise<EngineAnswer | undefined> {
  const docker = (command: string, format: string) =>
    execa('docker', ['--host', address, command, '--format', format], { reject: false, timeout: 10_000 });
  const [info, version] = await Promise.all([docker('info', '{{json .}}'), docker('version', '{{json .Server}}')]);
  if (info.failed || version.failed) return undefined;
  const parsed = JSON.parse(info.stdout) as EngineAnswer['info'] & { ServerErrors?: string[] };
  if (parsed.ServerErrors?.length) return undefined;
  return { info: parsed, version: JSON.parse(version.stdout) as EngineAnswer['version'] };
}

async function runs(program: string): Promise<boolean> {
  return !(await execa(program, ['--version'], { reject: false })).failed;
}

function absentMessage(): string {
  const needed = 'A Docker engine of at least 20.10 is needed, and no `docker` program was found. ';
  if (process.platform === 'darwin') return `${needed}Install Docker Desktop, start it and run the command again.`;
  return `${needed}Install it from your distribution (Debian and Ubuntu: as root, \`npm start\` does it), or see docs.docker.com/engine.`;
}

async function silentMessage(address: string): Promise<string> {
  const { stderr } = await execa('docker', ['--host', address, 'version'], { reject: false });
  const said = stderr.trim().split('\n').at(-1) ?? '';
  return `The Docker engine at ${address} does not answer: ${said}\n${silentAdvice(said)}`;
}

function silentAdvice(said: string): string {
  if (/permission denied/i.test(said))
    return 'Add yourself to the group `docker` (log in again after that), or run the command as root.';
  if (process.env['DOCKER_HOST'])
    return 'DOCKER_HOST says so: start that engine, correct the address, or unset DOCKER_HOST.';
  if (process.platform === 'darwin')
    return 'Start Docker Desktop, wait until it says "Engine running" and run the command again.';
  return 'Start it (`sudo systemctl start docker`) and run the command again.';
}
