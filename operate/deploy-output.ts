import { stripVTControlCharacters } from 'node:util';
import { exitCodes } from './exit-codes.js';

/** What cdktf has said so far about an apply or a destroy. */
export interface DeployProgress {
  /** Changes that the plan has; undefined until it is made. */
  readonly total: number | undefined;
  readonly done: number;
  /** The last resource that was finished, such as `cockroach-0`. */
  readonly last: string | undefined;
  readonly unchanged: boolean;
  /** Replicas that run and that the plan replaces or removes, such as `redis-0`; whole once `total` is known. */
  readonly restarts: readonly string[];
}

const plan = /Plan: (?:\d+ to import, )?(\d+) to add, (\d+) to change, (\d+) to destroy/;
/** What the plan does to a replica that is there; the path of a construct ends by its tier and number. */
const replaced = /# docker_container\.\S+ \((?:\S+\/)?([a-z-]+)\/(\d+)\) (?:.*must be replaced|will be destroyed)/;
const finished = /^\s*(?:\S+\s+)?(\S+?)(?: \((.+)\))?: (Creation|Modifications|Destruction) complete after/;
const nothing = /No changes\. Your infrastructure matches|No changes\. No objects need to be destroyed/;

/** Follows the lines of `cdktf deploy` or `cdktf destroy`. */
export class DeployOutput {
  private state: DeployProgress = { total: undefined, done: 0, last: undefined, unchanged: false, restarts: [] };
  private readonly lines: string[] = [];

  get progress(): DeployProgress {
    return this.state;
  }

  /** Takes a line; tells whether the progress changed. */
  add(raw: string): boolean {
    const line = stripVTControlCharacters(raw).trimEnd();
    this.lines.push(line);
    const before = this.state;
    const counts = plan.exec(line);
    const resource = finished.exec(line);
    const replica = replaced.exec(line);
    if (replica) this.state = { ...before, restarts: [...before.restarts, `${replica[1]}-${replica[2]}`] };
    else if (counts) this.state = { ...before, total: Number(counts[1]) + Number(counts[2]) + Number(counts[3]) };
    else if (resource) this.state = { ...before, done: before.done + 1, last: resource[2] ?? resource[1] };
    else if (nothing.test(line)) this.state = { ...before, unchanged: true };
    return this.state !== before;
  }

  /** What main.ts has said, when a synth failed; else Terraform's own errors, each as its lines without positions in generated files and stack traces. */
  errors(): string[] {
    const own = this.lines.indexOf('Command output on stderr:');
    if (own !== -1) return [kept(indentedBody(this.lines.slice(own + 1))).join('\n')];
    const starts = this.lines.flatMap((line, index) => (/(?:^|\s)Error: /.test(line) ? [index] : []));
    const texts = starts.map((start) => this.errorAt(start));
    return [...new Set(texts)];
  }

  /** Whether a synth was refused, with the exit code that main.ts gives for it. */
  get synthRefused(): boolean {
    return this.lines.some((line) => new RegExp(`^Error:\\s+non-zero exit code ${exitCodes.refused}$`).test(line));
  }

  /** The last lines, for a failure that is none of Terraform's errors. */
  tail(count: number): string[] {
    return this.lines.filter((line) => line.trim() !== '').slice(-count);
  }

  private errorAt(start: number): string {
    const following = this.lines.slice(start + 1);
    const framed = frame.test(String(this.lines[start]));
    const body = framed ? framedBody(following) : indentedBody(following);
    const first = String(this.lines[start]).replace(/^.*?Error: /, '');
    const said = kept(body)
      .join('\n')
      .replace(/Error running command '[^]*?': exit status \d+\. Output:\s*/, '');
    return [first, ...said.split('\n').map((line) => `  ${line}`)].join('\n').trimEnd();
  }
}

/** Positions in generated files, and in this program: a line of a stack trace. */
const noise =
  /^(?:with |on cdk\.tf\.json line|\d+: |at (?:.+ \()?(?:file:|node:|\/).+:\d+:\d+\)?$|at async .+ \(index \d+\)$|at .+ \(<anonymous>\)$)/;

/** The border that Terraform draws at the left of a message; cdktf puts the stack's name before the first line of each piece that it reads. */
const frame = /^\s*(?:\S+\s+)?│/;

function kept(body: readonly string[]): string[] {
  return body.filter((line) => line !== '' && !noise.test(line));
}

function framedBody(lines: readonly string[]): string[] {
  const end = lines.findIndex((line) => /^\s*(?:\S+\s+)?╵/.test(line));
  const inside = lines.slice(0, end === -1 ? undefined : end).filter((line) => frame.test(line));
  return inside.map((line) => line.replace(frame, '').trim());
}

/** The next message of cdktf is not indented; the next error of Terraform begins by its name. */
function indentedBody(lines: readonly string[]): string[] {
  const end = lines.findIndex((line) => /^\S/.test(line) || /^\s+Error: /.test(line));
  return lines.slice(0, end === -1 ? undefined : end).map((line) => line.trim());
}
